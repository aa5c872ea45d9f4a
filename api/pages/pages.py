"""HTML pages: rendered here, escaped by default, whole without the scripts of the workbench."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.http.citing import asked_generation, citable, keep_generation, uncited
from api.http.middleware import CONTENT_SECURITY_POLICY
from api.linked.prefix import path_within
from api.web.policy import OF_WORKBENCH
from api.web.workbench import NO_WORKBENCH, Workbench
from graph.formats import GRAPH_FORMATS, Format
from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE
from queries.quotes import without_emphasis

from .characters import visible
from .nouns import MANY, ONE

HTML = Format("html", "text/html", ("application/xhtml+xml",))

#: The formats of everything that has an IRI: a page first, then its data.
PAGE_FORMATS = {HTML.name: HTML, **GRAPH_FORMATS}

STYLE = Path(__file__).parents[1] / "templates" / "style.css"
#: The icon of all pages.
ICON = STYLE.with_name("favicon.svg")

#: What keeps its IRIs whatever the base of the data: each server has it.
_UNMOVED = tuple(f"{DEFAULT_BASE}{part}" for part in ("ontology", "problem", "shapes"))

#: Words of a sentence that are looked for one by one.
_FEW: Final = 6

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(r"`([^`]+)`")


class Pages:
    """The templates and what they may call."""

    def __init__(self, base: Base, workbench: Workbench = NO_WORKBENCH) -> None:
        """Make links to IRIs under *base* lead to this server; pages load what *workbench* has."""
        self.base = base
        self.workbench = workbench
        self._environment = Environment(
            loader=FileSystemLoader(STYLE.parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_shown,
        )
        self._environment.filters["words"] = in_words
        self._environment.filters["local"] = local_name
        self._environment.filters["code"] = with_code
        self._environment.filters["finding"] = finding
        self._environment.filters["plain"] = without_emphasis
        self._environment.filters["noun"] = lambda kind: ONE.get(kind, in_words(kind))
        self._environment.filters["nouns"] = lambda kind: MANY.get(kind, in_words(kind))

    @property
    def policy(self) -> str:
        """What pages may load and run, as a Content-Security-Policy."""
        return OF_WORKBENCH if self.workbench.is_built else CONTENT_SECURITY_POLICY

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        is_citing: bool = True,
        **values: Any,
    ) -> HTMLResponse:
        """Return a page; templates get *values*, ``root``, ``link``, ``cited`` and ``loaded``.

        ``link`` makes an address of an IRI, and ``cited`` one of an address here that goes on
        asking for the generation that the request ``asked`` for, unless it is not *is_citing*.
        """
        root = way_up(path_within(request))
        asked = asked_generation(request) if is_citing else None
        generation = getattr(request.state, "generation", None)
        can_stay = is_citing and status == HTTPStatus.OK

        def cited(here: str) -> str:
            return keep_generation(here, asked)

        body = self._environment.get_template(template).render(
            root=root,
            link=self.linking(request, is_citing=is_citing),
            cited=cited,
            asked=asked,
            uncited=uncited(request),
            citable=citable(request, generation) if can_stay and generation is not None else None,
            generation=generation,
            base=self.base.iri,
            loaded=self.workbench.loaded,
            **values,
        )
        return HTMLResponse(body, status_code=status, headers={"Vary": "Accept"})

    def linking(self, request: Request, *, is_citing: bool = True) -> Callable[[str], str]:
        """Return what makes an address of an IRI on the page that *request* asks for.

        Addresses here go on asking for its generation, unless it is not *is_citing*.
        """
        root = way_up(path_within(request))
        asked = asked_generation(request) if is_citing else None

        def link(iri: str) -> str:
            to = address(iri, base=self.base, root=root)
            return keep_generation(to, asked) if iri.startswith(self.base.iri) else to

        return link


def _shown(value: object) -> object:
    """Return what a page shows of a value: of a text every character, which else might mislead."""
    return visible(value) if type(value) is str else value


def way_up(path: str) -> str:
    """Return the relative way from a page at *path* to the root, so that links work behind proxies.

    >>> way_up("/id/city/riga-lv.html"), way_up("/")
    ('../../', './')
    """
    return "../" * (path.count("/") - 1) or "./"


def address(iri: str, *, base: Base, root: str) -> str:
    """Return where a link to *iri* leads: to this server if it answers for it, nowhere if unsafe.

    >>> address("https://w3id.org/hansa/id/city/riga-lv", base=Base(), root="../")
    '../id/city/riga-lv'
    >>> address("javascript:alert(1)", base=Base(), root="../")
    ''
    >>> address("https://w3id.org/hansa/ontology#City", base=Base("http://ex.org/"), root="../")
    '../ontology#City'
    """
    for ours in (base.iri, *_UNMOVED):
        if iri.startswith(ours):
            here = iri.removeprefix(base.iri if ours == base.iri else DEFAULT_BASE)
            return root + quote(here, safe="/#:@!$&'()*+,;=-._~%")
    return iri if iri.startswith(("http://", "https://")) else ""


def in_words(name: str) -> str:
    """Return a camel-case name as words.

    >>> in_words("participatesIn")
    'participates in'
    """
    return _CAMEL.sub(" ", name).lower()


def with_code(text: str) -> Markup:
    """Return a description as HTML, what stands between backticks as code.

    >>> with_code("`a` < b")
    Markup('<code>a</code> &lt; b')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped


def finding(exact: str) -> str:
    """Return the end of an address that has a browser find and mark these words on the page.

    Text fragments have the first words and the last ones, with a comma between (WICG, "URL
    Fragment Text Directives"); browsers that do not know them show the page from its beginning.

    >>> finding("Riga and Tartu - both - joined the League")
    '#:~:text=Riga%20and%20Tartu,joined%20the%20League'
    """
    words = exact.split()
    parts = [words] if len(words) <= _FEW else [words[:3], words[-3:]]
    texts = (quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return "#:~:text=" + ",".join(texts)


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/``.

    >>> local_name("https://w3id.org/hansa/ontology#memberOf")
    'memberOf'
    """
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]


def term_value(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the text of a term for a table's cell.

    >>> term_value(Literal("Riga", language="lv"))
    'Riga'
    """
    return str(term) if isinstance(term, Triple) else term.value
