"""Whatever IRI stands in the data leads somewhere, seen through a reverse proxy under a prefix."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import httpx
import pyoxigraph
import pytest
from pyld import jsonld

from api.linked.framing import framed
from api.linked.records import problem_types
from graph.curating.curation import decision
from graph.errors import ExportError
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE

from .proxy import PREFIX, Proxy
from .sample import first, second
from .server import running_server

FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


class Ids(HTMLParser):
    """Collects the ids of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]


class Public:
    """A server behind a proxy whose data has the proxy's address as its base."""

    def __init__(self, client: httpx.Client, workspace: Workspace) -> None:
        self.client = client
        self.base = workspace.base.iri
        with workspace.reader() as reader:
            self.quads = list(pyoxigraph.parse(b"".join(reader.export()), FORMATS["nq"]))

    def ours(self) -> set[str]:
        """Return every IRI of the data that stands under its base."""
        terms = {
            term.value
            for quad in self.quads
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
            if isinstance(term, pyoxigraph.NamedNode)
        }
        return {iri for iri in terms if iri.startswith(self.base)}

    def get(self, address: str, accept: str = "*/*") -> httpx.Response:
        return self.client.get(address, headers={"Accept": accept}, follow_redirects=True)


FORMATS = {"nq": pyoxigraph.RdfFormat.N_QUADS}


def _publish(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for document, extraction in (first(), second()):
            writer.put(document, extraction)
        writer.commit()
    with workspace.reader() as reader:
        claims = reader.claims(subject=workspace.base.entity("Person", "anna-ozola"))
        riga = workspace.base.entity("City", "riga-lv")
    with workspace.writer() as writer:
        said: dict[str, Any] = {"who": "Ada <Lind>", "at": "2026-05-06T07:08:09Z"}
        base = workspace.base
        writer.curate(decision("rename", riga, name="Rīga", language="lv", base=base, **said))
        writer.decide([each.iri for each in claims], "accept", **said)
        writer.commit()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    proxy = Proxy()
    workspace = Workspace(tmp_path_factory.mktemp("linked") / "data", Base(proxy.base))
    _publish(workspace)
    settings = {"HANSA_BASE": proxy.base, "HANSA_PREFIX": "forwarded"}
    with running_server(workspace.path, **settings) as server, proxy.before(server) as client:
        yield Public(client, workspace)


def test_every_iri_of_the_data_dereferences_in_place(public: Public) -> None:
    ours = public.ours()
    kinds = {iri.removeprefix(public.base).partition("/")[0] for iri in ours}
    assert kinds == {*("claim", "curator", "decision", "doc", "graph", "id", "pipeline", "scheme")}
    data: dict[str, httpx.Response] = {}
    pages: dict[str, set[str]] = {}
    for iri in sorted(ours):
        address, _, fragment = iri.partition("#")
        if address not in data:
            data[address] = public.get(address, FORMS["nt"])
            page = public.get(address, "text/html")
            assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html"), iri
            pages[address] = {*Ids(page.text).ids}
        if address.endswith(".txt"):
            assert data[address].headers["content-type"].startswith("text/plain")
            continue
        assert data[address].status_code == 200, iri
        assert f"<{iri}>" in data[address].text, iri
        if fragment:
            assert fragment in pages[address], iri


@pytest.mark.parametrize("suffix", FORMS)
def test_all_forms_say_the_same(public: Public, suffix: str) -> None:
    base = public.base
    for path in ("id/city/riga-lv", "graph/curation", "ontology", "void", "problem", "shapes"):
        lines = set(public.get(f"{base}{path}.nt").text.splitlines())
        answer = public.get(base + path, FORMS[suffix])
        assert str(answer.url) == f"{base}{path}.{suffix}"
        kind = pyoxigraph.RdfFormat.from_media_type(FORMS[suffix])
        assert {f"{q.triple} ." for q in pyoxigraph.parse(answer.content, kind)} == lines, path


def test_what_keeps_its_iris_is_served_too(public: Public) -> None:
    ontology = public.get(f"{public.base}ontology.nt").text
    version = re.search(r"versionIRI> <(\S+)>", ontology)
    assert version
    paths = [version[1], *(f"{DEFAULT_BASE}problem/{code}" for code in problem_types())]
    for iri in (*paths, f"{DEFAULT_BASE}problem", f"{DEFAULT_BASE}shapes"):
        here = public.base + iri.removeprefix(DEFAULT_BASE)
        assert f"<{iri}>" in public.get(here, FORMS["nt"]).text
        assert public.get(here, "text/html").text.startswith("<!doctype html>")
    assert public.get(f"{public.base}ontology/9.9").status_code == 404
    assert public.get(f"{public.base}problem/none").status_code == 404


def test_every_term_has_an_anchor_on_the_page_of_the_ontology(public: Public) -> None:
    names = re.findall(r"^<\S+ontology#(\S+)>", public.get(f"{public.base}ontology.nt").text, re.M)
    page = public.get(f"{public.base}ontology.html").text
    found = Ids(page).ids
    assert {*names} <= {*found}
    assert len(found) == len({*found})
    assert "Porto, which hosts a conference" in page
    assert 'href="./ontology#hasMember"' in page


def test_json_ld_has_the_thing_on_top_and_reads_alike_everywhere(public: Public) -> None:
    address = f"{public.base}id/city/riga-lv"
    answer = public.get(address, FORMS["jsonld"])
    found = answer.json()
    assert (found["id"], found["prefLabel"]) == (address, {"lv": "Rīga"})
    assert found["hasGeometry"]["asWKT"].startswith("POINT(")
    claim = next(each for each in found["@reverse"]["subject"] if each["predicate"] == "memberOf")
    assert claim["evidence"]["hasSelector"]
    written = jsonld.to_rdf(found, {"format": "application/n-quads", "documentLoader": _refuse})
    read = pyoxigraph.parse(written, pyoxigraph.RdfFormat.N_QUADS)
    lines = public.get(f"{address}.nt").text.splitlines()
    assert sorted(f"{quad.triple} ." for quad in read) == sorted(lines)
    context = {"@context": public.get(f"{public.base}context.jsonld").json()["@context"]}
    assert jsonld.compact(found, context, {"documentLoader": _refuse})["@context"]


def _refuse(url: str, *_: object) -> dict[str, Any]:
    raise AssertionError(f"a document asks for {url}")


def test_what_json_ld_cannot_say_is_refused_and_not_left_out() -> None:
    node = pyoxigraph.NamedNode("urn:a")
    inner = pyoxigraph.Triple(node, node, node)
    reifies = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    with pytest.raises(ExportError, match="triple term"):
        framed([inner, pyoxigraph.Triple(node, reifies, inner)], "urn:a")


def test_what_is_only_spoken_of_is_no_top_and_long_chains_of_parts_are_no_depth() -> None:
    node, other, says = (pyoxigraph.NamedNode(f"urn:{name}") for name in ("a", "b", "says"))
    made = json.loads(framed([pyoxigraph.Triple(other, says, node)], "urn:a"))
    assert made["@graph"] == [{"id": "urn:b", "urn:says": {"id": "urn:a"}}]
    parts = [node, *(pyoxigraph.NamedNode(f"urn:a#{number}") for number in range(3_000))]
    chain = [pyoxigraph.Triple(one, says, next_) for one, next_ in pairwise(parts)]
    written = jsonld.to_rdf(json.loads(framed(chain, "urn:a")), {"format": "application/n-quads"})
    assert {*written.splitlines()} == {f"{each} ." for each in chain}


def test_absolute_addresses_have_the_prefix(public: Public) -> None:
    described = public.get(f"{public.base}sparql", FORMS["ttl"]).text
    assert f"<{public.base}sparql>" in described
    servers = public.get(f"{public.base}openapi.json").json()["servers"]
    assert servers == [{"url": PREFIX}]
    bare = public.client.get(public.base.rstrip("/").removesuffix(PREFIX) + PREFIX)
    assert bare.status_code == 200 or bare.headers["location"].endswith("/")


def test_a_document_is_highlighted_and_sentences_lead_into_it(public: Public) -> None:
    page = public.get(f"{public.base}id/city/riga-lv.html").text
    assert "Documents that say so" in page
    link = re.search(r'href="([^"]+#char-[0-9]+-[0-9]+)"', page)
    assert link
    address, _, fragment = link[1].partition("#")
    document = public.get(str(httpx.URL(f"{public.base}id/city/riga-lv.html").join(address)))
    assert f'<mark id="{fragment}"' in document.text
