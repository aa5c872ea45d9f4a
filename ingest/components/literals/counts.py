"""How many members or participants something has: "a network of 26 cities"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..relations.clauses import read_clause
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .candidates import having
from .owners import bearing
from .quantities import counted, is_countable
from .saying import Saying
from .tellings import read_tellings
from .totals import read_totals

_COUNTING = frozenset({"Network", "Organization", "Programme", "Project", "Event", "Agreement"})
#: Members of groups of states, of which a text mostly counts only some.
_STATES = frozenset({"country", "countrie", "nation", "state"})
_SOME = frozenset({"follower", "fellow", "lighthouse", "observer", "satellite", "replication"})
_LEAST = 3  # two partners or cities are two sides, not a membership
#: Verbs by which a meeting has its guests, but a body only new members.
_DRAWING = frozenset({"welcome", "attract", "draw", "host"})
_NEAR = 8  # tokens between a body and "covering"
_NETS = frozenset({"Network", "Programme", "Project"})
_RUN = frozenset({"Programme", "Project"})
_VERBAL = frozenset({"VERB", "AUX"})


def read_counts(syntax: Syntax) -> Iterator[Saying]:
    """Yield the count of members said of each entity."""
    for index in having(syntax.doc, "TAG", ("NNS", "NNPS", "NNP")):
        token = syntax.doc[index]
        if index in syntax.mention_at or not is_countable(token):
            continue
        value = counted(syntax, token.i)
        if value is None or value < _LEAST or 1900 <= value <= 2100 or _is_part(syntax, index):
            continue
        for mention in _holders(syntax, token.i):
            if syntax.reading.kind(mention) in _COUNTING:
                start, end = min(mention.start, token.i), max(mention.end, token.i + 1)
                yield Saying(mention.cluster, "memberCount", value, start, end, "literals.count")
                break
    yield from read_totals(syntax)
    yield from read_tellings(syntax)


def _is_part(syntax: Syntax, unit: int) -> bool:
    """Say whether only some of a scheme's cities are counted: "four follower cities"."""
    beside = syntax.children(unit, "amod", "compound", "nmod")
    return any(syntax.doc[u].lower_ in _SOME for u in beside)


def _taken_part(syntax: Syntax, unit: int) -> Iterator[Mention]:
    """Yield what "nine towns participating in X" and "200 delegates at X" take part in."""
    for child in syntax.children(unit, "acl", "relcl"):
        if syntax.doc[child].lemma_.lower() in words("literals", "taking_part"):
            for slot in (*syntax.objects(child, "in", "at"), *syntax.children(child, "dobj")):
                yield from syntax.denoted(slot)
        elif syntax.doc[child].lemma_.lower() in words("literals", "choosing"):
            for slot in syntax.objects(child, "for", "in", "to", "by"):
                yield from syntax.denoted(slot)
    for inner in syntax.objects(unit, "at"):
        yield from syntax.denoted(inner)
    for inner in syntax.objects(unit, "for"):
        yield from (m for m in syntax.denoted(inner) if syntax.reading.kind(m) in _RUN)


def _holders(syntax: Syntax, unit: int) -> Iterator[Mention]:
    """Yield what the counted noun are the members of, surest first."""
    yield from _taken_part(syntax, unit)
    lemma = syntax.doc[unit].lemma_.lower()
    if lemma not in words("literals", "beside"):
        for inner in syntax.objects(unit, "of"):
            yield from syntax.denoted(inner)
        for inner in syntax.objects(unit, "in", "within"):  # not "in ten X countries"
            yield from [syntax.mention_at[inner]] if inner in syntax.mention_at else ()
    if lemma.removesuffix("s") not in _STATES or _is_definite(syntax, unit):
        for child in syntax.children(unit, "poss", "compound", "nmod"):
            yield from syntax.narrow(child) if child < unit else ()
    top = _top(syntax, unit)
    head = syntax.head(top)
    if syntax.doc[top].dep_ == "pobj":
        yield from _through(syntax, head)
    elif syntax.doc[top].dep_ == "attr" and syntax.doc[head].lemma_ == "be":
        said = [m for u in syntax.children(head, "nsubj") for m in syntax.narrow(u)]
        yield from (m for m in said if syntax.reading.kind(m) in {"Network", "Programme"})
    elif syntax.doc[head].pos_ in _VERBAL:
        yield from _beside_comma(syntax, head)
        yield from _by_verb(syntax, top, head)
        if lemma not in words("literals", "beside"):
            yield from _serving(syntax, unit, head)


def _beside_comma(syntax: Syntax, verb: int) -> list[Mention]:
    """Return the body right before "X, covering 34 councils", whoever the subject is."""
    if syntax.doc[verb].tag_ != "VBG" or syntax.doc[verb - 1].text != ",":
        return []
    if not read_clause(syntax, verb).keys & words("literals", "having"):
        return []
    near = syntax.reading.mentions_in(max(0, verb - _NEAR), verb)
    found = [m for m in near if syntax.reading.kind(m) in _NETS]
    return found[-1:]


def _serving(syntax: Syntax, unit: int, verb: int) -> Iterator[Mention]:
    """Yield the scheme that "is going to help nine harbour towns"."""
    clause = read_clause(syntax, verb)
    if clause.keys & words("literals", "serving") and unit in clause.slots.get("patient", ()):
        for subject in clause.slots.get("agent", ()):
            yield from (m for m in syntax.narrow(subject) if syntax.reading.kind(m) in _RUN)


def _is_definite(syntax: Syntax, unit: int) -> bool:
    """Say whether all of them are counted: "the ten X states", where "ten X states" may be some."""
    found = syntax.children(unit, "det", "predet", "poss")
    return any(
        syntax.doc[u].lower_ in {"the", "all"} or syntax.doc[u].dep_ == "poss" for u in found
    )


def _top(syntax: Syntax, unit: int) -> int:
    """Return the head of "companies and 16 cities" or of "a total of 16 cities"."""
    while syntax.doc[unit].dep_ == "conj" and syntax.doc[syntax.head(unit)].pos_ == "NOUN":
        unit = syntax.head(unit)
    above = syntax.head(syntax.head(unit))
    amount = syntax.doc[above].lemma_.lower() in {"total", "group", "number"}
    return above if amount and syntax.doc[syntax.head(unit)].lower_ == "of" else unit


def _through(syntax: Syntax, preposition: int) -> Iterator[Mention]:
    """Yield the bearer of "a network of 26 cities", and "X with 26 members"."""
    above = syntax.head(preposition)
    word = syntax.doc[preposition].lower_
    if word in {"in", "across"} and syntax.doc[above].pos_ in _VERBAL:
        yield from _carried_out(syntax, above)
        return
    if word == "with" and preposition < above and syntax.doc[above].pos_ in _VERBAL:
        yield from (
            m for u in syntax.children(above, "nsubj", "nsubjpass") for m in syntax.narrow(u)
        )
        return
    if word == "by" and read_clause(syntax, above).keys & words("literals", "using"):
        subjects = syntax.children(above, "nsubjpass")
        owning = [u for s in subjects for u in syntax.children(s, "poss")]
        used = [m for u in (*subjects, *owning) for m in syntax.narrow(u)]
        yield from (m for m in used if syntax.reading.kind(m) in _RUN)
    if word == "by" and read_clause(syntax, above).keys & words("literals", "taking_part"):
        yield from (m for u in syntax.children(above, "nsubjpass") for m in syntax.narrow(u))
        return
    made_up = syntax.doc[above].lower_ == "up" or syntax.lemma(above) == "make_up"
    if made_up and word == "of":
        verb = above if syntax.doc[above].pos_ in _VERBAL else syntax.head(above)
        yield from (m for u in syntax.children(verb, "nsubjpass") for m in syntax.narrow(u))
    if word not in {"of", "with", "between", "among", "by", "to"}:
        return
    if above in syntax.mention_at and word in {"of", "with", "between", "among"}:
        yield syntax.mention_at[above]
    elif syntax.doc[above].lemma_.lower() in words("literals", "collective"):
        yield from noun_slots(syntax, above)[0]["self"]
        if syntax.doc[above].dep_ in {"nsubj", "dobj", "pobj"}:
            yield from syntax.narrow(above)
        if syntax.doc[above].dep_ in {"dobj", "attr"}:
            yield from _subjects(syntax, syntax.head(above))
    elif syntax.doc[above].pos_ in _VERBAL:
        yield from _by_verb(syntax, preposition, above)


def _carried_out(syntax: Syntax, verb: int) -> Iterator[Mention]:
    """Yield the scheme that "is being tested in nine towns"."""
    clause = read_clause(syntax, verb)
    if clause.keys & words("literals", "carrying_out"):
        for unit in (*clause.slots.get("patient", ()), *clause.slots.get("agent", ())):
            yield from (m for m in syntax.narrow(unit) if syntax.reading.kind(m) in _RUN)


def _subjects(syntax: Syntax, verb: int) -> list[Mention]:
    clause = read_clause(syntax, verb)
    if not clause.keys & words("literals", "having"):
        return []
    return [m for u in clause.slots.get("agent", ()) for m in bearing(syntax, u)]


def _by_verb(syntax: Syntax, unit: int, verb: int) -> Iterator[Mention]:
    clause = read_clause(syntax, verb)
    plain = syntax.doc[unit].lemma_.lower() not in words(
        "literals", "beside"
    ) or not clause.keys & {"have"}
    if (
        plain
        and clause.keys & words("literals", "having")
        and unit not in clause.slots.get("agent", ())
    ):
        open_house = clause.keys & _DRAWING
        for subject in (*clause.slots.get("agent", ()), *clause.slots.get("patient", ())):
            if subject != unit:
                found = syntax.narrow(subject)
                yield from (m for m in found if not open_house or syntax.reading.kind(m) == "Event")
    if unit in syntax.children(verb, "nsubj", "nsubjpass"):
        yield from _taken_by(syntax, verb)


def _taken_by(syntax: Syntax, verb: int) -> Iterator[Mention]:
    """Yield what a clause's many subjects take part in, signed, or were chosen for."""
    taking = words("literals", "taking_part") | words("literals", "choosing")
    for inner in (verb, *syntax.children(verb, "xcomp")):
        clause = read_clause(syntax, inner)
        if clause.keys & words("literals", "using"):
            found = [m for u in clause.slots.get("patient", ()) for m in syntax.narrow(u)]
            yield from (m for m in found if syntax.reading.kind(m) in _RUN)
        if not clause.keys & taking:
            continue
        slots = (
            ("for", "in", "to", "complement") if clause.passive else ("patient", "in", "at", "to")
        )
        for slot in slots:
            for other in clause.slots.get(slot, ()):
                yield from syntax.narrow(other)
