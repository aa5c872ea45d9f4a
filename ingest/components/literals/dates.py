"""When an event took place or a text was made: in its sentence, by its name, at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.syntax import Syntax
from .found_dates import Dated, found_in
from .line_dates import on_lines
from .saying import Saying
from .top_dates import at_top, labelled, top_date, year_said

_DATED = frozenset({"Event", "Agreement"})
_SCHEMES = frozenset({"Programme", "Project"})
_NAMED = re.compile(r"(?<![\d/-])(?<!\d [-–] )((?:19|20)\d\d)(?![\d/]|\s?[-–]\s?\d)")
#: A time that was taken for the name of an event: "Spring 2019".
_SEASON = re.compile(
    r"(?:(?:early|mid|late|the)[ -])*(?:spring|summer|autumn|fall|winter|q[1-4]|quarter|semester)"
    r"(?: of)?(?: (?:19|20)\d\d)?",
    re.IGNORECASE,
)
_ASIDE = frozenset(
    {"under", "to", "towards", "with", "by", "beyond", "against", "per", "following"}
)
#: Years that plans aim at, and bear in their names.
_TARGETS = frozenset({"2030", "2035", "2040", "2045", "2050", "2060", "2063"})
_PLAN = re.compile(r"\b(?:plan|strategy|agenda|vision|roadmap|outlook|goals)\b", re.IGNORECASE)
#: Verbs by which a text is made at an event, whose date it then shares.
_SIGNING = frozenset(
    {"sign", "ink", "adopt", "conclude", "endorse", "issue", "approve", "launch", "seal"}
)
_FAR = 28  # tokens between a thing and its date
_CLOSE = 4
_FIRST = 3  # tokens before a date that opens a sentence


def read_dates(syntax: Syntax) -> Iterator[Saying]:
    """Yield the date of each event and text, the most exact that agrees with the first found."""
    best: dict[int, Saying] = {}
    reading = syntax.reading
    today = top_date(reading)
    year = today[:4] if today and len(today) > len("2020") else year_said(reading)
    lines = on_lines(reading, year)
    for saying in (
        *lines,
        *_in_sentences(syntax, today, year),
        *labelled(reading, year),
        *at_top(reading),
    ):
        known = best.get(saying.subject)
        if known is None or _refines(saying, known):
            best[saying.subject] = saying
    for saying in _by_name(reading):
        best.setdefault(saying.subject, saying)
    yield from best.values()


def _refines(saying: Saying, known: Saying) -> bool:
    """Say whether a date says more than the one known, and the same."""
    return str(saying.value).startswith(f"{known.value}-")


def _by_name(reading: Reading) -> Iterator[Saying]:
    """Yield the year that an event's own name, or a word right before it, gives."""
    for mention in reading.mentions:
        cluster = reading.cluster(mention)
        if cluster.kind not in _DATED or mention.form != "name":
            continue
        if _SEASON.fullmatch(_words_of(reading, mention)):
            continue
        named = " ".join(cluster.names)
        before = reading.doc[mention.start - 1].text if mention.start else ""
        after = reading.doc[mention.end].text if mention.end < len(reading.doc) else ""
        match = _NAMED.fullmatch(before) or _NAMED.fullmatch(after) or _NAMED.search(named)
        if match and not _aims(cluster.names, match[1], kind=cluster.kind):
            start = max(0, mention.start - 1)
            yield Saying(cluster.index, "date", match[1], start, mention.end, "literals.name")


def _words_of(reading: Reading, mention: Mention) -> str:
    """Return the words of a mention."""
    return str(reading.doc[mention.start : mention.end].text)


def _aims(names: list[str], year: str, *, kind: str) -> bool:
    """Say whether the year in a name is the one that it plans for."""
    return year in _TARGETS or (kind == "Agreement" and _PLAN.search(" ".join(names)) is not None)


def _in_sentences(syntax: Syntax, today: str | None, known: str | None) -> Iterator[Saying]:
    reading = syntax.reading
    for sentence in reading.sentences:
        inside = reading.mentions_in(sentence.start, sentence.end)
        things = [m for m in inside if _is_dated(syntax, m)]
        if things:
            year = _year_before(syntax, things) or known
            yield from _in_sentence(syntax, sentence, things, list(found_in(sentence, today, year)))


def _year_before(syntax: Syntax, things: list[Mention]) -> str | None:
    """Return the year in or by a name, of which a day beside it then is: "the 2015 forum"."""
    for mention in things:
        near = syntax.doc[max(0, mention.start - 1) : mention.end + 1].text
        match = _NAMED.search(near)
        if match and syntax.reading.kind(mention) == "Event":
            return match[1]
    return None


def _is_dated(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a mention may have a date: an event, a text, a scheme that opens or is held."""
    kind = syntax.reading.kind(mention)
    if kind not in _DATED | _SCHEMES or _SEASON.fullmatch(_words_of(syntax.reading, mention)):
        return False
    after = {token.lemma_.lower() for token in syntax.doc[mention.end : mention.end + 2 * _CLOSE]}
    if kind == "Agreement" and after & words("literals", "today"):
        return True
    if mention.start and syntax.doc[mention.start - 1].lower_ in _ASIDE and kind != "Event":
        return False
    before = syntax.doc[max(0, mention.start - 2) : mention.start].text.lower().split()
    if kind == "Agreement" and any(word in _ASIDE for word in before):
        return False
    return kind in _DATED or (kind in _SCHEMES and _is_held(syntax, mention))


def _is_held(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a programme or project is what is opened, held or attended."""
    root = syntax.reading.root(mention)
    verb = syntax.head(root)
    if syntax.doc[root].dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    opened = any(syntax.doc[u].lemma_ == "open" for u in syntax.children(verb, "acomp"))
    return opened or syntax.doc[verb].lemma_.lower() in words("literals", "held")


def _in_sentence(
    syntax: Syntax, sentence: Span, things: list[Mention], found: list[Dated]
) -> Iterator[Saying]:
    """Yield the date of each thing: the one after it, else the one that opens the sentence."""
    happens = {token.lemma_.lower() for token in sentence} & words("literals", "happening")
    taken: set[Dated] = set()
    told: set[int] = set()
    for date in found:
        things_before = [m for m in things if m.start < date.start]
        opens = date.start - sentence.start <= _FIRST
        if not things_before or (opens and not date.rough):
            continue
        nearest = things_before[-1]
        if _belongs(nearest, date, found, happens=bool(happens)):
            taken.add(date)
            for mention in _sharing(syntax, things_before):
                told.add(mention.cluster)
                yield _saying(mention, date, sentence)
    opening = [d for d in found if d not in taken and not (d.rough and d.end - d.start > 1)]
    left = [m for m in things if m.cluster not in told]
    short = len(sentence) < 2 * _FAR // 3
    if not opening or not left or not (happens or short or _is_span(syntax, opening[0])):
        return
    first = opening[0]
    after = [m for m in left if m.start >= first.end]
    early = first.start - sentence.start <= (_FIRST if first.rough else _FAR)
    if after and early and (not first.rough or happens):
        for mention in _first_of_each(syntax, after):
            yield _saying(mention, first, sentence)


def _is_span(syntax: Syntax, date: Dated) -> bool:
    """Say whether a date is one of several days, as events have: "3-5 May 2021"."""
    return re.search(r"\d\D{1,4}\d?\d\b", syntax.doc[date.start : date.end].text) is not None


def _belongs(thing: Mention, date: Dated, found: list[Dated], *, happens: bool) -> bool:
    """Say whether a date after a thing is its own: near it, with no other date between."""
    if any(thing.end <= other.start < date.start for other in found):
        return False
    gap = date.start - thing.end
    if date.rough:
        return gap <= _CLOSE or (happens and gap <= 4 * _CLOSE)
    return gap <= 2 * _CLOSE or (gap <= _FAR and happens) or len(found) == 1


def _sharing(syntax: Syntax, before: list[Mention]) -> list[Mention]:
    """Return the thing before a date, and the text signed at that event: "X was signed at Y on"."""
    last = before[-1]
    if syntax.reading.kind(last) != "Event" or len(before) < 2:
        return [last]
    other = before[-2]
    between = syntax.doc[other.end : last.start]
    signed = {t.lemma_.lower() for t in between if t.pos_ == "VERB"} & _SIGNING
    at = any(t.lower_ in {"at", "during"} for t in between)
    agreement = syntax.reading.kind(other) == "Agreement"
    return [last, other] if agreement and signed and at else [last]


def _first_of_each(syntax: Syntax, things: list[Mention]) -> list[Mention]:
    """Return the first thing, and the event at which a first text was made."""
    first = things[0]
    if syntax.reading.kind(first) != "Agreement":
        return [first]
    for other in things[1:]:
        preposition = syntax.doc[other.start - 1].lower_, syntax.doc[other.start - 2].lower_
        if syntax.reading.kind(other) == "Event" and {"at", "during"} & set(preposition):
            return [first, other]
    return [first]


def _saying(mention: Mention, date: Dated, sentence: Span) -> Saying:
    return Saying(mention.cluster, "date", date.iso, sentence.start, sentence.end, "literals.date")
