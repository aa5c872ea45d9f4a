"""Lists inside a sentence: "four partners of the Ring: A, B, C and D"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from ontology.terms import PLACES

from ...annotations import FactCandidate
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between, is_listed
from .cues import Cue, cue_named, cues
from .inline_owners import owner_of
from .leads import LED, is_leading
from .listed import leading

_TRIGGER = re.compile(
    r"^(?:\)?:|–|—|include[sd]?|including|namely|comprises?|comprising|are|were|like|as|them|which|g.|example|instance|particular|notably|specifically|by)$",
    re.IGNORECASE,
)
#: Words that introduce a list only after another word.
_COMPANIONS = {
    "as": {"such"},
    "them": {"among", "amongst", "of"},
    "which": {"among", "amongst"},
    "g.": {"e.", "e"},
    "example": {"for"},
    "instance": {"for"},
    "particular": {"in"},
    "by": {"attended", "joined"},
}
_PARTING = frozenset(";:|·•")
_AMONG = {"among them", "amongst them"}
_LABEL = 4  # tokens of a label before its colon
_NEAR = 8  # tokens between the words of the cue and the list, names apart
_BACK = 25
_TRUST, _SURE = 0.8, 0.81
_FAR = 1000  # tokens that a list inside a sentence may run over


def inline_lists(reading: Reading) -> Iterator[FactCandidate]:
    """Yield what the words before a list inside a sentence say of its names."""
    bodies = words("headers", "bodies")
    for sentence in reading.sentences:
        if len(reading.mentions_in(sentence.start, sentence.end, references=False)) < 2:
            continue
        for token in sentence:
            if token.lower_ in bodies:
                yield from _named_after(reading, sentence, token.i)
                continue
            if not _TRIGGER.match(token.text) or not _is_trigger(reading, sentence, token.i):
                continue
            items = leading(reading, token.i + 1, min(sentence.end, token.i + _FAR))
            if len(items) >= (1 if token.lower_.startswith("includ") else 2):
                yield from _said_before(reading, sentence, token.i, items)
            elif reading.doc[token.i - 1 : token.i + 1].text.lower() in _AMONG and not items:
                yield from _trailing(reading, sentence, token.i)


def _named_after(reading: Reading, sentence: Span, noun: int) -> Iterator[FactCandidate]:
    """Yield what "the follower cities A, B and C" says, where the names follow without a sign."""
    role = reading.doc[noun - 1].lower_ if noun > sentence.start else ""
    if role not in words("headers", "roles"):
        return
    items = leading(reading, noun + 1, min(sentence.end, noun + _FAR))
    if len(items) > 1 and items[0].start == noun + 1:
        yield from _introduced(reading, sentence, noun + 1, items)


def _said_before(
    reading: Reading, sentence: Span, trigger: int, items: list[Atom]
) -> Iterator[FactCandidate]:
    """Yield what a sentence says of its list; "They are: A, B" speaks of those before."""
    number = reading.sentence_of[sentence.start]
    opening = sentence[0].lower_ in {"they", "these", "those", "in"}
    bare = not reading.mentions_in(sentence.start, trigger, references=False)
    if opening and bare and number and trigger - sentence.start <= _NEAR:
        before = reading.sentences[number - 1]
        spoken = sentence[0].lower_ != "in" or "order" in reading.doc[sentence.start : trigger].text
        if spoken and items[0].start - trigger <= _NEAR:
            yield from _introduced(reading, before, before.end, items)
            return
    yield from _introduced(reading, sentence, trigger, items)


def _trailing(reading: Reading, sentence: Span, them: int) -> Iterator[FactCandidate]:
    """Yield what is said of the names before "among them", in their sentence or the one before."""
    end = them - 1
    while end > sentence.start and reading.doc[end - 1].lower_ in {"are", "is", "all", ","}:
        end -= 1
    found = atoms(reading, reading.mentions_in(sentence.start, end, references=False))
    items: list[Atom] = []
    for atom in reversed(found):
        if atom.end != end and not (
            items and is_listed(between(reading, atom.end, items[0].start))
        ):
            break
        items.insert(0, atom)
    if len(items) < 2:
        return
    block = reading.block_spans[reading.block_of[them]]
    first = reading.sentence_of[items[0].start]
    whole = items[0].start == sentence.start and sentence.start > block.start
    context = reading.sentences[first - 1] if whole else sentence
    yield from _introduced(reading, context, context.end if whole else items[0].start, items)


def _is_trigger(reading: Reading, sentence: Span, index: int) -> bool:
    """Say whether a word introduces a list here: "as" only after "such", "them" after "among"."""
    before = reading.doc[index - 1].lower_ if index > sentence.start else ""
    word = reading.doc[index].lower_
    if word == ":":
        block = reading.block_spans[reading.block_of[index]]
        return index - block.start > _LABEL  # a label's colon is read with its line
    return before in _COMPANIONS.get(word, {before})


def _introduced(
    reading: Reading, sentence: Span, trigger: int, items: list[Atom]
) -> Iterator[FactCandidate]:
    windows = _windows(reading, max(sentence.start, trigger - _BACK), trigger)
    places: list[tuple[int, int]] = []
    for cue in cues():
        place = None if cue.label else _last_match(reading, cue, windows, trigger)
        if place is None or any(a < place[1] and place[0] < b for a, b in places):
            continue  # the same words were read more narrowly
        places.append(place)
        anchor = owner_of(reading, cue, place, sentence, trigger)
        if anchor is None or anchor.start > trigger:
            continue
        start = min(sentence.start, items[0].start)
        span = reading.characters(start, max(sentence.end, items[-1].end))
        peopled = any(reading.kind(atom.head) == "Person" for atom in items)
        for atom in items:
            if peopled and cue.name == "members" and reading.kind(atom.head) in PLACES:
                continue  # where a person behind whom it stands comes from
            led = cue.name in LED and is_leading(reading, atom, sentence.end, bracket=True)
            said = cue_named("leaders") if led else cue
            read = said.read(reading.kind(atom.head), reading.kind(anchor))
            if read is None or atom.head.cluster == anchor.cluster:
                continue
            ends = (atom.head.cluster, anchor.cluster)
            subject, object_ = ends if read.item_first else ends[::-1]
            # A list tells more surely who was there than the verb it hangs on.
            trust = _SURE if said.name == "gatherings" else _TRUST
            rule = f"lists.inline.{said.name}"
            yield FactCandidate(subject, read.property, object_, *span, rule, confidence=trust)


def _windows(reading: Reading, start: int, trigger: int) -> list[tuple[int, int, str]]:
    """Return the runs of up to four tokens before the trigger, the nearest first."""
    return [
        (first, end, fold(reading.doc[first:end].text))
        for first in range(trigger - 1, start - 1, -1)
        for end in range(first + 1, min(first + 4, trigger) + 1)
    ]


def _last_match(
    reading: Reading, cue: Cue, windows: list[tuple[int, int, str]], trigger: int
) -> tuple[int, int] | None:
    """Return the tokens of the last words of a cue before the trigger, if they are near it."""
    found = next((window for window in windows if cue.words.fullmatch(window[2])), None)
    if found is None:
        return None
    first, end, _ = found
    if any(token.text in _PARTING for token in reading.doc[end : trigger - 1]):
        return None  # said of what is before the sign
    named = sum(m.end - m.start for m in reading.mentions_in(end, trigger))
    return (first, end) if trigger - end - named <= _NEAR else None
