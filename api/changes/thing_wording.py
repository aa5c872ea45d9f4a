"""What changed about one thing, in words: titles and HTML for the entries of feeds and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from api.pages.characters import isolated
from api.pages.pages import in_words
from ontology.serialisation import JsonObject
from queries.quotes import to_plain

from .wording import Link, named_to_html

#: What came of facts, for one and for several.
_COUNTED: Final = {
    "added": ("fact added", "facts added"),
    "removed": ("fact removed", "facts removed"),
    "said": ("sentence more for what was said", "sentences more for what was said"),
    "unsaid": ("sentence less for what is said", "sentences less for what is said"),
    "reworded": ("fact in other words", "facts in other words"),
    "names": ("name changed", "names changed"),
    "fields": ("detail changed", "details changed"),
    "renamed": ("thing by another IRI", "things by another IRI"),
}
_SIGNS: Final = {
    "added": "+",
    "removed": "\N{MINUS SIGN}",
    "said": "= one more says",
    "unsaid": "= one less says",
    "reworded": "= in other words",
}


def thing_title(told: JsonObject) -> str:
    """Return how much changed about a thing, in one line.

    >>> thing_title({"counts": {"added": 2, "removed": 0, "names": 1, "came": 1}})
    'it came, 2 facts added, 1 name changed'
    >>> thing_title({"counts": {}})
    'nothing changed'
    """
    counts: Mapping[str, int] = told["counts"]
    parts = [f"it {word}" for word in ("came", "went") if counts.get(word)]
    parts += [
        f"{counts[name]:,} {words[counts[name] != 1]}"
        for name, words in _COUNTED.items()
        if counts.get(name)
    ]
    return ", ".join(parts) or "nothing changed"


def thing_to_html(told: JsonObject, link: Link) -> str:
    """Return what changed about a thing as a list, with the sentences that say so."""
    lines = [*_lines(told, link)]
    if told.get("onlyCounted"):
        lines.append(Markup("These sentences are too many to be told one by one."))
    if not lines:
        return "<p>Nothing changed.</p>"
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    facts = sum(told["counts"][sign] for sign in _SIGNS)
    more = Markup("<p>{} of {} facts are listed.</p>").format(told["listed"], facts)
    rest = more if told["listed"] < facts and not told.get("onlyCounted") else Markup("")
    return str(Markup("<ul>{}</ul>{}").format(items, rest))


def _lines(told: JsonObject, link: Link) -> Iterator[Markup]:
    for each in told["names"]:
        sign, what = _SIGNS[each["change"]], "name" if each["main"] else "other name"
        yield Markup("{} {} {}").format(sign, what, isolated(each["name"]))
    for each in told["fields"]:
        if each["before"] is None and each["after"] is None:
            yield Markup("= another {}").format(each["field"])
        else:
            was, is_ = (isolated(each[end] or "none") for end in ("before", "after"))
            yield Markup("= {}: {}, now {}").format(each["field"], was, is_)
    for each in told["renamed"]:
        yield Markup("= {} is now {} ({} sentence{})").format(
            named_to_html(each["before"], link),
            named_to_html(each["after"], link),
            each["facts"],
            "" if each["facts"] == 1 else "s",
        )
    for each in told["changes"]:
        yield _fact(each, link)


def _fact(change: Mapping[str, Any], link: Link) -> Markup:
    planned = " (planned)" if change["status"] == "planned" else ""
    return Markup("{} {} {} {}{} {}").format(
        _SIGNS[change["change"]],
        named_to_html(change["subject"], link),
        in_words(change["property"]),
        named_to_html(change["object"], link),
        planned,
        Markup(" ").join(_saying(each, link) for each in change["sayings"]),
    )


def _saying(saying: Mapping[str, Any], link: Link) -> Markup:
    said = Markup("“{}” ({})").format(
        isolated(to_plain(saying["quote"])), named_to_html(saying["document"], link)
    )
    if saying["before"] is None:
        return said
    return Markup("{}, before: “{}”").format(said, isolated(to_plain(saying["before"])))
