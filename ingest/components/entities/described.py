"""Things without a proper name that a text keeps speaking of: "the flood roadmap"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from ingest.lexicon import table, words

from .spans import Proposal
from .word_groups import either
from .words import Words

_DEFINITE = frozenset({"the", "this", "our", "its", "their"})
_NOMINAL = frozenset({"NOUN", "ADJ", "PROPN"})
#: How many modifiers such a name has, how often it is said, and tokens from a verb to its object.
_MODIFIERS, _OFTEN, _REACH = 3, 3, 4
#: Entries of a list that make its lead-in speak of something.
_ENTRIES = 3
_STRENGTH = 2.5

Span = tuple[int, int]


@cache
def anchors() -> Mapping[str, str]:
    """Return each noun that such a thing may be called by, with its kind.

    >>> anchors()["roadmap"], anchors()["charter"]
    ('Programme', 'Agreement')
    """
    listed = table("introductions")["anchors"].items()
    return {noun: kind for kind, nouns in listed for noun in nouns.split()}


def described_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return every place of the phrases that stand for one thing throughout a document.

    A phrase does so when a heading or lead-in speaks of it, be it by its last word alone, and
    the text says it at least twice; or when it is said often, with an article.
    """
    phrases: dict[str, list[Span]] = defaultdict(list)
    for i, folded in enumerate(w.folded):
        if folded in anchors() and (start := _start(w, i)) < i:
            phrases[w.key(start, i + 1)].append((start, i + 1))
    phrases = {key: spans for key, spans in phrases.items() if not _is_named(w, spans)}
    introduced = _introduced(w) if phrases else {}
    found: list[Proposal] = []
    for key, spans in phrases.items():
        noun = key.rpartition(" ")[2]
        rivals = sum(other.rpartition(" ")[2] == noun for other in phrases)
        heads = [end - 1 for _, end in spans]
        shown = any(w.kind(i) == "heading" for i in heads) or any(i in introduced for i in heads)
        short = noun in introduced.values() and rivals == 1
        said = sum(w.texts[start - 1].lower() in _DEFINITE for start, _ in spans if start)
        if (len(spans) > 1 and (shown or short)) or (said >= _OFTEN and rivals == 1):
            votes = ((_kind(w, noun, introduced), cues["described"]),)
            found += [Proposal(*span, "described-thing", _STRENGTH, votes) for span in spans]
    return found


def _start(w: Words, i: int) -> int:
    """Return where the modifiers of a noun begin, without those that say nothing."""
    first = max(w.ranges[w.block[i]][0], i - _MODIFIERS)
    start = i
    while start > first and _modifies(w, start - 1):
        start -= 1
    while start < i and _is_generic(w, start):
        start += 1
    return start


def _modifies(w: Words, i: int) -> bool:
    if w.texts[i] == "-":
        return True
    small = w.texts[i].islower() or w.opens_sentence(i)
    return small and (w.tags[i] in _NOMINAL or w.texts[i].endswith("ing")) and not w.is_stop(i)


def _is_generic(w: Words, i: int) -> bool:
    return w.folded[i] in words("introductions", "generic") or not w.texts[i].isalpha()


def _is_named(w: Words, spans: list[Span]) -> bool:
    """Tell a phrase with a capitalised word: names have rules of their own."""
    return all(any(w.capital[i] for i in range(start + 1, end)) for start, end in spans)


def _introduced(w: Words) -> dict[int, str]:
    """Return the nouns, by token, that the headers of long lists say something was done to."""
    entries: dict[int, int] = defaultdict(int)
    for block in w.layout.blocks:
        for above in {block.lead_in, block.heading} - {None}:
            if block.kind in ("item", "cell") and above is not None:
                entries[above] += 1
    found: dict[int, str] = {}
    for index, count in entries.items():
        first, last = w.ranges[index]
        if count < _ENTRIES:
            continue
        for i in range(first, last):
            if w.folded[i] in anchors() and _is_object(w, first, i):
                found[i] = w.folded[i]
    return found


def _is_object(w: Words, first: int, i: int) -> bool:
    verbs = either("introductions", "joining", "taking_part")
    return any(w.folded[j] in verbs for j in range(max(first, i - 2 - _REACH), i))


def _kind(w: Words, noun: str, introduced: Mapping[int, str]) -> str:
    """Return the kind of a noun; what is tried out or tested is no pact."""
    kind = anchors()[noun]
    tried = words("introductions", "trying")
    for i, other in introduced.items():
        if other == noun and any(w.folded[j] in tried for j in range(max(0, i - 4), i)):
            return "Programme"
    return kind
