"""/ontology, /shapes and /scheme/: the vocabulary files under the addresses of their IRIs."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, Services, ServicesDep
from api.errors import NotFoundError
from api.linked.forms import answer_in_form, data_in
from api.linked.terms import term_groups, term_view
from api.pages.pages import PAGE_FORMATS, local_name
from api.pages.views import split_suffix
from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE, PREFIXES
from ontology.vocabulary import read

router = APIRouter(tags=["Vocabulary"], route_class=ChargedRoute)

_VERSION = NamedNode(PREFIXES["owl"] + "versionIRI")


@router.get("/context.jsonld", summary="The JSON-LD context")
def context() -> Response:
    """Send the context that names the ontology's terms in JSON-LD."""
    headers = {"Cache-Control": "max-age=3600"}
    return Response(read("context.jsonld"), media_type="application/ld+json", headers=headers)


@router.get("/ontology", summary="The ontology")
@router.get("/ontology.{suffix}", summary="The ontology in one format")
def ontology(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    iri, triples = f"{DEFAULT_BASE}ontology", _triples("hansa.ttl")
    return _serve(request, services, iri, suffix, format, [*triples, *_statuses()])


@router.get("/ontology/{version:path}", summary="The ontology of one version")
def versioned(
    request: Request, services: ServicesDep, version: str, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it, for the version that is in use."""
    name, given = split_suffix(version, PAGE_FORMATS)
    iri = f"{DEFAULT_BASE}ontology/{name}"
    triples = _triples("hansa.ttl")
    if not any(each.predicate == _VERSION and str(each.object) == f"<{iri}>" for each in triples):
        raise NotFoundError(f"there is no version {name!r} of the ontology here")
    return _serve(request, services, iri, given, format, [*triples, *_statuses()])


@router.get("/shapes", summary="The SHACL shapes")
@router.get("/shapes.{suffix}", summary="The SHACL shapes in one format")
def shapes(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    iri = f"{DEFAULT_BASE}shapes"
    return _serve(request, services, iri, suffix, format, _triples("shapes.ttl"))


@router.get("/scheme", summary="The concept schemes")
@router.get("/scheme.{suffix}", summary="The concept schemes in one format")
def schemes(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    base = services.settings.base
    triples = [_rebased(triple, base) for triple in _triples("schemes.ttl")]
    return _serve(request, services, f"{base.iri}scheme", suffix, format, triples)


@router.get("/scheme/{path:path}", summary="A concept scheme, or a concept of one")
def scheme(
    request: Request, services: ServicesDep, path: str, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send what the schemes say about it."""
    name, given = split_suffix(path, PAGE_FORMATS)
    iri = services.settings.base.scheme(name)
    about = _about(iri, services.settings.base)
    if not about:
        raise NotFoundError(f"no scheme or concept {iri}")
    return _serve(request, services, iri, given, format, about)


def _serve(
    request: Request,
    services: Services,
    iri: str,
    given: str | None,
    wanted: str | None,
    triples: list[Triple],
) -> Response:
    name = local_name(iri)

    def page() -> Response:
        itself = term_view(iri, [each for each in triples if str(each.subject) == f"<{iri}>"])
        return services.pages.render(
            request,
            "vocabulary.html",
            title=itself.label or name.replace("-", " ").capitalize(),
            slug=name,
            itself=itself,
            groups=term_groups(triples, besides=iri),
        )

    return answer_in_form(
        request,
        name=name,
        given=given,
        wanted=wanted,
        page=page,
        data=data_in(lambda: triples, iri),
    )


@cache
def _triples(file: str) -> list[Triple]:
    return [quad.triple for quad in parse(read(file), RdfFormat.TURTLE)]


@cache
def _statuses() -> list[Triple]:
    """Return what the schemes say of terms of the ontology: the concepts of status."""
    ours = f"<{DEFAULT_BASE}ontology#"
    return [each for each in _triples("schemes.ttl") if str(each.subject).startswith(ours)]


def _about(iri: str, base: Base) -> list[Triple]:
    """Return what the schemes say of a concept, or of a scheme and all that is in it."""
    triples = [_rebased(triple, base) for triple in _triples("schemes.ttl")]
    try:
        scheme = NamedNode(iri)
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI, so nothing has it") from None
    within = {triple.subject for triple in triples if triple.object == scheme} | {scheme}
    found = [triple for triple in triples if triple.subject in within]
    return found if any(triple.subject == scheme for triple in found) else []


def _rebased(triple: Triple, base: Base) -> Triple:
    subject, target = triple.subject, triple.object
    if isinstance(subject, NamedNode):
        subject = NamedNode(base.rebased(subject.value))
    if isinstance(target, NamedNode):
        target = NamedNode(base.rebased(target.value))
    return Triple(subject, triple.predicate, target)
