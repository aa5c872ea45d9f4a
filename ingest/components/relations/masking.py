"""A sentence with each name as one sign, for patterns to read: "<O3> was set up by <C7>"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...annotations import Mention
from .syntax import Syntax

#: The letter of each kind; a list of several kinds bears one of the last three.
_LETTERS = {
    "City": "C",
    "Country": "K",
    "Region": "R",
    "Network": "N",
    "Organization": "O",
    "Programme": "G",
    "Project": "J",
    "Event": "E",
    "Agreement": "A",
    "Person": "P",
}
_ACTORS, _THINGS = frozenset("CKRNO"), frozenset("GJE")
_OWNERS = frozenset({"its", "our", "their"})
_MARKS = re.compile(r"[*_\"“”«»„]|\s+(?=\s)")
_PLAIN = re.compile(r"\s*\([^()<>]{0,50}\)")
_DESCRIBED = re.compile(
    r"\b(?:the|an?|our|its|their|his|her|this|that|said|messrs\.?)"
    r"(?: (?!(?:of|by|with|from|for|in|to|at|under|and|as|lighthouse|follower|front-?runner|twin"
    r"|sister|twinned|joint|common|collaborative|demonstrator|replicator|beneficiary)\b)[a-z-]+){0,2}"
    r" (?:company|firm|ngo|non-?profit|organi[sz]ation|association|foundation|utility|bank"
    r"|start-?up|co-?operative|college|university|institute|charity|union|agency|ministry|cit(?:y|ies)|towns?"
    r"|municipalit(?:y|ies)|communes?|villages?|network|fund|facility|programme|program|project"
    r"|scheme|builder|shipowner|donor|federation|initiative|platform|app|system|service|prize|award"
    r"|councils?|countr(?:y|ies)|architect|teacher|professor)(?: of)?,? (?=<)",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(
    r"\b(?:the )?(?:local )?(?:city|town|municipality|municipalities|cities|towns|commune|communes"
    r"|governments?|people|state|province|region|district|kingdom|republic|mayors?|councils?"
    r"|volunteers|students) of (?:the )?(?=<[CKRXO])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\b(?:the|mr|ms|mrs|dr|prof|professor|mayor|hon|cllr|sir|madam)\.? (?=<)", re.IGNORECASE
)


@dataclass(slots=True)
class Masked:
    """The text of a sentence with signs for its names, and what each sign stands for."""

    text: str
    groups: dict[str, tuple[Mention, ...]]


def mask(syntax: Syntax, start: int, end: int) -> Masked:
    """Return the sentence of tokens *start* to *end* with its lists of names as single signs."""
    groups = _groups(syntax, start, end)
    pieces: list[str] = []
    signs: dict[str, tuple[Mention, ...]] = {}
    at = start
    for first, last, members in groups:
        if first < at:
            continue
        pieces.append(syntax.doc[at:first].text_with_ws)
        sign = f"{_letter(syntax, members)}{first}"
        signs[sign] = members
        owner = syntax.doc[last - 1].tag_ == "PRP$" or syntax.doc[last - 1].lower_ in _OWNERS
        space = ("'s" if owner else "") + syntax.doc[last - 1].whitespace_
        pieces.append(f"<{sign}>{space}")
        at = last
    pieces.append(syntax.doc[at:end].text_with_ws)
    return Masked(_tidy("".join(pieces)), signs)


def _tidy(text: str) -> str:
    """Drop what only says of what sort a name is, and remarks in brackets.

    >>> _tidy("The scheme is run by the small company <O9> (since May).")
    'The scheme is run by <O9>.'
    """
    text = _MARKS.sub("", text.replace("’", "'").replace("\n", " "))
    text = _PLAIN.sub("", text)
    text = _OF_PLACE.sub("", _DESCRIBED.sub("", text))
    return _ARTICLE.sub("", text)


def _groups(syntax: Syntax, start: int, end: int) -> list[tuple[int, int, tuple[Mention, ...]]]:
    """Return (first token, last token, names) of each list or single name of a sentence."""
    listing = syntax.listing
    found: list[tuple[int, int, tuple[Mention, ...]]] = []
    covered = start
    for mention in syntax.reading.mentions_in(start, end):
        if mention.start < covered or _describes(syntax, found, mention):
            continue
        if mention in listing.beside and found:
            first, last, members = found[-1]
            if mention.start - last <= 2 and syntax.doc[last].text in {",", "(", "["}:
                closing = syntax.doc[mention.end : mention.end + 1].text in {")", "]"}
                found[-1] = (first, mention.end + closing, members)
                covered = mention.end + closing
                continue
        members = tuple(m for m in listing.members(mention) if start <= m.start < end)
        if mention != members[0]:
            members = (mention,)
        first, last = members[0].start, members[-1].end
        if found and _repeats(syntax, found[-1], mention):
            found[-1] = (found[-1][0], mention.end + 1, found[-1][2])
            covered = mention.end + 1
            continue
        found.append((first, last, members))
        covered = last
    return _with_plurals(syntax, found, start, end)


def _describes(
    syntax: Syntax, found: list[tuple[int, int, tuple[Mention, ...]]], mention: Mention
) -> bool:
    """Say whether a description right behind a name tells what that is: "X, the programme"."""
    if mention.form == "name" or not found or found[-1][1] != mention.start - 1:
        return False
    comma = syntax.doc[mention.start - 1].text in {",", "–", "—"}
    return comma and mention.end - mention.start > 1


def _repeats(
    syntax: Syntax, before: tuple[int, int, tuple[Mention, ...]], mention: Mention
) -> bool:
    """Say whether a name in brackets only repeats the one before."""
    bracket = syntax.doc[before[1]].text == "(" and mention.start == before[1] + 1
    return bracket and mention.cluster == before[2][-1].cluster


def _with_plurals(
    syntax: Syntax, found: list[tuple[int, int, tuple[Mention, ...]]], start: int, end: int
) -> list[tuple[int, int, tuple[Mention, ...]]]:
    """Add the plurals that stand for several names: "the three cities"."""
    taken = {i for first, last, _ in found for i in range(first, last)}
    more = []
    for index in syntax.plurals.standing(start, end):
        members = syntax.plurals.of(index) if index not in taken else ()
        if members:
            first = index
            while first > start and syntax.doc[first - 1].pos_ in {"DET", "NUM", "ADJ", "PRON"}:
                first -= 1
            if not taken.intersection(range(first, index)):
                more.append((first, index + 1, members))
    return sorted([*found, *more]) if more else found


def _letter(syntax: Syntax, members: tuple[Mention, ...]) -> str:
    letters = {_LETTERS[syntax.reading.kind(mention)] for mention in members}
    if len(letters) == 1:
        return letters.pop()
    return "X" if letters <= _ACTORS else "Z" if letters <= _THINGS else "Y"


def verb_between(syntax: Syntax, first: int, last: int) -> int | None:
    """Return the last verb between two tokens, which says how their relation is meant."""
    for index in range(last - 1, first - 1, -1):
        token = syntax.doc[index]
        if token.pos_ == "VERB" and syntax.unit(index) == index:
            return index
    return None
