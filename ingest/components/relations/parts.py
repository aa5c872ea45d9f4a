"""Parts that a text names one after the other: "The third component is our X".

The whole is said once, where its parts are announced ("X has three components") or with one of
them ("the first component of X"); what follows, over sentences and blocks, leans on that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...annotations import Mention
from ...lexicon import words
from .chains import between
from .emission import Emission
from .syntax import Syntax

_FAR = 30  # blocks from where parts are announced to the last of them
_BACK = 3  # words before a noun in which an ordinal may stand
#: What may stand between "the second component" and the name of it.
_DEFINES = re.compile(
    r"^(?:, ?|\) ?)?(?:(?:which|that) )?(?:(?:we|they|it) )?"
    r"(?:(?:is|are|was|will be|calls?|called|term|named|titled|known as|now|here|also)\b ?){0,3}"
    r"[:–—-]? ?(?:(?:our|the|its|a|an|their)\b ?)?(?:[a-z-]+ ){0,3}[“\"‘'«]*$"
)
_HOLDS = frozenset({"have", "comprise", "consist", "offer", "include", "contain", "feature", "be"})


@dataclass(slots=True)
class _Whole:
    """The thing whose parts are told, where, and by which noun."""

    mention: Mention
    block: int
    noun: str


def read_parts(syntax: Syntax, emission: Emission) -> None:
    """Add that each named part is part of the whole that the text has announced."""
    whole: _Whole | None = None
    for noun in _nouns(syntax):
        block = syntax.reading.block_of[noun]
        if whole is not None and block - whole.block > _FAR:
            whole = None
        lemma = syntax.doc[noun].lemma_.lower()
        said = _said_whole(syntax, noun)
        if said is not None:
            whole = _Whole(said, block, lemma)
        if whole is None or not (_is_counted(syntax, noun) or _is_quoted(syntax, noun, whole)):
            continue
        part = _part(syntax, noun)
        if part is not None and part.cluster != whole.mention.cluster:
            here = Mention(noun, noun + 1, whole.mention.cluster, "reference")
            emission.add("frames.parts", ("partOf",), part, here, "asserted", 0.75)


def _nouns(syntax: Syntax) -> Iterator[int]:
    """Yield the tokens that are nouns for a part, in order."""
    strings = syntax.doc.vocab.strings
    known = {strings[word] for word in words("frames", "parts")}
    lemmas = syntax.doc.to_array("LEMMA").tolist()
    yield from (index for index, lemma in enumerate(lemmas) if lemma in known)


def _said_whole(syntax: Syntax, noun: int) -> Mention | None:
    """Return what parts are said to be of: "component of X", "X has three components"."""
    owners = [m for u in syntax.objects(noun, "of", "in", "within") for m in syntax.denoted(u)]
    owners += [m for u in syntax.children(noun, "poss") for m in syntax.narrow(u)]
    if len(owners) == 1 and (_is_counted(syntax, noun) or syntax.doc[noun].tag_ == "NNS"):
        return owners[0]
    head = syntax.head(noun)
    if syntax.doc[head].dep_ == "prep":
        head = syntax.head(head)
    if syntax.doc[noun].tag_ != "NNS" or syntax.doc[head].lemma_ not in _HOLDS:
        return None
    subjects = [m for u in syntax.children(head, "nsubj") for m in syntax.denoted(u)]
    return subjects[0] if len(subjects) == 1 else None


def _is_counted(syntax: Syntax, noun: int) -> bool:
    """Say whether a noun is one of several told in order: "the second", "another", "the last"."""
    before = syntax.doc[max(0, noun - _BACK) : noun]
    return any(token.lower_ in words("frames", "ordinals") for token in before)


def _is_quoted(syntax: Syntax, noun: int, whole: _Whole) -> bool:
    """Say whether a noun follows a name and is the one that announced the parts: "the X portal"."""
    before = _before(syntax, noun)
    return before is not None and syntax.doc[noun].lemma_.lower() == whole.noun


def _before(syntax: Syntax, noun: int) -> Mention | None:
    """Return the name right before a noun, in quotes or not."""
    index = noun - 1
    while index >= 0 and syntax.doc[index].text in _QUOTES:
        index -= 1
    mention = syntax.mention_at.get(syntax.unit(index)) if index >= 0 else None
    named = mention is not None and mention.end == index + 1 and mention.form == "name"
    return mention if named else None


def _part(syntax: Syntax, noun: int) -> Mention | None:
    """Return the name that a noun for a part is said of: after it, or right before it."""
    reading = syntax.reading
    sentence = reading.sentences[reading.sentence_of[noun]]
    after = noun + 1
    for mention in reading.mentions_in(noun + 1, sentence.end):
        inner = syntax.doc[after : mention.start]
        if mention.start - after <= 2 and any(t.lower_ in {"of", "in"} for t in inner):
            after = mention.end  # "the second component of X is": the whole, not the part
            continue
        gap = between(reading, after, mention.start)
        if mention.form == "name" and _DEFINES.match(gap):
            return mention
        break
    return _before(syntax, noun) or _copular(syntax, noun)


def _copular(syntax: Syntax, noun: int) -> Mention | None:
    """Return the subject of "X is the second component"."""
    head = syntax.head(noun)
    if syntax.doc[noun].dep_ != "attr" or syntax.doc[head].lemma_ != "be":
        return None
    named = [m for u in syntax.children(head, "nsubj") for m in syntax.denoted(u)]
    return named[0] if len(named) == 1 else None


_QUOTES = frozenset("\"'“”‘’«»")
