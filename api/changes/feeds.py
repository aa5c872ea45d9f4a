"""Feeds in the two forms that readers of feeds know: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from api.pages.characters import visible
from graph.formats import Format
from graph.generations.manifests import timestamp
from ontology.serialisation import JsonObject

ATOM: Final = Format("atom", "application/atom+xml", ("application/xml", "text/xml"))
JSON_FEED: Final = Format("json", "application/feed+json", ("application/json", "text/json"))
EVENTS: Final = Format("events", "text/event-stream")

_ATOM: Final = "http://www.w3.org/2005/Atom"
_AUTHOR: Final = "Hansa"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``iri`` never changes, ``url`` is where it is now, ``told`` is all of it."""

    iri: str
    url: str
    title: str
    updated: datetime
    html: str
    told: JsonObject


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries, the last one first; ``following`` is the address of those before them, or empty."""

    iri: str
    title: str
    address: str
    home: str
    updated: datetime
    entries: tuple[Entry, ...]
    following: str = ""


def to_json_feed(feed: Feed) -> dict[str, Any]:
    """Return a feed as JSON Feed 1.1; ``_hansa`` holds what changed, to be read by machines."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "authors": [{"name": _AUTHOR}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return found | ({"next_url": feed.following} if feed.following else {})


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.iri,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": timestamp(entry.updated),
        "_hansa": entry.told,
    }


def to_atom(feed: Feed) -> bytes:
    """Return a feed as Atom; that of a page has a link to the next one (RFC 5005, section 3)."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(root, "id", feed.iri)
    _text(root, "title", feed.title)
    _text(root, "updated", timestamp(feed.updated))
    SubElement(root, "link", {"rel": "self", "type": ATOM.media_type, "href": feed.address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    if feed.following:
        SubElement(root, "link", {"rel": "next", "type": ATOM.media_type, "href": feed.following})
    _text(SubElement(root, "author"), "name", _AUTHOR)
    for entry in feed.entries:
        _add_entry(root, entry)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _add_entry(root: Element, entry: Entry) -> None:
    found = SubElement(root, "entry")
    _text(found, "id", entry.iri)
    _text(found, "title", entry.title)
    _text(found, "updated", timestamp(entry.updated))
    link = {"rel": "alternate", "type": JSON_FEED.media_type, "href": entry.url}
    SubElement(found, "link", link)
    _text(found, "content", entry.html).set("type", "html")


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = visible(text)  # XML has no control characters, not even escaped
    return element
