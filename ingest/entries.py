"""Which lines without a marker of their own are entries: of lists, of agendas, of addresses."""

from __future__ import annotations

import re
from itertools import pairwise

from .lines import Line

_ENDS = re.compile(r"[.!?:;]['\"”’)*_]*+\s*+$")
_LABEL = re.compile(r"\s*[*_]{0,3}[A-Z][\w /&'-]{1,40}[*_]{0,3}:")
_TIME = re.compile(
    r"\s*(?:\d{1,2}[.:h]\d{2}\s?[-–—]\s?\d{1,2}[.:h]\d{2}|\d{1,2}:\d{2})[ \t:–—|-]+[A-Z“\"‘]"
)
_OPENS = re.compile(r"[^\W\d_a-zà-ÿ]|(?:19|20)\d\d\b(?!\s+[a-z])")
_GOES_ON = re.compile(r"(?:and|or|of|in|on|at|to|for|with|by|between|from)\b", re.IGNORECASE)
_PARTED = re.compile(r";\s*(?:and\s*)?$")
_LOOSE = re.compile(r"(?:[-–(/&,]|\b(?:and|or|of|in|on|at|to|for|with|by|between|from|the|a|an))$")
_MOST = 0.8  # share of lines that begin in capitals, and of those that are short
_FEWEST = 3  # lines that are entries only if each has a comma
_SHORT = 60
_WIDEST = 90  # characters of the longest line
_BROAD = 120  # characters of the longest line where lines end early
_EARLY = 0.6  # share of lines that have to
_SPARE = 45  # characters that no line filling its page would stop at
_STEP = 12  # characters by which lines of one width differ at most


def opens_slot(source: str, line: Line) -> bool:
    """Say whether a line begins with the hour at which something is held.

    >>> opens_slot("09:30 - 10:15 Opening", Line("text", 0, 21))
    True
    >>> opens_slot("12.50 in all", Line("text", 0, 12))
    False
    """
    return bool(_TIME.match(source, line.start, line.end))


def opens_label(source: str, line: Line) -> bool:
    """Say whether a line begins with a label of its own: "Associated partners: Riga".

    >>> opens_label("Venue: Riga", Line("text", 0, 11))
    True
    """
    return not line.level and bool(_LABEL.match(source, line.start, line.end))


def entries(source: str, chunk: list[Line]) -> list[list[Line]]:
    """Part an item's lines after semicolons: a converter had lost the markers of some.

    >>> source = "Riga; "  "\\nTurku"
    >>> len(entries(source, [Line("item", 0, 5), Line("text", 7, 12)]))
    2
    """
    found: list[list[Line]] = [[chunk[0]]]
    for before, line in pairwise(chunk):
        opens = source[line.start : line.end].strip()[:1]
        if _PARTED.search(source[before.start : before.end]) and (opens.isupper() or opens in "“*"):
            found.append([Line("item", line.start, line.end, chunk[0].level)])
        else:
            found[-1].append(line)
    return found


def is_line_list(texts: list[str]) -> bool:
    """Tell lines that are entries of their own from one wrapped paragraph.

    >>> is_line_list(["Riga", "Turku", "Narva", "Oslo"])
    True
    >>> is_line_list(["The towns met in Riga to", "talk about harbours", "of the north."])
    False
    """
    if len(texts) >= 2 and all(_LABEL.match(text) for text in texts):
        return True
    if len(texts) >= 2 and all(map(_PARTED.search, texts[:-1])):
        return True
    bare = [text.strip(" *_").rstrip(",") for text in texts]
    opens = [_OPENS.match(text) and not _GOES_ON.match(text) for text in bare]
    capital = sum(map(bool, opens)) >= _MOST * len(bare)
    short = sum(len(text) <= _SHORT for text in bare) >= _MOST * len(bare)
    longest = max(map(len, bare))
    spare = longest <= _SPARE or len({len(text) // _STEP for text in bare}) > 2
    plain = capital and short and spare and longest <= _WIDEST
    told = len(texts) == _FEWEST and all("," in text for text in bare)  # name and body, town, land
    if not (len(texts) > _FEWEST or told) or any(map(_ENDS.search, bare)):
        return False
    return plain or (all(opens) and longest <= _BROAD and _end_early(texts))


def _end_early(texts: list[str]) -> bool:
    """Tell lines that end where the first word of the next would still have fitted in."""
    width = max(map(len, texts))
    early = [len(one) + 1 + len(other.split()[0]) <= width for one, other in pairwise(texts)]
    loose = any(map(_LOOSE.search, texts[:-1]))
    return sum(early) >= _EARLY * len(early) and not loose


def announced(texts: list[str]) -> bool:
    """Say whether the first line is a lead-in to the others: "The members are:" over names.

    >>> announced(["The members are:", "Riga", "Turku"])
    True
    """
    names = texts[1:]
    short = all(len(text) <= _SPARE and text[:1].isupper() for text in names)
    return texts[0].endswith(":") and len(names) > 1 and short and not any(map(_ENDS.search, names))
