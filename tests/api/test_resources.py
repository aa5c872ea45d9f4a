"""Every IRI leads to its page and its data; pages are escaped, relative and without scripts."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pyoxigraph
import pytest

from ontology.iris import Base

from .problem import assert_problem
from .sample import KEY, SECOND_KEY, TEXT

RIGA = "/id/city/riga-lv"
DOCUMENT = Base().document(KEY).removeprefix(Base().iri)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORMS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


class Links(HTMLParser):
    """Collects where a page leads and which elements it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.elements: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in {"href", "src", "action"}
        ]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)


def _claim(client: httpx.Client) -> str:
    query = "SELECT ?claim { GRAPH ?g { ?claim a hansa:Claim } } ORDER BY ?claim LIMIT 1"
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    return "/" + answer.text.split()[1].removeprefix(Base().iri)


@pytest.mark.parametrize(("suffix", "media_type"), FORMS.items())
@pytest.mark.parametrize("path", [RIGA, "/" + DOCUMENT, "claim"])
def test_an_iri_leads_to_the_form_that_accept_asks_for(
    client: httpx.Client, path: str, suffix: str, media_type: str
) -> None:
    path = _claim(client) if path == "claim" else path
    answer = client.get(path, headers={"Accept": media_type})
    assert answer.status_code == 303
    assert "Accept" in answer.headers["vary"]
    target = urljoin(path, answer.headers["location"])
    assert target == f"{path}.{suffix}"
    form = client.get(target)
    assert form.status_code == 200
    assert form.headers["content-type"].partition(";")[0] == media_type
    assert form.headers["hansa-generation"] == "1"
    if suffix != "html":
        kind = pyoxigraph.RdfFormat.from_media_type(media_type)
        iri = Base().iri + path[1:]
        subjects = {quad.subject for quad in pyoxigraph.parse(form.content, kind)}
        assert pyoxigraph.NamedNode(iri) in subjects


def test_a_browser_gets_html_and_curl_too(client: httpx.Client) -> None:
    for headers in (BROWSER, {"Accept": "*/*"}):
        assert client.get(RIGA, headers=headers).headers["location"] == "riga-lv.html"


def test_what_is_not_acceptable_lists_what_is(client: httpx.Client) -> None:
    answer = client.get(RIGA, headers={"Accept": "image/png"})
    assert "text/turtle" in str(assert_problem(answer, 406, "not-acceptable")["available"])


@pytest.mark.parametrize(
    "path",
    [
        "/id/city/atlantis",
        "/id/city/atlantis.ttl",
        "/id/city/riga-lv.pdf",
        "/id/city/riga%2Flv",
        "/id/city/%3Cscript%3E",
        "/id/city/a%20b",
        "/id/city/riga-lv%23geometry",
        "/id/city/riga-lv%3Fx",
        "/id/city/日本 %00",
        "/doc/nothing-00000000",
        "/doc/nothing-00000000.txt",
        "/claim/00000000000000000000000000000000",
        "/pipeline/none",
        "/pipeline/a%3E%20%7D%20GRAPH%20%3Fd%20%7B%20%3Fs%20%3Fp%20%3Co",
        "/graph/none",
        "/graph/%3E",
        "/graph/ontology%2F..",
        "/decision/none",
        "/curator/none.ttl",
        "/problem/none",
        "/ontology/9.9.html",
        "/scheme/none",
        "/ontology.pdf",
        "/nowhere",
        "/id/city/riga-lv/",
    ],
)
def test_what_does_not_exist_is_a_problem(client: httpx.Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not-found")


def test_a_thing_s_page_has_its_names_facts_and_sentences(client: httpx.Client) -> None:
    page = client.get(RIGA + ".html").text
    assert "<h1>Riga</h1>" in page
    assert "member of" in page
    assert "Baltic Sea League" in page
    assert "Riga and Tartu are members of the Baltic Sea League" in page
    assert "Riga, a member of the Baltic Sea League" in page
    assert "employs" in page
    assert "Anna Ozola" in page
    assert "Mayor" in page
    assert "Latvia" in page


def test_facts_show_in_both_directions_and_plans_as_plans(client: httpx.Client) -> None:
    league = client.get("/id/network/baltic-sea-league.html").text
    assert "has member" in league
    assert "partner of" in league
    assert "1998" in league
    tartu = client.get("/id/city/tartu-ee.html").text
    assert "planned" in tartu
    assert "2027" in tartu


def test_text_of_documents_is_escaped(client: httpx.Client) -> None:
    for path in (f"/{DOCUMENT}.html", "/id/city/tartu-ee.html", "/documents", "/"):
        page = client.get(path, headers=BROWSER).text
        assert "<b>" not in page
        assert "<statement>" not in page
    assert "&lt;b&gt;" in client.get("/id/city/tartu-ee.html").text


def test_a_document_s_page_has_its_text_and_what_it_says(client: httpx.Client) -> None:
    page = client.get(f"/{DOCUMENT}.html").text
    assert "Joint &lt;statement&gt; of the League" in page
    assert "Tartu will join" in page
    assert "The League" in page
    assert "founding year" in page


def test_a_document_s_text_is_served_as_it_is(client: httpx.Client) -> None:
    answer = client.get(f"/{DOCUMENT}.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == TEXT


def test_documents_are_listed(client: httpx.Client) -> None:
    listed = client.get("/documents").json()["documents"]
    assert sorted(each["key"] for each in listed) == sorted([KEY, SECOND_KEY])
    assert "Joint &lt;statement&gt;" in client.get("/documents", headers=BROWSER).text


def test_documents_are_narrowed_and_sorted(client: httpx.Client) -> None:
    def keys(**choice: str) -> list[str]:
        listed = client.get("/documents.json", params=choice).json()["documents"]
        return [each["key"] for each in listed]

    assert keys(q="joint league") == [KEY]
    assert keys(year="1999") == []
    assert keys(sort="title") == [KEY, SECOND_KEY]
    assert keys(sort="key") == sorted([KEY, SECOND_KEY])
    assert_problem(client.get("/documents.json", params={"sort": "size"}), 400, "bad-request")
    page = client.get("/documents", params={"q": "nothing like it"}, headers=BROWSER).text
    assert "None of the 2 documents is so" in page


def test_names_in_a_document_s_text_lead_to_their_things(client: httpx.Client) -> None:
    page = client.get(f"/{DOCUMENT}.html").text
    text = page.partition("<pre")[2].partition("</pre>")[0]
    assert re.search(r'<a class="why" href="#fact-\d+" data-claims="[^"]+ [^"]+"', text)
    assert unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", text.partition(">")[2])) == TEXT


def test_a_thing_is_told_in_one_line(client: httpx.Client) -> None:
    page = client.get(RIGA + ".html").text
    line = re.search(r'<p class="summary">(.*?)</p>', page, re.DOTALL)
    assert line is not None
    assert line[1].startswith("City in Latvia · member of Baltic Sea League")
    tartu = client.get("/id/city/tartu-ee.html").text
    assert "Quay" not in tartu.partition('class="summary">')[2].partition("</p>")[0]  # only planned


@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/scheme/focus-area", "/scheme/status"])
def test_vocabularies_are_served_under_their_addresses(client: httpx.Client, path: str) -> None:
    for suffix, media_type in FORMS.items():
        answer = client.get(path, headers={"Accept": media_type}, follow_redirects=True)
        assert answer.status_code == 200
        assert str(answer.url).endswith(f"{path}.{suffix}")
        assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_concept_is_served_alone(client: httpx.Client) -> None:
    scheme = client.get("/scheme/focus-area.nt").text
    concept = next(line for line in scheme.splitlines() if "inScheme" in line).split(">")[0][1:]
    path = concept.removeprefix(Base().iri)
    answer = client.get(f"/{path}.ttl")
    assert answer.status_code == 200
    assert len(answer.text) < len(scheme)
    assert client.get("/context.jsonld").json()["@context"]


def _crawl(client: httpx.Client) -> dict[str, str]:
    """Return every page that links lead to from the front page, by path."""
    waiting, pages = ["/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        answer = client.get(path, headers=BROWSER, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
        assert answer.headers["hansa-generation"].isdigit()
        pages[path] = ""
        if answer.headers["content-type"].startswith("text/html"):
            pages[path] = answer.text
            for address in Links(answer.text).addresses:
                url = answer.url.join(address)
                target = url.raw_path.decode()
                if url.host == answer.url.host and target not in {*pages, *waiting}:
                    waiting.append(target)
    return pages


def test_every_link_of_every_page_leads_somewhere(client: httpx.Client) -> None:
    pages = _crawl(client)
    assert len(pages) > 40
    for path, page in pages.items():
        if page:
            found = Links(page)
            assert {"h1", "main", "footer", "title"} <= found.elements, path
            assert "GeoNames" in page
            assert re.search(r'<html lang="en"[ >]', page)
            hosts = [a for a in found.addresses if a.startswith(Base().iri)]
            assert not [a for a in hosts if f'rel="canonical" href="{a}"' not in page], path


def test_pages_forbid_foreign_scripts_and_frames(client: httpx.Client) -> None:
    policy = client.get(RIGA + ".html").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert set(re.findall(r"script-src [^;]+", policy)) <= {"script-src 'self'"}
    assert "frame-ancestors 'none'" in policy


def test_an_instance_is_a_reference_whatever_the_path(client: httpx.Client) -> None:
    problem = client.get("/id/city/日本 <x>").json()
    assert problem["instance"] == "/id/city/%E6%97%A5%E6%9C%AC%20%3Cx%3E"


def test_accept_may_stand_on_several_lines(client: httpx.Client) -> None:
    lines = [("Accept", "image/png"), ("Accept", "text/turtle")]
    assert client.get(RIGA, headers=lines).headers["location"].endswith(".ttl")


def test_a_claim_s_parts_have_no_page_of_their_own(client: httpx.Client) -> None:
    assert_problem(client.get(_claim(client) + "%23evidence"), 404, "not-found")


def _alternates(answer: httpx.Response) -> dict[str, str]:
    """Return the addresses of other forms that a Link header tells, by media type."""
    found = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', answer.headers["link"])
    return {kind: str(answer.url.join(address)) for address, kind in found}


@pytest.mark.parametrize(
    "path", [RIGA, "/" + DOCUMENT, "/ontology", "/void", "/problem/not-found", "/graph/ontology"]
)
def test_every_form_names_the_others(client: httpx.Client, path: str) -> None:
    forms = {kind: str(client.base_url.join(f"{path}.{name}")) for name, kind in FORMS.items()}
    assert _alternates(client.get(path)) == forms
    for name, kind in FORMS.items():
        answer = client.get(f"{path}.{name}?generation=1")
        others = _alternates(answer)
        assert others == {
            other: f"{address}?generation=1" for other, address in forms.items() if other != kind
        }
        if name == "html":
            for other, address in others.items():
                here = address.rpartition("/")[2]
                assert f'<link rel="alternate" type="{other}" href="{here}">' in answer.text
    if path not in ("/ontology", "/problem/not-found"):  # which are of no generation
        assert 'rel="original timegate"' in client.get(f"{path}.ttl").headers["link"]


def test_pages_lead_to_the_feeds_of_what_changed(client: httpx.Client) -> None:
    for path in ("/", RIGA + ".html", "/questions/networks"):
        page = client.get(path, headers=BROWSER)
        feeds = re.findall(
            r'type="application/(?:atom|feed)\+\w+" title="[^"]+" href="([^"]+)"', page.text
        )
        assert len(feeds) == 2
        for feed in feeds:
            assert client.get(str(page.url.join(feed))).status_code == 200


def test_a_page_says_by_which_address_it_is_cited(client: httpx.Client) -> None:
    for path in (
        "/",
        RIGA + ".html",
        "/questions/networks?limit=1",
    ):
        page = client.get(path, headers=BROWSER)
        cited = re.search(r'<a rel="bookmark" href="([^"]+)"', page.text)
        assert cited is not None, path
        again = client.get(str(page.url.join(unescape(cited[1]))), headers=BROWSER)
        assert again.status_code == 200
        assert again.headers["hansa-generation"] == "1"
        assert re.findall("<h1>.*</h1>", again.text) == re.findall("<h1>.*</h1>", page.text)
    # Of no generation, nothing to cite, and what goes on just now.
    for path in ("/ontology", "/id/city/nowhere", "/status"):
        assert "bookmark" not in client.get(path, headers=BROWSER, follow_redirects=True).text


def test_the_first_page_leads_to_feeds_and_reconciliation(client: httpx.Client) -> None:
    page = client.get("/", headers=BROWSER)
    for there in ("./changes?format=atom", "./reconcile"):
        assert f'href="{there}"' in page.text
        assert client.get(str(page.url.join(there))).status_code == 200


def test_the_form_for_queries_offers_workbooks_with_evidence(client: httpx.Client) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    query = re.search("<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert query is not None
    assert 'name="evidence"' in page
    for format in re.findall('<option value="([a-z]+)"', page):
        asked = {"query": unescape(query[1]), "format": format}
        if format in ("json", "xlsx"):
            asked["evidence"] = "1"
        assert client.get("/sparql", params=asked).status_code == (406 if format == "ttl" else 200)
