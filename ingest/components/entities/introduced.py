"""Names that a noun introduces: "an app called X", "the service X", "the X platform"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ingest.lexicon import table, words

from .heads import head_of
from .named_last import noun_named_last
from .spans import Proposal, Votes
from .words import Words

_QUOTES = frozenset({"“", '"', "‘", "«", "'", "”", "’"})
_OPENING = frozenset({"“", '"', "‘", "«", "'"})
_ARTICLES = frozenset({"the", "a", "an", "its", "our", "their", "this", "own", "new", "'s", "’s"})
_DEFINITE = _ARTICLES - {"a", "an", "new"}
#: After an acronym these name a technique: "the GPS system".
_TECHNICAL = frozenset({"system", "service", "software", "tool", "solution", "portal", "website"})
_MOST = 6
_TITLE = 16
#: How far before "called" its noun may stand, in tokens.
_BACK = 9
_SURE, _LIKELY, _HINT = 1.2, 0.9, 0.5
#: "Called" and a noun right before the name say more than a noun after it.
_FIRM = 1.5

#: What schemes consist of.
PARTS = frozenset({"project", "pilot"})

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


@cache
def kinds_of() -> Mapping[str, str]:
    """Return the kind that each introducing noun gives.

    >>> kinds_of()["app"], kinds_of()["campaign"]
    ('Project', 'Programme')
    """
    listed = table("introductions")["kinds"].items()
    return {noun: kind for kind, nouns in listed for noun in nouns.split()}


class Introduced:
    """Proposes what the nouns around them introduce, in one document."""

    def __init__(self, w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> None:
        """Read *w*; ``is_entity`` tells whether a span surely is a place, person or body."""
        self.w = w
        self.weight = cues["described"]
        self.is_entity = is_entity

    def proposals(self) -> list[Proposal]:
        """Return the capitalised spans that have such a noun before or after them."""
        w = self.w
        found: list[Proposal] = []
        for index, (first, last) in enumerate(w.ranges):
            for start, end in w.runs(first, last):
                start, end = self._unowned(start, end)
                if end - start > _MOST or self.is_entity(start, end):
                    continue
                if not w.titled[index]:
                    found += self._named(first, start, end) or self._apposed(first, start, end)
                    found += self._followed(first, start, end, last)
                    found += self._owned(first, start, end)
                    found += self._made(first, start, end)
                    found += self._last(first, start, end, last)
        return found

    def _unowned(self, start: int, end: int) -> Span:
        """Leave out the owner in "Acme's Riverwatch"."""
        for i in range(end - 2, start, -1):
            if self.w.texts[i] in {"'s", "’s"}:
                return i + 1, end
        return start, end

    def _votes(self, noun: str, share: float = 1.0) -> Votes:
        return ((kinds_of()[noun], self.weight * share),)

    def _named(self, first: int, start: int, end: int) -> list[Proposal]:
        """Read "a platform called X" and "the app, known as X"."""
        w, i = self.w, self._before(first, start)
        if i is None or not (
            w.folded[i] in words("introductions", "naming")
            or (w.texts[i] == "as" and i > first and w.texts[i - 1] == "known")
            or (w.texts[i] == "is" and w.texts[start - 1] in _OPENING)
        ):
            return []
        noun = self._noun_around(first, i, end)
        end = self._quoted(start) or self._extended(end)
        if noun is None or (self._is_word(start, end) and w.texts[start - 1] not in _QUOTES):
            return []
        return [Proposal(start, end, "introduced", _SURE, self._votes(noun, _FIRM))]

    def _noun_around(self, first: int, i: int, end: int) -> str | None:
        """Return the noun before "called", else the one in "X. This is a NOUN" after it."""
        w, last = self.w, len(self.w)
        for j in range(i - 1, max(first, i - _BACK) - 1, -1):
            if w.folded[j] in kinds_of() and "of" not in w.texts[max(first, j - 2) : j]:
                return w.folded[j]
        while end < last and (w.texts[end] in _QUOTES or w.texts[end] in {".", ","}):
            end += 1
        if end + 2 < last and w.folded[end] in {"this", "it", "which"} and w.texts[end + 1] == "is":
            following = range(end + 2, min(last, end + 8))
            return next((w.folded[j] for j in following if w.folded[j] in kinds_of()), None)
        making = words("introductions", "making").intersection(w.folded[max(first, i - 5) : i])
        return "programme" if making else None

    def _quoted(self, start: int) -> int | None:
        """Return where the quotation ends that begins with a name, or None."""
        w = self.w
        if start == 0 or w.texts[start - 1] not in _OPENING:
            return None
        limit = min(w.ranges[w.block[start]][1], start + _TITLE)
        end = next((i for i in range(start, limit) if w.texts[i] in _QUOTES), None)
        return end - 1 if end and w.texts[end - 1] in {".", ","} else end

    def _extended(self, end: int) -> int:
        """Go on over "Code for Tomorrow" and "Rethinking the Harbour"."""
        w, i = self.w, end
        while i + 1 < len(w) and w.texts[i] in {"for", "the", "of"}:
            i += 1
        if i == end or i - end > 2 or not w.capital[i] or w.block[i] != w.block[end]:
            return end
        while i < len(w) and w.capital[i] and w.block[i] == w.block[end]:
            i += 1
        return i

    def _before(self, first: int, start: int) -> int | None:
        """Return the token before a name, past a quotation mark and an article."""
        i = start - 1
        while i > first and (self.w.texts[i] in _QUOTES or self.w.texts[i] in {"the", "our"}):
            i -= 1
        return i if i >= first else None

    def _apposed(self, first: int, start: int, end: int) -> list[Proposal]:
        """Read "the app X" and "its service X": the noun stands right before the name."""
        w, i = self.w, start - 1
        while i > first and w.texts[i] in _QUOTES:
            i -= 1
        if i < first or w.folded[i] not in words("introductions", "apposed") or w.capital[i]:
            return []
        head = head_of(w, start, end)
        if (head is not None and head.kind) or self._is_word(start, end):
            return []
        opened = any(w.texts[j].lower() in _ARTICLES for j in range(max(first, i - 4), i))
        opened = opened or w.folded[i] in words("introductions", "bodies")
        cut = end < len(w) and w.block[end] == w.block[start] and len(w.texts[end]) == 1
        if not opened or (cut and w.texts[end].isalpha()):
            return []
        end = self._quoted(start) or end
        return [Proposal(start, end, "introduced", _SURE, self._votes(w.folded[i], _FIRM))]

    def _followed(self, first: int, start: int, end: int, last: int) -> list[Proposal]:
        """Read "the X platform", where X is an odd word, or several words."""
        w, i = self.w, end
        while i < last and w.texts[i] in _QUOTES:
            i += 1
        if i >= last or w.folded[i] not in words("introductions", "following") or w.capital[i]:
            return []
        if w.is_common(start, end) or w.tags[i] == "VERB" or self._is_word(start, end):
            return []
        if w.texts[start:end] == [w.texts[start].upper()] and w.folded[i] in _TECHNICAL:
            return []
        if i + 1 < last and w.tags[i + 1] == "NOUN" and w.texts[i + 1].islower():
            return []
        before = w.texts[start - 1].lower() if start > first else ""
        opened = before in _DEFINITE | _QUOTES or (before in {"a", "an"} and w.folded[i] in PARTS)
        if not opened:
            return []
        if w.folded[i] in PARTS and is_scheme(w, start, i, last):
            scheme = (("Programme", self.weight * _FIRM),)
            return [Proposal(start, end, "introduced", _LIKELY, scheme)]
        votes = self._votes(w.folded[i])
        acronym = end - start == 1 and w.texts[start].isupper()
        if i == end and (votes[0][0] == "Event" or (votes[0][0] == "Network" and acronym)):
            return [Proposal(start, i + 1, "introduced", _SURE, votes)]
        alias = i + 1 if i == end else 0
        return [Proposal(start, end, "introduced", _LIKELY, votes, alias=alias)]

    def _is_word(self, start: int, end: int) -> bool:
        """Tell one capitalised word of plain English, or a people's name."""
        w = self.w
        return end - start == 1 and (
            w.folded[start] in w.english.demonyms
            or (w.is_common(start, end) and w.texts[start - 1] not in _QUOTES)
        )

    def _owned(self, first: int, start: int, end: int) -> list[Proposal]:
        """Read "Acme's Riverwatch": what a body calls its own, if nothing else says its kind."""
        w = self.w
        if start - 2 < first or w.texts[start - 1] not in {"'s", "’s"} or not w.capital[start - 2]:
            return []
        if head_of(w, start, end) is not None or w.folded[end - 1] in words("persons", "roles"):
            return []
        if end - start == 1 and not is_odd(w, start):
            return []
        if w.is_common(start, end) and not self._recurs(start, end):
            return []
        kind = "Project" if end - start == 1 else "Programme"
        return [Proposal(start, end, "owned", _HINT, ((kind, 0.6 * self.weight),))]

    def _last(self, first: int, start: int, end: int, last: int) -> list[Proposal]:
        """Read "its own pass for night boats, X": what a noun before a comma or dash names."""
        if self._is_word(start, end):
            return []
        noun = noun_named_last(self.w, first, start, end, last)
        return [Proposal(start, end, "introduced", _LIKELY, self._votes(noun))] if noun else []

    def _recurs(self, start: int, end: int) -> bool:
        """Tell whether capitalised words stand together more than once."""
        w, parts = self.w, self.w.texts[start:end]
        return any(
            i != start and w.texts[i : i + len(parts)] == parts for i in w.places(w.folded[start])
        )

    def _made(self, first: int, start: int, end: int) -> list[Proposal]:
        """Read "launched X" for an odd word."""
        w, i = self.w, start - 1
        while i > first and w.texts[i] in _QUOTES | {"the", "out", "its"}:
            i -= 1
        if end - start > 2 or i < first or w.folded[i] not in words("introductions", "making"):
            return []
        if not is_odd(w, start) or head_of(w, start, end) is not None:
            return []
        return [Proposal(start, end, "made", _HINT, (("Project", 0.5 * self.weight),))]


def is_scheme(w: Words, start: int, noun: int, last: int) -> bool:
    """Tell "a Nordlys project" and "the Nordlys project QuayCare", whose scheme is Nordlys."""
    i = noun + 1
    while i < last and w.texts[i] in _QUOTES:
        i += 1
    named = i < last and w.capital[i] and not w.opens_sentence(noun + 1) and not w.breaks[noun + 1]
    return named or (start > 0 and w.texts[start - 1].lower() in {"a", "an", "another"})


def is_odd(w: Words, i: int) -> bool:
    """Tell a made-up word: a capital within, and not all of them."""
    text = w.texts[i]
    inner = any(letter.isupper() for letter in text[1:])
    return inner and not text.isupper() and not text.rstrip("s").isupper() and text.isalnum()


def noun_after(w: Words, first: int, stop: int, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the whole of "Long Form (LF) coalition", which begins at *first*."""
    if stop + 1 >= len(w) or w.texts[stop] != ")" or w.capital[stop + 1]:
        return []
    noun = w.folded[stop + 1]
    if noun not in words("introductions", "following") or w.tags[stop + 1] == "VERB":
        return []
    votes = ((kinds_of()[noun], cues["head"]),)
    return [Proposal(first, stop + 2, "headed", _SURE, votes)]
