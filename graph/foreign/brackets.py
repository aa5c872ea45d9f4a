"""The tokens of a text with their brackets matched, for rewriting parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from .guard import MAX_CHAIN, MAX_DEPTH, Token, is_chained, may_compare, tokens

_END: Final = Token("end", "")
#: Tokens of a text that is rewritten; some rewriting looks at all that is around, again and again.
_MOST: Final = 2_000
#: What goes in the place of a piece of text, by where that starts and ends.
Edit = tuple[int, int, str]


class Unclear(Exception):  # noqa: N818  nobody sees it: the text stays as it is
    """The tokens may be read in two ways, do not match, or are more than is looked at."""


class Brackets:
    """The tokens of *text*; ``closing`` leads from each opening bracket to the one that closes it.

    Raises Unclear.
    """

    def __init__(self, text: str) -> None:
        """Read *text*."""
        self.text = text
        self.tokens = [*islice(tokens(text), _MOST + 1)]
        self.closing: dict[int, int] = {}
        self.words: list[str] = []
        self._parents: list[int | None] = []
        self._depth = 0
        opened: list[int] = []
        braces: list[int] = []
        for place, token in enumerate(self.tokens):
            self.words.append(token.text.upper() if token.kind == "word" else "")
            if token.kind == "close":
                if not opened or place == _MOST:
                    raise Unclear
                self.closing[opened.pop()] = place
                if token.text == "}" and braces:
                    braces.pop()
            self._parents.append(braces[-1] if braces else None)
            if token.kind == "open":
                opened.append(place)
                self._depth = max(self._depth, len(opened))
                if token.text == "{":
                    braces.append(place)
            elif token.kind == "iri" and may_compare(token.text):
                raise Unclear
        if opened or len(self.tokens) > _MOST:
            raise Unclear

    @property
    def is_admitted(self) -> bool:
        """Whether the guard would let it in: not too deep, and not too many operators."""
        return self._depth <= MAX_DEPTH and sum(map(is_chained, self.tokens)) <= MAX_CHAIN

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def token(self, place: int) -> Token:
        """Return the token at *place*, one that is empty beyond the last."""
        return self.tokens[place] if place < len(self.tokens) else _END

    def is_open(self, place: int, bracket: str = "{") -> bool:
        """Say whether *bracket* opens at *place*."""
        return self.token(place).text == bracket

    def word(self, place: int) -> str:
        """Return the word at *place* in capitals, nothing where there is none."""
        return self.words[place] if place < len(self.words) else ""

    def start(self, place: int) -> int:
        """Return where the token at *place* starts in the text."""
        return self.tokens[place].start if place < len(self.tokens) else len(self.text)

    def end(self, place: int) -> int:
        """Return where the token at *place* ends in the text."""
        return self.tokens[place].start + len(self.tokens[place].text)

    def between(self, begin: int, last: int) -> str:
        """Return the text from the token at *begin* to that at *last*."""
        return self.text[self.start(begin) : self.end(last)]

    def variables(self, begin: int, end: int) -> set[str]:
        """Return the names of the variables among the tokens from *begin* until before *end*."""
        return {each.text[1:] for each in self.tokens[begin:end] if each.kind == "variable"}

    def level(self, begin: int, end: int) -> Iterator[int]:
        """Yield the places from *begin* until before *end* that are inside no further bracket.

        Of a bracket only the place where it opens is yielded.
        """
        place = begin
        while place < end:
            yield place
            place = self.closing.get(place, place) + 1

    def parent(self, place: int) -> int | None:
        """Return where the innermost brace opens that is around *place*."""
        return self._parents[place]


def rewritten(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with *edits*; those inside of another are passed over.

    >>> rewritten("a b c", [(0, 3, "d"), (2, 3, "e"), (5, 5, "!")])
    'd c!'
    """
    parts, place = [], 0
    for start, end, more in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start >= place:
            parts += [text[place:start], more]
            place = end
    return "".join([*parts, text[place:]])


def unused(text: str, name: str) -> str:
    """Return a variable that *text* does not have, whose name begins with *name*.

    >>> unused("SELECT ?x0", "x")
    '?x00'
    """
    while name in text:
        name += "0"
    return f"?{name}"
