"""What changed, in words: titles and lists of HTML for the entries of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from api.pages.characters import isolated
from ontology.serialisation import JsonObject

_SIGNS = {"added": "+", "removed": "\N{MINUS SIGN}"}


def title_of(told: JsonObject, things: str) -> str:
    """Return how much changed, in one line; *things* are what came and went.

    >>> title_of({"counts": {"added": 2, "removed": 0, "renamed": 1}}, "facts")
    '2 facts added, 1 thing by another IRI'
    >>> title_of({"counts": {"added": 0, "removed": 0, "renamed": 0}}, "facts")
    'no facts changed'
    """
    counts: Mapping[str, int] = told["counts"]
    parts = [
        f"{count} {things if count != 1 else things.removesuffix('s')} {word}"
        for word in ("added", "removed")
        if (count := counts[word])
    ]
    if renamed := counts["renamed"]:
        parts.append(f"{renamed} thing{'' if renamed == 1 else 's'} by another IRI")
    return ", ".join(parts) or f"no {things} changed"


def facts_to_html(told: JsonObject) -> str:
    """Return the changes and renamings of a step as a list, with the documents that say so."""
    if told.get("onlyCounted"):
        return "<p>These are too many to be told one by one; hansa diff lists them.</p>"
    lines = [
        Markup("= {} is now {} ({})").format(
            _thing(each["before"]), _thing(each["after"]), _documents(each["documents"])
        )
        for each in told["renamed"]
    ]
    lines += [_fact(each) for each in told["changes"]]
    return _list(lines, told)


def rows_to_html(told: JsonObject) -> str:
    """Return the rows that came and went as a list."""
    lines = [
        Markup("= {} is now {}").format(_row(each["before"]), _row(each["after"]))
        for each in told["renamed"]
    ]
    lines += [
        Markup("{} {}").format(_SIGNS[each["change"]], _row(each["row"])) for each in told["rows"]
    ]
    return _list(lines, told)


def _row(row: Mapping[str, Mapping[str, str]]) -> Markup:
    return Markup(" · ").join(isolated(term["value"]) for term in row.values())


def _fact(change: Mapping[str, Any]) -> Markup:
    planned = " (planned)" if change["status"] == "planned" else ""
    return Markup("{} {} {} {}{} ({})").format(
        _SIGNS[change["change"]],
        _thing(change["subject"]),
        change["property"],
        _thing(change["object"]),
        planned,
        _documents(change["documents"]),
    )


def _thing(named: Mapping[str, str]) -> Markup:
    name = isolated(named["name"])
    iri = named.get("iri")
    return Markup('<a href="{}">{}</a>').format(iri, name) if iri else name


def _documents(documents: Iterable[Mapping[str, str]]) -> Markup:
    return Markup(", ").join(map(_thing, documents))


def _list(lines: list[Markup], told: JsonObject) -> str:
    counted = sum(told["counts"].values())
    if not lines:
        return "<p>Nothing changed.</p>"
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    more = Markup("<p>{} of {} are listed.</p>").format(told["listed"], counted)
    rest = more if told["listed"] < counted else Markup("")
    return str(Markup("<ul>{}</ul>{}").format(items, rest))
