"""Inline Markdown to plain characters, each remembering where in the source it came from.

A map per character, and not per block, because emphasis inside a sentence would otherwise break
verbatim evidence: what is quoted is always cut from the source through this map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category

#: A label in square brackets and an address in round ones, each with one level of brackets inside.
#: Possessive throughout: a line of a million opening brackets must not be read a million times.
_LABEL = r"(?:[^\[\]\n]|\[[^\[\]\n]*+\])"
_ADDRESS = r"\((?:[^()\n]|\([^()\n]*+\))*+\)"
#: Alternatives in order of precedence; a named group's characters survive.
_MARKUP = re.compile(
    rf"!\[{_LABEL}*+\]{_ADDRESS}"  # picture: nothing is said in it
    r"|\[\^[^\]\s]{1,20}+\]"  # footnote mark
    rf"|\[(?P<link>{_LABEL}++)\]{_ADDRESS}"  # inline link (CommonMark 6.3)
    rf"|\[(?P<ref>{_LABEL}++)\]\[[^\[\]\n]*+\]"  # reference link
    r"|`(?P<rst>[^`<\s]++(?:[^\S\n]++[^`<\s]++)*+)\s*+<[^<>`\n]*+>`__?"  # reStructuredText link
    r"|`(?P<named>[^`\n]++)`_{1,2}"  # reStructuredText named link
    r"|<(?:https?|mailto)[^<>\s]*+>"  # autolink (CommonMark 6.5)
    r"|<!--(?:[^<-]|-(?!->)|<(?!!--))*+-->|</?[A-Za-z][^<>]*+>"  # HTML comment or tag
    r"|``?(?P<code>[^`\n]++)``?"  # code span
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"  # backslash escape (CommonMark 2.4)
    r"|\*{1,3}|~~|(?<![^\W_])_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?![^\W_])",  # emphasis
)
#: Format characters that belong to the spelling of words, unlike marks of direction or width.
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Plain text and, for each of its characters, the offset of that character in the source."""

    text: str
    offsets: tuple[int, ...]


def plain(source: str, spans: list[tuple[int, int]]) -> Mapped:
    """Return the text of *spans* of *source* without markup, joined and folded to single spaces.

    >>> plain("The **Baltic** [net](http://x.org)\\nof cities", [(0, 34), (35, 44)]).text
    'The Baltic net of cities'
    """
    characters: list[str] = []
    offsets: list[int] = []
    before = 0
    for start, end in spans:
        if characters and characters[-1] != " ":
            characters.append(" ")
            offsets.append(before)
        before = end
        for offset in _kept(source, start, end):
            _append(source[offset], offset, characters, offsets)
    while characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return Mapped("".join(characters), tuple(offsets))


def _kept(source: str, start: int, end: int) -> list[int]:
    """Return the offsets between *start* and *end* that are not markup, links read recursively."""
    kept: list[int] = []
    position = start
    for match in _MARKUP.finditer(source, start, end):
        kept.extend(range(position, match.start()))
        position = match.end()
        if match.lastgroup == "code" or match.lastgroup == "escaped":
            kept.extend(range(*match.span(match.lastgroup)))
        elif match.lastgroup:
            kept.extend(_kept(source, *match.span(match.lastgroup)))
    kept.extend(range(position, end))
    return kept


def _append(character: str, offset: int, characters: list[str], offsets: list[int]) -> None:
    """Add one character, folding any run of white space to its first place."""
    if not " " < character < "\x7f":
        if character.isspace():
            if not characters or characters[-1] == " ":
                return
            character = " "
        elif _is_unseen(character):
            return
    characters.append(character)
    offsets.append(offset)


def _is_unseen(character: str) -> bool:
    """Say whether a character only steers the display: control, direction, width, half a pair.

    >>> [_is_unseen(c) for c in "\\x00\\u202e\\u200b\\u200dé"]
    [True, True, True, False, False]
    """
    return category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS
