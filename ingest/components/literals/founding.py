"""When a body or a scheme came into being: "founded in 1998", "since its creation in 2009"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..lists.anchors import anchor_above
from ..relations.clauses import read_clause
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .candidates import having
from .nearest import nearest_scheme
from .owners import bearing
from .saying import Saying

_YEAR = re.compile(r"^(?:18|19|20)\d\d$")
_BODIES = frozenset({"Network", "Organization", "Programme", "Project"})
_UNDERTAKINGS = frozenset({"Programme", "Project"})
_AHEAD = frozenset({"will", "shall", "expected", "scheduled", "planned", "due", "would"})
_AUXILIARIES = 4  # tokens before a verb in which its auxiliaries stand
_SCHEMES = frozenset({"Network", "Programme", "Project"})
_AFTER = re.compile(
    r"^\W{0,3}(?:which was |was |officially |first |formally )*"
    r"(?:est\.?|founded|established|created|launched|set up|formed|active since|running since)"
    r"(?: in| since| back in| as early as)?(?: early| late| mid| the year| \w+)? ?"
    r"((?:18|19|20)\d\d)\b",
    re.IGNORECASE,
)
_PARTS = frozenset(
    {"call", "round", "tender", "survey", "report", "website", "consultation", "edition"}
)
_SLOTS = ("in", "since", "at", "on", "during", "of", "from", "back")


def read_founding(syntax: Syntax) -> Iterator[Saying]:
    """Yield the founding year of each body or scheme that a sentence gives."""
    verbs = words("literals", "founding") | words("literals", "lasting")
    lemmas = {lemma.partition("_")[0] for lemma in verbs} | words("literals", "beginnings")
    for index in having(syntax.doc, "LEMMA", lemmas):
        token = syntax.doc[index]
        if syntax.unit(index) != index:
            continue
        if token.pos_ in {"VERB", "AUX"}:
            yield from _by_verb(syntax, index)
        elif token.lemma_.lower() in words("literals", "beginnings"):
            yield from _by_noun(syntax, index)
    yield from _behind_names(syntax)


def _behind_names(syntax: Syntax) -> Iterator[Saying]:
    """Yield the years of "X (est. 1998)" and "X, founded in 1998"."""
    doc = syntax.doc
    for mention in syntax.reading.mentions:
        tail = doc[mention.end : mention.end + 8]
        if syntax.reading.kind(mention) not in _BODIES or not any(t.is_digit for t in tail):
            continue
        match = _AFTER.match(tail.text)
        if match and not ("was " in match[0] and _is_governed(syntax, mention)):
            end = min(len(doc), mention.end + 8)
            yield _saying(mention, int(match[1]), mention.start, end)


def _is_governed(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a name only belongs to what "was launched": "the call of X was launched"."""
    before = mention.start - 1
    while before >= 0 and syntax.doc[before].pos_ in {"DET", "ADJ"}:
        before -= 1
    return before >= 0 and syntax.doc[before].pos_ == "ADP"


def _saying(mention: Mention, year: int, start: int, end: int) -> Saying:
    low, high = min(mention.start, start), max(mention.end, end)
    return Saying(mention.cluster, "foundingYear", year, low, high, "literals.founded")


def _by_verb(syntax: Syntax, verb: int) -> Iterator[Saying]:
    keys = {syntax.doc[verb].lemma_.lower(), syntax.lemma(verb)}
    if keys & words("literals", "lasting"):
        yield from _by_lasting(syntax, verb)
    if not keys & words("literals", "founding"):
        return
    clause = read_clause(syntax, verb)
    if not clause.keys & words("literals", "founding"):
        return
    year = _year_of(syntax, clause.slots)
    if year is None:
        return
    began = clause.slots.get("patient", ())
    if not began and _opens(syntax, verb):
        yield from _of_section(syntax, verb, year)
    if not began and syntax.doc[verb].lemma_.lower() in words("literals", "beginning"):
        began = clause.slots.get("agent", ())
    for unit in began:
        if unit not in syntax.mention_at and syntax.doc[unit].lemma_.lower() in _PARTS:
            continue  # a call or round of a scheme, which did not begin with it
        for mention in syntax.narrow(unit) or _of_network(syntax, unit):
            kind = syntax.reading.kind(mention)
            if kind in _BODIES and not _is_ahead(syntax, verb):
                yield _saying(mention, year, verb, verb + 1)
            elif kind in _UNDERTAKINGS:
                start, end = min(mention.start, verb), max(mention.end, verb + 1)
                yield Saying(mention.cluster, "date", str(year), start, end, "literals.begins")


def _is_ahead(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells what is still to begin: "is expected to start in 2025"."""
    before = syntax.doc[max(0, verb - _AUXILIARIES) : verb]
    return any(token.lower_ in _AHEAD for token in before)


def _by_lasting(syntax: Syntax, verb: int) -> Iterator[Saying]:
    """Yield the year of "has been running since 2014" and "dates back to 1985"."""
    units = syntax.objects(verb, "since") + syntax.objects(verb, "to", "from")
    back = syntax.doc[verb].lemma_.lower() == "date"
    for unit in units if back else syntax.objects(verb, "since"):
        year = _year_in(syntax, unit)
        slots = read_clause(syntax, verb).slots
        begun = slots.get("patient") or syntax.children(verb, "nsubj")
        for mention in [m for u in begun for m in syntax.narrow(u)][:1]:
            if year is not None and syntax.reading.kind(mention) in _BODIES:
                yield _saying(mention, year, verb, verb + 1)


def _opens(syntax: Syntax, verb: int) -> bool:
    """Say whether a bullet point begins with its verb: "Set up in 2019 by five towns"."""
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[verb]]
    return syntax.doc[verb].tag_ in {"VBN", "VBD"} and verb == sentence.start


def _of_section(syntax: Syntax, verb: int, year: int) -> Iterator[Saying]:
    block = syntax.reading.block_of[verb]
    found = anchor_above(syntax.reading, block, lambda kind: 1.0 if kind in _BODIES else 0.0)
    if found is not None:
        yield Saying(found.cluster, "foundingYear", year, verb, verb + 1, "literals.founded")


def _of_network(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the body of "a network of 38 towns founded in 1991", not its towns."""
    noun = unit
    if syntax.doc[unit].dep_ == "pobj" and syntax.doc[syntax.head(unit)].lower_ in {"of", "for"}:
        noun = syntax.head(syntax.head(unit))
    if noun in syntax.mention_at:
        return [syntax.mention_at[noun]]
    known = syntax.doc[noun].lemma_.lower() in words("literals", "collective")
    return noun_slots(syntax, noun)[0]["self"] if known or noun == unit else []


def _year_of(syntax: Syntax, slots: dict[str, list[int]]) -> int | None:
    for slot in _SLOTS:
        for unit in slots.get(slot, ()):
            year = _year_in(syntax, unit)
            if year is not None:
                return year
    at = [u for slot in ("at", "during") for u in slots.get(slot, ())]
    named = [syntax.mention_at[u] for u in at if u in syntax.mention_at]
    return next((y for m in named if (y := _event_year(syntax, m)) is not None), None)


def _event_year(syntax: Syntax, mention: Mention) -> int | None:
    """Return the year in the name of an event at which something began: "at the 2019 Forum"."""
    if syntax.reading.kind(mention) != "Event":
        return None
    names = " ".join(syntax.reading.cluster(mention).names)
    said = [int(word) for word in names.split() if _YEAR.match(word)]
    return said[0] if len(set(said)) == 1 else None


def _year_in(syntax: Syntax, unit: int) -> int | None:
    """Return the year in a short phrase of time, but not one in another thing's name."""
    if unit in syntax.mention_at:
        return None
    for token in syntax.doc[unit].subtree:
        if _YEAR.match(token.text) and token.i not in syntax.mention_at:
            return int(token.text)
    return None


def _by_noun(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the years of "since its creation in 2009" and "the foundation of X in 1998"."""
    years = [_year_in(syntax, u) for u in syntax.objects(unit, "in", "on")]
    year = next((y for y in years if y is not None), None)
    if year is None:
        return
    held = [*syntax.children(unit, "poss"), *syntax.objects(unit, "of")]
    found = [m for u in held for m in syntax.narrow(u)] or _of_clause(syntax, unit)
    for mention in [m for m in found if syntax.reading.kind(m) in _BODIES][:1]:
        yield _saying(mention, year, unit, unit + 1)


def _of_clause(syntax: Syntax, unit: int) -> list[Mention]:
    """Return what began "since the creation in 2009": the sentence's scheme, or its subject."""
    named = [m for m in nearest_scheme(syntax, unit) if syntax.reading.kind(m) in _SCHEMES]
    if named:
        return named
    above = syntax.head(unit)
    while syntax.doc[above].pos_ not in {"VERB", "AUX"} and syntax.head(above) != above:
        above = syntax.head(above)
    return [m for u in syntax.children(above, "nsubj", "nsubjpass") for m in bearing(syntax, u)]
