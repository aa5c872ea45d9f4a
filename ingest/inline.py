"""Inline Markdown to plain characters, each remembering where in the source it came from.

A map per character, and not per block, because emphasis inside a sentence would otherwise break
verbatim evidence: what is quoted is always cut from the source through this map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Alternatives in order of precedence; ``keep`` names the group whose characters survive.
_MARKUP = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)"  # picture: nothing is said in it
    r"|\[\^[^\]\s]{1,20}\]"  # footnote mark
    r"|\[(?P<link>[^\]\n]+)\]\([^)\n]*\)"  # inline link (CommonMark 6.3)
    r"|\[(?P<ref>[^\]\n]+)\]\[[^\]\n]*\]"  # reference link
    r"|`(?P<rst>[^`<\n]+?)\s*<[^>\n]*>`__?"  # reStructuredText link with its address
    r"|`(?P<named>[^`\n]+)`_{1,2}"  # reStructuredText named link
    r"|<(?:https?|mailto)[^>\s]*>"  # autolink (CommonMark 6.5)
    r"|<!--.*?-->|</?[A-Za-z][^<>]*>"  # HTML comment or tag
    r"|``?(?P<code>[^`\n]+)``?"  # code span
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"  # backslash escape (CommonMark 2.4)
    r"|\*{1,3}|~~|(?<![^\W_])_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?![^\W_])",  # emphasis
    re.DOTALL,
)


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
    for start, end in spans:
        if characters and characters[-1] != " ":
            characters.append(" ")
            offsets.append(start)
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
    if character.isspace() or character in "\u200b\ufeff\u00ad":
        if not characters or characters[-1] == " " or character in "\u200b\ufeff\u00ad":
            return
        character = " "
    characters.append(character)
    offsets.append(offset)
