"""What changed, in words: titles and lists of HTML for the entries of feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from api.pages.characters import isolated
from api.pages.pages import in_words, local_name
from api.pages.rows import to_cells
from ontology.serialisation import JsonObject

#: Makes an address of an IRI, or nothing where none can be.
Link = Callable[[str], str]

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
    if reworded := counts.get("reworded", 0):
        parts.append(f"{reworded} row{'' if reworded == 1 else 's'} by another sentence")
    return ", ".join(parts) or f"no {things} changed"


def facts_to_html(told: JsonObject, link: Link) -> str:
    """Return the changes and renamings of a step as a list, with the documents that say so."""
    if told.get("onlyCounted"):
        return "<p>These are too many to be told one by one; hansa diff lists them.</p>"
    lines = [
        Markup("= {} is now {} ({})").format(
            named_to_html(each["before"], link),
            named_to_html(each["after"], link),
            _documents(each["documents"], link),
        )
        for each in told["renamed"]
    ]
    lines += [_fact(each, link) for each in told["changes"]]
    return _list(lines, told)


def rows_to_html(told: JsonObject, link: Link) -> str:
    """Return the rows that came and went as a list, each thing once, by its name."""

    def shown(row: Mapping[str, Mapping[str, str]]) -> Markup:
        return _row(told["columns"], row, link)

    lines = [
        Markup("= {} is now {}").format(shown(each["before"]), shown(each["after"]))
        for each in told["renamed"]
    ]
    lines += [
        Markup("{} {}").format(_SIGNS[each["change"]], shown(each["row"])) for each in told["rows"]
    ]
    lines += [
        Markup("= {}, as another sentence says").format(shown(each["after"]))
        for each in told["reworded"]
    ]
    return _list(lines, told)


def _row(columns: Sequence[str], row: Mapping[str, Mapping[str, str]], link: Link) -> Markup:
    terms = {
        name: NamedNode(term["value"]) if term["type"] == "uri" else Literal(term["value"])
        for name, term in row.items()
    }
    cells = to_cells(columns, terms, label=local_name)
    named = ({"name": cell.label, "iri": cell.iri} for cell in cells if cell.label)
    return Markup(" · ").join(named_to_html(each, link) for each in named)


def _fact(change: Mapping[str, Any], link: Link) -> Markup:
    planned = " (planned)" if change["status"] == "planned" else ""
    return Markup("{} {} {} {}{} ({})").format(
        _SIGNS[change["change"]],
        named_to_html(change["subject"], link),
        in_words(change["property"]),
        named_to_html(change["object"], link),
        planned,
        _documents(change["documents"], link),
    )


def named_to_html(named: Mapping[str, str], link: Link) -> Markup:
    """Return a thing by its name, with a link where one leads to it."""
    name = isolated(named["name"])
    there = link(iri) if (iri := named.get("iri")) else ""
    return Markup('<a href="{}">{}</a>').format(there, name) if there else name


def _documents(documents: Iterable[Mapping[str, str]], link: Link) -> Markup:
    return Markup(", ").join(named_to_html(each, link) for each in documents)


def _list(lines: list[Markup], told: JsonObject) -> str:
    counted = sum(told["counts"].values())
    if not lines:
        return "<p>Nothing changed.</p>"
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    more = Markup("<p>{} of {} are listed.</p>").format(told["listed"], counted)
    rest = more if told["listed"] < counted else Markup("")
    return str(Markup("<ul>{}</ul>{}").format(items, rest))
