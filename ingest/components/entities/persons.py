"""Personal names by what stands around them: honorifics, posts, verbs of saying, signatures."""

from __future__ import annotations

from ingest.lexicon import head_kinds, table, words

from .spans import Proposal
from .word_groups import only_posts
from .words import Words

_MOST = 7
#: Between a name and the post that its bearer holds.
_BEFORE_ROLE = frozenset({",", "–", "—", "-", "(", "|", "is", "was"})
_QUOTES = frozenset({'"', "“", "”", "„", "‘", "’", "'"})
_APOSTROPHES = frozenset({"’", "'", "‘"})
#: Second halves of given names have fewer letters than this.
_HALF = 7
#: Head nouns that are family names as well.
_SURNAMES = frozenset(
    ["young", "day", "law", "bill", "price", "house", "power", "church", "park", "hall", "chambers"]
)


def person_proposals(w: Words) -> list[Proposal]:
    """Return the personal names that honorifics, posts, speech and signature blocks show."""
    cues: dict[str, float] = table("weights")["cues"]
    found: list[Proposal] = []
    posts, saying = words("persons", "posts"), words("persons", "saying")
    following = [*w.capital[1:], False]
    for i, folded in enumerate(w.folded):
        if w.capital[i] and is_honorific(w, i) and (following[i] or _is_dotted(w, i)):
            found.extend(_after(w, i + 1, "honorific", cues["honorific"], least=1))
        elif following[i] and folded in posts:
            found.extend(_after(w, i + 1, "post", cues["post"], least=2))
        elif folded in saying:
            found.extend(_speaker(w, i, cues["speaker"]))
    found.extend(_signatures(w, cues["role_after"]))
    return found


def name_end(w: Words, i: int, *, sure: bool = False) -> int:
    """Return where the personal name that begins at *i* ends (i itself: there is none)."""
    limit = min(w.ranges[w.block[i]][1], i + _MOST)
    end = i
    while end < limit and (end == i or not w.breaks[end]):
        if w.capital[end]:
            if not _may_be_named(w, i, end, sure=sure):
                break
            end += 1
        elif end > i and (step := _within(w, end, limit)):
            end += step
        else:
            break
    while end > i and not w.capital[end - 1] and _hangs(w, end - 1):
        end -= 1
    return end


def _hangs(w: Words, i: int) -> bool:
    """Tell a hyphen or particle after which nothing of the name came."""
    return w.texts[i] == "-" or w.folded[i] in words("persons", "particles")


def _within(w: Words, j: int, limit: int) -> int:
    """Return how many tokens from *j* on go on a personal name with what has no capital.

    An initial's full stop, the hyphen of "Mina-seo", particles ("van den"), the apostrophe of
    "Ny’ Ong", and a name by which friends call one, in quotation marks.
    """
    text = w.texts[j]
    if text == "." and len(w.texts[j - 1]) == 1:
        return 1
    if text == "-" and not w.spaced[j] and not w.spaced[j - 1]:
        return 2 if _is_second_half(w, j + 1, limit) else 1
    last = w.ranges[w.block[j]][1]
    if text in _QUOTES and w.spaced[j - 1]:
        called = j + 3 < last and w.texts[j + 2] in _QUOTES and w.capital[j + 3]
        return 3 if called and w.texts[j + 1][0].isupper() else 0
    if text in _APOSTROPHES and not w.spaced[j - 1]:
        named = w.spaced[j] and not w.texts[j - 1].endswith("s") and j + 1 < last
        return int(named and w.capital[j + 1] and "’" in w.texts[j + 1])
    k = j
    while k < last and not w.capital[k] and w.folded[k] in words("persons", "particles"):
        k += 1
    return k - j if k > j and k < last and w.capital[k] else 0


def _is_second_half(w: Words, i: int, limit: int) -> bool:
    """Tell the small half of a given name: "Mina-seo"."""
    return i < limit and w.texts[i].islower() and w.texts[i].isalpha() and len(w.texts[i]) < _HALF


def _may_be_named(w: Words, i: int, end: int, *, sure: bool) -> bool:
    """Tell whether a capitalised word may belong to the personal name that began at *i*."""
    text = w.texts[end]
    verb = w.titled[w.block[i]] and w.folded[end] in words("names", "headline")
    if end > i and (verb or w.folded[end] in words("persons", "address")):
        return False
    tied = end > i and not w.capital[end - 1] and text.istitle()
    if tied and (w.folded[end - 1] in words("persons", "particles") or w.texts[end - 1] == "-"):
        return True
    if w.is_stop(end) and not (sure and end + 1 < len(w) and w.capital[end + 1] and w.spaced[end]):
        return False
    letters = (
        text.isalpha()
        and 2 <= len(text) <= 4
        and text.isupper()
        and end > i
        and not w.texts[end - 1].isupper()
    )
    return not (letters and w.folded[end] not in words("persons", "suffixes")) and not _is_thing(
        w, end
    )


def _is_thing(w: Words, i: int) -> bool:
    """Tell a role, body or place word from a part of a personal name."""
    folded = w.folded[i]
    if w.texts[i].isupper() and len(w.texts[i]) > 3 and not w.texts[i - 1].isupper():
        return False
    return folded in words("persons", "roles") or (
        folded in head_kinds() and folded not in _SURNAMES
    )


def is_honorific(w: Words, i: int) -> bool:
    """Tell "Cr" before a name from the initials "C.R." that begin one."""
    if w.folded[i] not in words("persons", "honorifics"):
        return False
    return not (w.folded[i] == "cr" and w.texts[i].isupper())


def _is_dotted(w: Words, i: int) -> bool:
    """Tell an honorific with a full stop that a name follows: "Cllr. Ada Lind"."""
    dotted = i + 2 < len(w) and w.texts[i + 1] == "." and not w.spaced[i]
    return dotted and w.folded[i] in words("persons", "address") and w.capital[i + 2]


def _after(w: Words, i: int, source: str, weight: float, *, least: int) -> list[Proposal]:
    """Return the name after an honorific or post."""
    while i < len(w) and (
        is_honorific(w, i) or w.folded[i] in words("persons", "graded") or w.texts[i] == "."
    ):
        i += 1
    if i >= len(w) or not w.capital[i] or w.block[i] != w.block[i - 1]:
        return []
    end = name_end(w, i, sure=source == "honorific")
    if end - i == 1 < least and _is_surname(w, i):
        return [Proposal(i, end, source, 1.2, (("Person", weight),))]
    if end - i < least or (least > 1 and w.is_common(i, end)):
        return []
    return [Proposal(i, end, source, 3.0 if least == 1 else 1.6, (("Person", weight),))]


def _is_surname(w: Words, i: int) -> bool:
    """Tell the surname in "Mayor Bakke" from a place, a common word and a longer name."""
    if w.folded[i - 1] not in words("persons", "titles") or not w.capital[i - 1]:
        return False
    last = w.ranges[w.block[i]][1]
    if i + 1 < last and (w.capital[i + 1] or w.texts[i + 1] in {"-", "of", "for", "&"}):
        return False
    known, text = w.english.places, w.texts[i]
    place = w.folded[i] in known.names or w.folded[i] in w.english.demonyms
    return not place and not text.isupper() and not w.english.is_common(w.folded[i])


def _is_odd(w: Words, start: int, end: int) -> bool:
    """Tell "New Tidal Analytics" and "XYZ-Q" from people: a modifier or an acronym first."""
    given = w.folded[start] in words("persons", "first_names")
    if end - start == 2 and w.texts[start].isupper() and not w.texts[end - 1].isupper():
        return len(w.texts[start]) > 1
    hyphen = w.texts[start + 1] == "-" and w.texts[start].isupper() and len(w.texts[start]) > 1
    modifier = w.english.is_modifier(w.folded[start]) and end - start > 2
    return hyphen or (modifier and not given)


def _speaker(w: Words, verb: int, weight: float) -> list[Proposal]:
    """Return the name right before or after a verb of saying."""
    found: list[Proposal] = []
    first, last = w.ranges[w.block[verb]]
    if verb + 1 < last and w.capital[verb + 1]:
        end = name_end(w, verb + 1)
        post = end < last and w.capital[end] and w.folded[end] in words("persons", "roles")
        if 2 <= end - verb - 1 <= 4 and not post:
            found.append(Proposal(verb + 1, end, "speaker", 1.0, (("Person", weight),)))
    start = verb
    while (
        start > first
        and w.capital[start - 1]
        and w.folded[start - 1] not in words("names", "stops")
    ):
        start -= 1
    if 2 <= verb - start <= 3 and name_end(w, start) == verb:
        found.append(Proposal(start, verb, "speaker", 0.6, (("Person", weight / 3),)))
    return found


def _signatures(w: Words, weight: float) -> list[Proposal]:
    """Return names followed by a comma and a post: "NAME, ROLE, BODY" anywhere in a block."""
    found: list[Proposal] = []
    for i, text in enumerate(w.texts):
        if text not in _BEFORE_ROLE or i == 0 or i + 1 >= len(w):
            continue
        first, last = w.ranges[w.block[i]]
        if i <= first or not _is_role(w, i + 1, last):
            continue
        start = i
        while (
            start > first
            and i - start < _MOST
            and (
                w.capital[start - 1]
                or w.folded[start - 1] in words("persons", "particles")
                or w.texts[start - 1] in {".", "-"}
            )
        ):
            start -= 1
        while start < i and (
            w.folded[start] in words("persons", "honorifics")
            or w.texts[start] == "."
            or not w.capital[start]
            or w.folded[start] in only_posts()
        ):
            start += 1
        posts = (k + 1 for k in range(start, i - 2) if w.folded[k] in only_posts())
        start = max(posts, default=start)
        sound = i - start >= 2 and name_end(w, start) == i and not w.texts[i - 1].isdigit()
        if sound and not _is_odd(w, start, i) and not _is_portfolio(w, start, i):
            found.append(Proposal(start, i, "role", 1.4, (("Person", weight),)))
    return found


def _is_portfolio(w: Words, start: int, end: int) -> bool:
    """Tell "Minister of Inland Ports, Chair of X" from a person after "of"."""
    if not w.is_common(start, end) or w.folded[start] in words("persons", "first_names"):
        return False
    return start > 1 and w.texts[start - 1] in {"of", "for", "and"}


def _is_role(w: Words, i: int, last: int) -> bool:
    """Tell whether a description of a post begins at *i*."""
    for place in range(i, min(i + 5, last)):
        if w.folded[place] in words("persons", "roles"):
            return True
        if w.texts[place] in {",", ".", ";", "of", "for", "and", ")"} and place > i:
            return False
    return False
