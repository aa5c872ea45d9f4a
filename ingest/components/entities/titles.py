"""Runs of capitalised words: the plainest sign of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.lexicon import head_kinds, words

from .word_groups import either

if TYPE_CHECKING:
    from .words import Words

#: Words of posts and headings that stand before a name.
_LEADING = frozenset({"lead", "deputy", "watch", "join", "meet", "visit"})
#: Between two capitalised words without a space, as in "Asia-Pacific" or "R&D".
_GLUE = frozenset({"-", "–", "‐", "‑", "&", "/"})
_EDITION = re.compile(r"(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th)")
_TRAILING = re.compile(r"(?:19|20)?\d\d|\d{1,2}[A-Z]?|[IVX]{1,4}")
#: Articles after such a word: "Frankfurt an der Oder".
_ARTICLES = frozenset({"der", "den", "dem", "die", "das", "la", "las", "los", "el", "le", "les"})
#: Words that go on a name only with an article after them: "para los Marineros".
_BEFORE_ARTICLES = frozenset({"an", "para", "por", "pour", "für", "fur"})
#: Second halves of compounds within names: "Kick-off Workshop".
_ADVERBS = frozenset({"off", "up", "in", "on", "out", "over", "based", "driven", "led", "wide"})
#: Halves of given names that a hyphen joins have no more letters than this.
_HALF = 6
#: A run of no more words names one thing at most.
_SMALL = 4
#: What a city may be besides: "City and County of".
_TWINS = frozenset({"county", "borough", "district", "municipality"})
#: Parts of councils and parliaments that have numbers.
_NUMBERED = frozenset({"division", "ward", "seat", "precinct", "constituency"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_FUNCTION = frozenset({"ADV", "ADP", "PRON", "DET", "SCONJ", "CCONJ", "AUX", "INTJ", "VERB"})

Span = tuple[int, int]


def title_runs(w: Words, start: int, end: int) -> list[Span]:
    """Cut the tokens of a block into maximal runs of capitalised words."""
    runs: list[Span] = []
    i = start
    while i < end:
        # Most words are small: what follows is for those with a capital and for editions.
        if not (w.capital[i] or w.texts[i][0].isdigit()) or not _begins(w, i, end):
            i += 1
            continue
        j = i + 1
        while j < end and (step := _continues(w, j, end)):
            j += step
        runs.append((_past_posts(w, i, j), j))
        i = j
    return runs


def _past_posts(w: Words, i: int, j: int) -> int:
    """Return where the name begins in a run of capitals that opens with a post or an address.

    "Second Vice President Tartu City Government" names the government, and "Chief Executive
    Officer Northern Ports Association" the association; "Executive Director Forum" stays whole.
    """
    while j - i > 2 and (w.folded[i] in words("persons", "posts") or w.folded[i] in _LEADING):
        i += 1
    if w.folded[i] in words("persons", "address") and j - i > 1:
        return _past_posts(w, i + 1, j)
    if w.folded[i] in words("persons", "foreign"):
        begins = next((n for n in range(i + 1, j) if w.capital[n]), j)
        if i + 1 < begins < j:
            return begins
    k = i
    while k < j and w.folded[k] in either("persons", "posts", "graded"):
        k += 1
    stop = next((n for n in range(k, i, -1) if w.folded[n - 1] in words("persons", "posts")), i)
    if stop - i > 1 and (j - stop > 2 or (j - stop == 2 and w.folded[j - 1] in head_kinds())):
        return stop
    organ = w.folded[i] in words("names", "organs_of") and i + 1 < j
    if organ and w.folded[i + 1] in words("names", "organs") and j - i > _SMALL:
        return i if w.english.is_common(w.folded[i + 2]) else i + 2
    return i


def _begins(w: Words, i: int, end: int) -> bool:
    """Tell whether a run may begin with this token."""
    if not w.capital[i]:
        following = i + 1 < end and w.capital[i + 1] and w.spaced[i]
        return bool(following and _EDITION.fullmatch(w.texts[i]) and not w.is_stop(i + 1))
    if (
        w.folded[i] in words("names", "numerals")
        and i + 1 < end
        and w.capital[i + 1]
        and not w.is_stop(i + 1)
    ):
        return not w.opens_sentence(i)
    if w.is_stop(i) or _is_headline(w, i):
        return False
    if not w.opens_sentence(i) or w.is_proper(i) or w.titled[w.block[i]]:
        return True
    return w.tags[i] not in _FUNCTION


def _continues(w: Words, j: int, end: int) -> int:
    """Return how many tokens from *j* on belong to the run before it; 0 for none."""
    text = w.texts[j]
    following = j + 1 < end and w.capital[j + 1]
    if w.breaks[j] or _is_headline(w, j) or (text == "The" and not w.titled[w.block[j]]):
        return 0
    if w.capital[j] and (_is_address(w, j, end) or _is_numbered(w, j, end)):
        return 0
    if text in _GLUE:
        tight = not w.spaced[j - 1] and not w.spaced[j]
        pair = text == "/" and w.folded[j - 1] in w.english.demonyms
        joins = (text != "/" or pair) if tight else text == "&"
        if tight and text == "-" and not following:
            k = j + 1
            if k + 2 < end and w.folded[k] in words("names", "particles") and w.texts[k + 1] == "-":
                return 4 if w.capital[k + 2] and not w.spaced[k + 1] else 0
            if j + 2 < end and w.capital[j + 2] and w.folded[j + 1] in _ADVERBS:
                return 2
            return 2 if _is_half(w, j, end) else 0
        return 2 if following and joins else 0
    if text == "and" and w.folded[j - 1] == "city" and j + 2 < end:
        joint = w.capital[j + 1] and w.folded[j + 1] in _TWINS and w.texts[j + 2] == "of"
        return 2 if joint else 0
    if text in _POSSESSIVE:
        return 2 if following and _owns(w, j - 1) else 0
    if w.capital[j]:
        return int((w.spaced[j - 1] or w.texts[j - 1][-1] in "-.") and not _is_postal(w, j, end))
    if _TRAILING.fullmatch(text) and w.spaced[j - 1]:
        return int(not _is_date(w, j, end))
    small = w.folded[j] in words("names", "particles") or w.folded[j] in words(
        "places", "particles"
    )
    if not small or w.is_stop(j - 1) or not w.texts[j].islower():
        return 0
    article = j + 2 < end and w.folded[j + 1] in _ARTICLES and w.capital[j + 2]
    return 3 * article if w.folded[j] in _BEFORE_ARTICLES or not following else 2


def _is_address(w: Words, j: int, end: int) -> bool:
    """Tell "Mr" and the like before a name: whatever stood before ends there."""
    if w.folded[j] not in words("persons", "address"):
        return False
    after = j + 2 if j + 1 < end and w.texts[j + 1] == "." else j + 1
    return after < end and w.capital[after]


def _is_numbered(w: Words, j: int, end: int) -> bool:
    """Tell the part of a body that a number names: "Lakes Council Division 9"."""
    return w.folded[j] in _NUMBERED and j + 1 < end and w.texts[j + 1].isdigit()


def _is_half(w: Words, j: int, end: int) -> bool:
    """Tell the small half of a given name from an English compound: "Mina-seo", "EU-funded"."""
    if j < 2 or j + 1 >= end or not w.capital[j - 2] or len(w.texts[j - 1]) > _HALF:
        return False
    half = w.texts[j + 1]
    small = half.isalpha() and half.islower() and 1 < len(half) <= _HALF
    return small and w.texts[j - 1].istitle() and not w.english.is_common(w.folded[j + 1])


def _is_headline(w: Words, i: int) -> bool:
    """Tell the verb of a headline, capitalised like its names: "Tartu Joins Harbour Alliance"."""
    return w.titled[w.block[i]] and w.folded[i] in words("names", "headline")


def _owns(w: Words, i: int) -> bool:
    """Tell a group of people whose possessive stays within a name: "Leaders' Declaration"."""
    word = w.folded[i]
    return word in words("names", "owners") or (
        word.endswith("s") and word[:-1] in words("persons", "roles")
    )


def _is_postal(w: Words, j: int, end: int) -> bool:
    """Tell the state in "City of Salem OR", or one abbreviated just before, from a name's word."""
    before = w.texts[j - 1].casefold()
    if before.endswith(".") and len(before) > 2 and before in w.postal and before.count(".") == 1:
        return True
    text = w.texts[j]
    last = j + 1 >= end or w.texts[j + 1] in {",", ";", ".", ")"}
    return last and len(text) == 2 and text.isupper() and text != "DC" and text.lower() in w.postal


def _is_date(w: Words, j: int, end: int) -> bool:
    """Tell whether a number belongs to a date or amount rather than to the name before it."""
    if w.is_stop(j - 1):
        return True
    return j + 1 < end and (
        (w.is_stop(j + 1) and w.capital[j + 1]) or w.texts[j + 1] in {"%", "km", "km2", "m"}
    )
