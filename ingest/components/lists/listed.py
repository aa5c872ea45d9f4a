"""The names that stand at the head of a list item, or fill a line that is a list."""

from __future__ import annotations

import re
from dataclasses import replace

from ontology.terms import PLACES

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between, is_listed

#: Signs that may stand before the name of an item, beside the fillers of headers.toml.
_MARKS = frozenset("-–—:•*_“\"'().[]→")
_FRONT = 4  # tokens before the first name of an item
_POSSESSIVE = frozenset({"'s", "’s"})
_WINDOW = 64  # tokens read at first
_FULL = 0.8  # share of names in a line whose names stand side by side without signs
#: What may follow a town's name in a list.
_CIVIC = re.compile(r"^(?:municipality|city council|town council|county council|council|city)\b")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def leading(reading: Reading, start: int, end: int) -> list[Atom]:
    """Return the names that an item begins with, and those enumerated with them.

    Semicolons divide groups, each of which may begin with names and go on with words.
    """
    ends = [i for i in range(start, end) if reading.doc[i].text == ";"]
    starts = [start, *(i + 1 for i in ends)]
    pieces = zip(starts, [*ends, end], strict=True)
    found: list[Atom] = []
    for first, last in pieces:
        found += _cities_of(reading, _first(reading, first, last), last)
        if not found:
            break  # words come first
    return found


def _first(reading: Reading, start: int, end: int) -> list[Atom]:
    """Return the names that a piece of text begins with, read on for as long as there are more."""
    width = _WINDOW
    while True:
        stop = min(end, start + width)
        taken, ended = _taken(reading, start, stop, end)
        if ended or stop == end:
            return taken
        width *= 4


def _taken(reading: Reading, start: int, stop: int, end: int) -> tuple[list[Atom], bool]:
    """Return the names up to token *stop* that *start* begins with, and whether others follow."""
    taken: list[Atom] = []
    for atom in atoms(reading, reading.mentions_in(start, stop, references=False)):
        if not taken:
            owned = reading.doc[atom.end : atom.end + 1].text in _POSSESSIVE
            if owned and reading.kind(atom.head) not in PLACES:
                start = atom.end + 1  # what it owns is the item, if a name follows
                continue
            if not _opens(reading, start, atom.start):
                return taken, True
        elif not _continues(reading, taken[-1], atom):
            beside = taken[-1].end == atom.start
            if not (beside and coverage(reading, start, end) > _FULL):
                return taken, True
        elif _is_seat(reading, taken[-1], atom):
            taken[-1] = replace(taken[-1], end=atom.end, places=(atom.head,))
            continue
        taken.append(atom)
    return taken, not taken and stop - start > _WINDOW // 2


def _opens(reading: Reading, start: int, name: int) -> bool:
    """Say whether only small words and signs stand between *start* and a name."""
    gap = [
        token.lower_
        for token in reading.doc[start : min(name, start + _WINDOW)]
        if not token.like_num and (token.text in _MARKS or _is_word(token.text))
    ]
    if name - start >= _WINDOW:
        return False
    plain = len(gap) <= _FRONT and _MARKS | _fillers() >= set(gap)
    return plain or (len(gap) > 1 and _sends(between(reading, start, name)))


def _sends(gap: str) -> bool:
    """Say whether words only tell whom a town has sent: "and vice mayors and delegates from".

    >>> _sends(", and deputy mayors from"), _sends("and later the mayors met in")
    (True, False)
    """
    spoken = [word for word in re.split(r"[\s,;-]+", gap.lower()) if word]
    allowed = words("headers", "senders") | words("headers", "sent")
    if not spoken or not set(spoken) <= allowed or not set(spoken) & words("headers", "sent"):
        return False
    return bool({"of", "from", "for"} & set(spoken[-4:]))


def _is_seat(reading: Reading, before: Atom, atom: Atom) -> bool:
    """Say whether a country after a remark is the seat of a body: "Quay Lab (lead), Norway"."""
    gap = between(reading, before.end, atom.start)
    body = reading.kind(before.head) in {"Organization", "City"} and not before.places
    return body and reading.kind(atom.head) == "Country" and gap.endswith("),")


def _is_word(text: str) -> bool:
    """Tell words and signs of writing from pictures, as flags before the names of countries are.

    >>> _is_word("town"), _is_word("("), _is_word("🇫🇮")
    (True, True, False)
    """
    return text.isascii() or any(letter.isalpha() for letter in text)


def _cities_of(reading: Reading, taken: list[Atom], end: int) -> list[Atom]:
    """Return the cities instead of the country in "Estonia: Tartu, Narva"."""
    kinds = [reading.kind(atom.head) for atom in taken]
    if len(taken) > 1 and kinds[0] == "Country" and set(kinds[1:]) == {"City"}:
        beside = taken[0].end == taken[1].start
        return taken[1:] if beside or _of_country(reading, taken[0]) else taken
    if len(taken) != 1 or kinds[0] not in {"Country", "Region"}:
        return taken
    after = reading.doc[taken[0].end : taken[0].end + 1].text
    inner = (
        _first(reading, taken[0].end + 1, end)
        if after in {":", "–", "—", "-", "(", "→", "·"}
        or (after == "," and _of_country(reading, taken[0]))
        else []
    )
    cities = [atom for atom in inner if reading.kind(atom.head) == "City"]
    return cities or taken


def _of_country(reading: Reading, atom: Atom) -> bool:
    """Say whether what comes from a country is listed after it: "from Norway, Arlund and Besk"."""
    return atom.start > 0 and reading.doc[atom.start - 1].lower_ in {"from", "in"}


def only(reading: Reading, start: int, end: int) -> list[Atom]:
    """Return the name of an item that has just one and does not begin with it."""
    found = atoms(reading, reading.mentions_in(start, end, references=False))
    return found if len(found) == 1 else []


def _fillers() -> frozenset[str]:
    return words("headers", "fillers")


def _continues(reading: Reading, before: Atom, atom: Atom) -> bool:
    """Say whether the words between two names only enumerate them, remarks in brackets apart."""
    gap = _CIVIC.sub("", between(reading, before.end, atom.start))
    plain = _REMARK.sub("", gap).replace("(", "").strip() or gap
    return is_listed(plain) or (reading.kind(before.head) != "Person" and _sends(plain))


def coverage(reading: Reading, start: int, end: int) -> float:
    """Return the share of the characters of tokens *start* to *end* that belong to names."""
    mentions: list[Mention] = reading.mentions_in(start, end, references=False)
    if not mentions or start >= end:
        return 0.0
    first, last = reading.characters(start, end)
    named = sum(b - a for a, b in (reading.characters(m.start, m.end) for m in mentions))
    return named / max(1, last - first)
