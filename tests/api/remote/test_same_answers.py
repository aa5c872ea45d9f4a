"""What reads tells the same of a data directory and of a SPARQL server, or says that it cannot."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import quote, urlencode

import httpx
import pytest

from .conftest import Both

BASE = "https://w3id.org/hansa/"
HTML, JSON = "text/html", "application/json"
TURTLE, JSONLD, NT = "text/turtle", "application/ld+json", "application/n-triples"
RIGA, TARTU = "city/riga-lv", "city/tartu-ee"
LEAGUE = "network/baltic-sea-league"
PERSON = "person/anna-ozola"
NEWS = "news-quay-md-213470dc"
MEMBERS = """{ networks(first: 20) { totalCount edges { cursor node { id name { value }
  members(first: 50) { edges { node { id __typename name { value }
    ... on City { country { name { value } } population } }
    claims { id quote status document { title date } } } } } } } }"""

QUERIES = urlencode({"queries": json.dumps({"q0": {"query": "Riga"}, "q1": {"query": "League"}})})
GRAPHQL = urlencode({"query": MEMBERS})

#: Addresses with the media type that is wanted.
READ: tuple[tuple[str, str], ...] = (
    ("/", HTML),
    ("/explore", HTML),
    ("/review", HTML),
    *((f"/id/{thing}", form) for thing in (RIGA, LEAGUE, PERSON) for form in (HTML, TURTLE)),
    *((f"/id/{TARTU}", form) for form in (JSONLD, NT, "application/rdf+xml")),
    *((f"/doc/{NEWS}", form) for form in (HTML, TURTLE, JSONLD, "text/plain")),
    *(("/claim/{claim}", form) for form in (HTML, TURTLE, JSONLD)),
    *((f"/graph/{name}", TURTLE) for name in ("gazetteer", "description", "curation")),
    ("/documents", JSON),
    ("/documents", HTML),
    ("/search?q=riga", JSON),
    ("/search?q=league", HTML),
    ("/search?q=members&what=quotes", JSON),
    ("/search?q=nothing-at-all", JSON),
    ("/questions", HTML),
    ("/questions", JSON),
    ("/questions/networks", JSON),
    ("/questions/networks", "text/csv"),
    ("/questions/members-of-network?network=Baltic+Sea+League", JSON),
    ("/questions/members-of-network?network=Baltic+Sea+League", HTML),
    ("/questions/networks-of-city?city=Riga", "text/csv"),
    ("/questions/cities-of-country?country=Latvia", JSON),
    ("/questions/people-of?entity=Riga", JSON),
    ("/questions/about?entity=Riga", JSON),
    ("/questions/documents", JSON),
    ("/questions/members-of-network?network=Nobody", JSON),
    ("/reconcile", JSON),
    (f"/reconcile?{QUERIES}", JSON),
    ("/reconcile/suggest/entity?prefix=ri", JSON),
    ("/reconcile/suggest/property?prefix=me", JSON),
    (f"/reconcile/flyout/entity?id={quote(BASE + 'id/' + RIGA)}", JSON),
    (f"/reconcile/preview?id={quote(BASE + 'id/' + RIGA)}", HTML),
    ("/void", HTML),
    ("/.well-known/void", TURTLE),
    ("/sparql", TURTLE),
    ("/sparql", HTML),
    ("/ontology", TURTLE),
    ("/scheme", TURTLE),
    ("/health/ready", JSON),
    ("/status", JSON),
    (f"/id/{RIGA}?generation=1", TURTLE),
    (f"/id/{RIGA}?generation=7", TURTLE),
    (f"/timemap/json/id/{RIGA}", JSON),
    (f"/timemap/link/id/{RIGA}", "*/*"),
    ("/changes", JSON),
    (f"/changes?about={quote(BASE + 'id/' + RIGA)}", JSON),
    ("/id/city/nowhere", TURTLE),
    ("/id/city/nowhere", HTML),
    ("/data?default", TURTLE),
    (f"/data?graph={quote(BASE + 'graph/gazetteer')}", NT),
    (f"/data?graph={quote(BASE + 'graph/commit')}", NT),
    ("/data?graph=urn:none", TURTLE),
    (f"/graphql?{GRAPHQL}", JSON),
    (f"/graphql?{GRAPHQL}", "application/ld+json"),
)
_TIME = re.compile(
    rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?"
    rb"|\w{3}, \d\d \w{3} 20\d\d [\d:]+ GMT"
)
#: What the data directory takes on disk, which is another where the quads are not in it.
_BYTES = re.compile(rb'"bytes":{[^}]*}')


def _told(client: httpx.Client, address: str, accept: str) -> tuple[int, str, bytes | list[bytes]]:
    answer = client.get(address, headers={"Accept": accept}, follow_redirects=True)
    host = str(client.base_url).rstrip("/").encode()
    body = answer.content.replace(host, b"HOST").replace(host.removeprefix(b"http://"), b"HOST")
    body = _BYTES.sub(b"", _TIME.sub(b"TIME", body))
    kind = answer.headers.get("content-type", "")
    if "n-triples" in kind or "n-quads" in kind:
        return answer.status_code, kind, sorted(body.splitlines())
    return answer.status_code, kind, body


@pytest.mark.parametrize(("address", "accept"), READ, ids=lambda value: str(value)[-60:])
def test_an_answer_is_the_same_wherever_the_quads_are(
    both: Both, address: str, accept: str
) -> None:
    if "{claim}" in address:
        address = address.format(claim=_claim(both.embedded))
    here = _told(both.embedded, address, accept)
    assert _told(both.remote, address, accept) == here


def _claim(client: httpx.Client) -> str:
    """Return the name of a claim."""
    query = "SELECT (MIN(STR(?c)) AS ?first) { GRAPH ?g { ?c a hansa:Claim } }"
    found = client.get("/sparql", params={"query": query, "format": "json"}).json()
    return str(found["results"]["bindings"][0]["first"]["value"]).rpartition("/")[2]


def test_a_dump_is_the_same_to_the_byte(both: Both) -> None:
    here, there = (
        gzip.decompress(client.get("/dump.nq.gz").raise_for_status().content)
        for client in (both.embedded, both.remote)
    )
    assert there == here
    assert b"graph/commit" not in there
