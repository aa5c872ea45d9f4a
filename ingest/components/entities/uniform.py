"""Homogeneity of lists: where most entries are cities, or bodies, or people, the others are too."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ingest.lexicon import table, words

from .heads import head_of
from .series import Span, series_of
from .spans import Proposal
from .words import Words

#: How many of the entries have to be of a kind before the others are taken for it.
_SHARES = (("City", 0.6), ("Country", 0.6), ("Person", 0.6), ("Organization", 0.4))
#: Kinds that only a lead-in can give to made-up names.
_THINGS = frozenset({"Event", "Project", "Programme"})
#: A lead-in that names the kind lowers that share to this part of it.
_LED = 0.4
#: How far before a list in a sentence its lead-in may stand, in tokens.
_NEAR = 6
#: So many entries, and so many of them cities, leave no doubt about the rest.
_LONG, _NEARLY = 8, 0.75
#: So many cities side by side in a sentence make one more of what stands among them.
_SEVERAL = 4
#: Words within the names of bodies and things, and of no person.
_LINKS = frozenset({"of", "for", "on", "the", "and", "&", "in"})
#: Last words of what is larger than a town.
_LANDS = frozenset(
    {"region", "county", "province", "state", "prefecture", "department", "district"}
)
#: Words of "Full name" at most, and columns between the header and that of the posts.
_FULL, _ACROSS = 2, 6
_POSTS = frozenset({"position", "post", "role", "designation", "function", "job", "title", "rank"})
#: What the statistical model says at least for a city where it sees a place.
_SEEN = 0.5
#: Words of a person's name at most, and the share of a list of such names that are persons' surely.
_NAMES, _PEOPLE = 5, 0.4
#: Votes for another kind that a list does not outweigh.
_SURELY = 2.0


def series_proposals(w: Words, found: list[Proposal]) -> list[Proposal]:
    """Return a proposal for each entry of a list whose entries are mostly of one kind."""
    kinds: dict[Span, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        if one.strength >= 0.4:
            for kind, weight in one.votes:
                kinds[one.start, one.end][kind] += weight
    weight = table("weights")["cues"]["list"]
    proposals: list[Proposal] = []
    for series, block in series_of(w):
        lead = _lead(w, series[-1 if block else 0][0], block=block)
        column = _column(w, series[-1][0]) if block else None
        people = block and all(
            kinds.get(span, {}).get("Person", 0.0) >= 1.0 or _may_be_person(w, *span)
            for span in series
        )
        shared = _common(series, kinds, column or lead, sure=column is not None, people=people)
        firm = shared == "City" and _are_towns(series, kinds, block=block)
        for start, end in series:
            if block:
                proposals.append(Proposal(start, end, "entry", 0.3))
            known = kinds.get((start, end), {})
            led = block and shared in {lead, column}
            if firm and _may_be_town(w, start, end, known):
                proposals.append(Proposal(start, end, "list", 2.0, (("City", 2 * weight),)))
            elif shared is not None and _fits(
                w,
                start,
                end,
                shared,
                known,
                led=led or (shared == "Organization" and len(series) >= _LONG - 2),
                column=column is not None,
            ):
                proposals.append(Proposal(start, end, "list", 1.0, ((shared, weight),)))
    return proposals


def _are_towns(series: list[Span], kinds: dict[Span, dict[str, float]], *, block: bool) -> bool:
    """Tell a long list, or a row of names in a sentence, that holds hardly anything but cities."""
    towns = sum(kinds[span].get("City", 0.0) >= 1.0 for span in series if span in kinds)
    if block:
        return len(series) >= _LONG and towns >= _NEARLY * len(series)
    return towns >= _SEVERAL and towns >= len(series) - 1


def _may_be_town(w: Words, start: int, end: int, known: dict[str, float]) -> bool:
    """Tell whether an entry among cities may be one, be it a region's or person's name besides."""
    surely = max((known.get(kind, 0.0) for kind in ("Country", "Organization")), default=0.0)
    if surely >= _SURELY or known.get("Person", 0.0) >= 2 * _SURELY:
        return False
    state = w.folded[end - 1] in w.english.places.countries or w.folded[end - 1] in _LANDS
    known_town = w.key(start, end) in w.english.places.cities
    known_town = known_town or (end - start > 1 and known.get("City", 0.0) >= _SEEN)
    if known.get("Region", 0.0) >= 2 * _SURELY and not known_town:
        return False
    return not state and (known_town or not w.is_common(start, end))


def _may_be_person(w: Words, start: int, end: int) -> bool:
    """Tell two to four words spelt as a person's name, and known as no place or body."""
    if not 1 < end - start <= _NAMES or w.is_common(start, end):
        return False
    spelt = all(w.texts[i].istitle() or w.texts[i] in {"-", "."} for i in range(start, end))
    return (
        spelt and head_of(w, start, end) is None and w.key(start, end) not in w.english.places.names
    )


def _common(
    series: list[Span],
    kinds: dict[Span, dict[str, float]],
    lead: str | None,
    *,
    sure: bool,
    people: bool,
) -> str | None:
    """Return the kind that the entries share: by most of them, or by fewer and the lead-in."""
    counts: dict[str, int] = defaultdict(int)
    for span in series:
        votes = kinds.get(span)
        best = max(votes.values()) if votes else 0.0
        if votes and best >= 1.0:
            for kind in (kind for kind, vote in votes.items() if vote >= best * 0.5):
                counts[kind] += 1
    if lead in _THINGS and 3 * (counts["City"] + counts["Country"] + counts["Person"]) <= len(
        series
    ):
        return lead
    if counts["Person"] >= max(2, _PEOPLE * len(series)) and people:
        return "Person"
    for kind, share in _SHARES:
        needed = share * len(series) * (_LED if kind == lead else 1.0)
        if counts[kind] >= max(1 if kind == lead else 2, needed):
            return kind
    rivals = sum(counts[kind] for kind in ("City", "Country", "Person") if kind != lead)
    lists_bodies = lead not in {None, "City", "Country", "Person"}
    return lead if (sure or lists_bodies) and rivals * 3 <= len(series) else None


@cache
def _lead_words() -> dict[str, str]:
    """Return each word that introduces a list with the kind of the list's entries."""
    return {
        word: kind for kind, listed in table("heads")["lists"].items() for word in listed.split()
    }


def _lead(w: Words, token: int, *, block: bool) -> str | None:
    """Return the kind that the words before a list speak of: its lead-in, heading or sentence."""
    if block:
        at = w.block[token]
        above = (
            w.layout.blocks[at].header,
            w.layout.blocks[at].lead_in,
            w.layout.blocks[at].heading,
        )
        for index in above:
            if index is not None and (kind := _last_lead(w, *w.ranges[index])):
                return kind
        return None
    first = w.ranges[w.block[token]][0]
    heading = w.layout.blocks[w.block[token]].heading
    if token == first and heading is not None:
        return _last_lead(w, *w.ranges[heading])
    return _last_lead(w, max(first, token - _NEAR), token)


def _column(w: Words, token: int) -> str | None:
    """Return the kind that the header of a cell's column names: "City", "Organisation"."""
    header = w.layout.blocks[w.block[token]].header
    if header is None:
        return None
    names = {singular_of(word): kind for word, kind in _lead_words().items()}
    start, end = w.ranges[header]
    if end - start <= _FULL and w.folded[end - 1] in {"name", "names"} and _is_roll(w, header):
        return "Person"
    return next((names[w.folded[i]] for i in range(start, end) if w.folded[i] in names), None)


def _is_roll(w: Words, header: int) -> bool:
    """Tell a table of people: another of its columns names their posts."""
    group = w.layout.blocks[header].group
    for index in range(max(0, header - _ACROSS), min(header + _ACROSS, len(w.ranges))):
        block = w.layout.blocks[index]
        if block.group == group and block.row == 0 and index != header:
            start, end = w.ranges[index]
            if not _POSTS.isdisjoint(w.folded[start:end]):
                return True
    return False


@cache
def singular_of(word: str) -> str:
    """Return the singular of a regular plural.

    >>> singular_of("cities"), singular_of("bodies"), singular_of("towns")
    ('city', 'body', 'town')
    """
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _last_lead(w: Words, start: int, end: int) -> str | None:
    """Return the kind of the last introducing word between two tokens."""
    known = _lead_words()
    return next(
        (known[w.folded[i]] for i in range(end - 1, start - 1, -1) if w.folded[i] in known), None
    )


def _fits(
    w: Words, start: int, end: int, kind: str, known: dict[str, float], *, led: bool, column: bool
) -> bool:
    """Refuse entries that are plain English, posts, or surely of another kind."""
    town = kind == "City" and w.english.places.largest(w.key(start, end)) is not None
    if w.is_common(start, end) and not town and not (led and (end - start > 1 or column)):
        return False
    if w.folded[start] in words("persons", "roles") or w.folded[end - 1] in words(
        "persons", "roles"
    ):
        return False
    if kind == "City" and end - start == 1 and w.texts[start].isupper() and len(w.texts[start]) < 7:
        return w.titled[w.block[start]] or all(
            text.isupper() for text in w.texts[start + 1 : start + 4]
        )
    if kind != "Person" and known.get("Person", 0.0) >= 1.0 and end - start > 1:
        return False
    if kind == "Person" and not _LINKS.isdisjoint(w.texts[start:end]):
        return False
    others = [vote for other, vote in known.items() if other != kind]
    return not others or max(others) < _SURELY or known.get(kind, 0.0) >= max(others)
