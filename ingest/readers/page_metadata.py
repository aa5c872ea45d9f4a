"""What a web page says about itself: JSON-LD, Open Graph, Dublin Core, ``<time>``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from ingest.readers.markdown import one_line
from ingest.readers.original import iso_date

_TITLES = ("og:title", "dcterms.title", "dc.title", "citation_title", "twitter:title")
_PUBLISHERS = ("og:site_name", "publisher", "dcterms.publisher", "dc.publisher")
_DATES = (
    *("article:published_time", "dcterms.issued", "dcterms.date", "dc.date.issued", "dc.date"),
    *("dcterms.created", "citation_publication_date", "datepublished", "pubdate", "date"),
)
_PAGES = ("article", "page", "posting", "report", "pressrelease", "creativework")


def page_title(soup: BeautifulSoup) -> str | None:
    """Return the title of the text, which names the site less often than ``<title>`` does."""
    named = [*_linked(soup, "headline"), *_meta(soup, _TITLES), *_linked(soup, "name")]
    shown = [tag.get_text(" ") for tag in soup.find_all("h1", limit=1) + soup.find_all("title")]
    return next((one_line(title) for title in [*named, *shown] if one_line(title)), None)


def page_publisher(soup: BeautifulSoup) -> str | None:
    """Return who published the page."""
    return next(iter([*_linked(soup, "publisher"), *_meta(soup, _PUBLISHERS)]), None)


def page_date(soup: BeautifulSoup) -> str | None:
    """Return the day of publication, or the first date that the text marks as one."""
    marked = [str(tag["datetime"]) for tag in soup.find_all("time", attrs={"datetime": True})]
    values = [*_linked(soup, "datePublished"), *_meta(soup, _DATES), *marked]
    return next((date for date in map(iso_date, values) if date), None)


def _meta(soup: BeautifulSoup, names: tuple[str, ...]) -> Iterator[str]:
    said: dict[str, str] = {}
    for tag in soup.find_all("meta", attrs={"content": True}):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        said.setdefault(str(name).lower(), one_line(str(tag["content"])))
    yield from (said[name] for name in names if said.get(name))


def _linked(soup: BeautifulSoup, key: str) -> Iterator[str]:
    """Yield what the page's JSON-LD gives for *key* of the page itself, not of what it shows."""
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        for thing in _things(_parsed(script.get_text())):
            value = thing.get(key)
            if isinstance(value, list):
                value = value[0] if value else None
            if isinstance(value, dict):
                value = value.get("name")
            if isinstance(value, str) and one_line(value):
                yield one_line(value)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # pages break their own JSON-LD too often to refuse them for it
        return None


def _things(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _things(one)
    elif isinstance(data, dict):
        yield from _things(data.get("@graph"))
        types = data.get("@type")
        names = types if isinstance(types, list) else [types]
        if any(str(name).lower().endswith(_PAGES) for name in names):
            yield data
