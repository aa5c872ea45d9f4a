"""Telling the text of a web page from its furniture: menus, banners, side columns, footers."""

from __future__ import annotations

import re

from bs4 import Comment, Tag

_NEVER_TEXT = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "audio"),
    *("video", "img", "picture", "button", "select", "textarea", "input", "dialog", "head"),
)
_FURNITURE_TAGS = ("nav", "aside", "footer", "header", "form", "menu")
_FURNITURE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "alert", "dialog", "menu")
)
#: Words in class and id, taken apart at hyphens and capitals, that mark what is not the text.
_FURNITURE_NAMES = frozenset(
    (
        *("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "cookie"),
        *("cookies", "consent", "gdpr", "share", "sharing", "pagination", "pager", "comments"),
        *("footer", "masthead", "skip", "subscribe", "advert", "ads", "popup", "modal", "toolbar"),
    )
)
#: Pairs of such words that only together mark it: a section on social care is text.
_FURNITURE_PAIRS = (
    (frozenset(("related", "recent", "latest")), frozenset(("posts", "articles", "news", "links"))),
    (frozenset(("social",)), frozenset(("media", "links", "icons", "buttons"))),
)
_NEVER_FURNITURE = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "td", "th"))
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def main_part(body: Tag) -> Tag:
    """Return the element that holds the page's text, *body* itself when none stands out."""
    for found in (body.find_all("main"), body.find_all(role="main"), body.find_all("article")):
        if len(found) == 1 and 2 * _length(found[0]) > _length(body):
            return found[0]
    return body


def prune(main: Tag) -> None:
    """Take out of *main* what surrounds its text; never the better part of it."""
    for comment in main.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    for tag in main.find_all(_NEVER_TEXT):
        tag.decompose()
    whole = _length(main)
    for tag in main.find_all(_is_furniture):
        if not tag.decomposed and 2 * _length(tag) < whole:
            tag.decompose()


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _NEVER_FURNITURE:
        return False
    if tag.name in _FURNITURE_TAGS:
        # The head and foot of an article are part of it: headline, date, signature.
        return tag.name not in {"header", "footer", "form"} or tag.find_parent("article") is None
    if str(tag.get("role", "")).lower() in _FURNITURE_ROLES:
        return True
    named = f"{tag.get('class', '')} {tag.get('id', '')}"
    words = {word.lower() for word in _NAME_PARTS.findall(named)}
    return not words.isdisjoint(_FURNITURE_NAMES) or any(
        words & first and words & second for first, second in _FURNITURE_PAIRS
    )


def _length(tag: Tag) -> int:
    return len(tag.get_text(" ", strip=True))
