"""/ontology and /scheme/: the vocabulary files under the addresses of their IRIs."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.context import ServicesDep
from api.errors import NotFoundError
from api.negotiation import accepted, negotiate
from api.pages import HTML, PAGE_FORMATS, local_name
from api.rdf import graph_response
from api.views import split_suffix, term_views
from graph.formats import GRAPH_FORMATS
from ontology.iris import Base
from ontology.vocabulary import read

router = APIRouter(tags=["Vocabulary"])


@router.get("/context.jsonld", summary="The JSON-LD context")
def context() -> Response:
    """Send the context that names the ontology's terms in JSON-LD."""
    return Response(read("context.jsonld"), media_type="application/ld+json")


@router.get("/ontology", summary="The ontology")
@router.get("/ontology.{suffix}", summary="The ontology in one format")
def ontology(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(request, services, "ontology", suffix, format, _triples("hansa.ttl"))


@router.get("/shapes", summary="The SHACL shapes")
@router.get("/shapes.{suffix}", summary="The SHACL shapes in one format")
def shapes(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(request, services, "shapes", suffix, format, _triples("shapes.ttl"))


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
    return _serve(request, services, local_name(iri), given, format, about)


def _serve(
    request: Request,
    services: ServicesDep,
    name: str,
    given: str | None,
    wanted: str | None,
    triples: list[Triple],
) -> Response:
    if given is None:
        chosen = negotiate(accepted(request.headers), PAGE_FORMATS, wanted=wanted)
        address = f"{name}.{chosen.name}"
        return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})
    if given not in PAGE_FORMATS:
        raise NotFoundError(f"there is no form {name}.{given}")
    if given != HTML.name:
        return graph_response(triples, GRAPH_FORMATS[given])
    return services.pages.render(
        request,
        "vocabulary.html",
        title=name.replace("-", " ").capitalize(),
        slug=name,
        terms=term_views(triples),
    )


@cache
def _triples(file: str) -> list[Triple]:
    return [quad.triple for quad in parse(read(file), RdfFormat.TURTLE)]


def _about(iri: str, base: Base) -> list[Triple]:
    """Return what the schemes say of a concept, or of a scheme and all that is in it."""
    triples = [_rebased(triple, base) for triple in _triples("schemes.ttl")]
    scheme = NamedNode(iri)
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
