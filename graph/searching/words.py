"""Words of names and quotes as the search index compares them, in any script.

Case, accents and punctuation are folded away as slugs of IRIs fold them, but letters that are
not Latin stay. Scripts that are written without spaces, and Korean, whose particles stick to
its words, are cut into single characters; what a person types is then found as a run of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.iris import LETTERS

#: Words of a query that are looked for; those after them are left out.
MOST_WORDS: Final = 32
_MOST_CHARACTERS: Final = 2_000
_ARTICLES: Final = frozenset({"the", "a", "an"})
_POSSESSIVE: Final = re.compile(r"['’](?<=\w['’])[sS]\b")
_ASCII: Final = re.compile(r"[a-z0-9]+")
#: A word with points or apostrophes in it.
_CUT: Final = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)+")
_CUTS: Final = re.compile(r"[.'’]")
_MARKED: Final = re.compile(r'["“”„«»]([^"“”„«»]*)(["“”„«»]|$)|[^\s"“”„«»]+')
#: Marks of lower combining classes belong to the letters of their scripts; others are accents.
_ACCENT: Final = 10
#: Han, kana, bopomofo and Hangul; then Thai, Lao, Burmese and Khmer.
_ALONE: Final = (
    (0x3005, 0x3007),
    (0x3040, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x323AF),
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
)


class _Folds(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        lowered = unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
        bare = unicodedata.normalize("NFKD", lowered.translate(LETTERS))
        kept = "".join(each for each in bare if unicodedata.combining(each) < _ACCENT)
        self[code] = "".join(map(_part, unicodedata.normalize("NFC", kept)))
        return self[code]


def _part(letter: str) -> str:
    """Return a folded character as it stands in a word, a space where it parts two words."""
    category = unicodedata.category(letter)
    if category == "Cf":  # soft hyphens and joiners
        return ""
    if not letter.isalnum() and category[0] != "M":
        return " "
    code = ord(letter)
    return f" {letter} " if any(low <= code <= high for low, high in _ALONE) else letter


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """Return the words of *text*, folded, with one space between two of them.

    >>> fold("Łódź & São Paulo’s"), fold("東京 Tower"), fold("Харків")
    ('lodz sao paulo', '東 京 tower', 'харків')
    """
    composed = unicodedata.normalize("NFC", _without_possessives(text))
    return " ".join(composed.translate(_FOLDS).split())


def fold_name(name: str) -> str:
    """Return a name folded, without its leading article.

    >>> fold_name("The Hague"), fold_name("The")
    ('hague', 'the')
    """
    first, _, others = (words := fold(name)).partition(" ")
    return others if others and first in _ARTICLES else words


def name_words(name: str) -> str:
    """Return the words by which a name is found, folded: also those it cuts, in one piece.

    >>> name_words("Port of Xi’an"), name_words("U.S. Cities"), name_words("The Hague")
    ('port of xi an xian', 'u s cities us', 'hague')
    """
    whole = (fold(_CUTS.sub("", match[0])) for match in _CUT.finditer(_without_possessives(name)))
    return " ".join([fold_name(name), *whole])


def _without_possessives(text: str) -> str:
    """Blank the endings of possessives, so that every other character keeps its place."""
    return _POSSESSIVE.sub("  ", text) if "'" in text or "’" in text else text


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and from where to where it stands in the text, in code points."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the folded words of *text* with their places.

    >>> words_of("In Łódź")
    [Word(text='in', start=0, end=2), Word(text='lodz', start=3, end=7)]
    """
    if text.isascii():  # ten times as fast
        lowered = _without_possessives(text).lower()
        return [Word(match[0], *match.span()) for match in _ASCII.finditer(lowered)]
    found: list[Word] = []
    word, start, end = "", 0, 0
    for begin, piece in _pieces(_without_possessives(text)):
        for letter in _FOLDS[ord(piece)] if len(piece) == 1 else _fold_piece(piece):
            if letter != " ":
                start, word, end = (start if word else begin), word + letter, begin + len(piece)
            elif word:
                found.append(Word(word, start, end))
                word = ""
    return [*found, Word(word, start, end)] if word else found


def _fold_piece(piece: str) -> str:
    """Return what a character with its marks becomes; spaces part words."""
    return unicodedata.normalize("NFC", piece).translate(_FOLDS)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield every character together with the marks and jamo behind it, and its place."""
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _goes_on(text[place]):
            yield begin, text[begin:place]
            begin = place


def _goes_on(letter: str) -> bool:
    return letter > "\u02ff" and (
        unicodedata.combining(letter) > 0 or "\u1160" <= letter <= "\u11ff"
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to follow each other; the last of an open one may be a word's beginning."""

    words: tuple[str, ...]
    is_open: bool = False

    def places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield from which to which of *words* the phrase stands there.

        >>> list(Phrase(("baltic", "se"), is_open=True).places(["the", "baltic", "sea"]))
        [(1, 2)]
        """
        *firm, last = self.words
        for place in range(len(words) - len(firm)):
            end = place + len(firm)
            meets = words[end].startswith(last) if self.is_open else words[end] == last
            if meets and list(words[place:end]) == firm:
                yield place, end


def parse_query(text: str) -> tuple[Phrase, ...]:
    """Return what a person typed as phrases, every one of which has to be found.

    What stands between quotation marks is one phrase, and so is a word with a hyphen in it. The
    last word may be unfinished, unless a quotation mark ends it. Nothing in *text* is an operator.

    >>> parse_query('"Baltic Sea" riga OR')[0]
    Phrase(words=('baltic', 'sea'), is_open=False)
    >>> parse_query('"Baltic Sea" riga OR')[-1]
    Phrase(words=('or',), is_open=True)
    """
    phrases: list[Phrase] = []
    for match in _MARKED.finditer(text[:_MOST_CHARACTERS]):
        inside, closing = match.groups()
        words = tuple(fold(match[0] if inside is None else inside).split())
        room = MOST_WORDS - sum(len(phrase.words) for phrase in phrases)
        if words and room > 0:
            phrases.append(Phrase(words[:room], is_open=not closing and len(words) <= room))
    firm = [Phrase(phrase.words) for phrase in phrases[:-1]]
    return (*firm, *phrases[-1:])


def without_article(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Leave out a leading article, which names are compared without.

    >>> len(without_article(parse_query("the baltic"))), len(without_article(parse_query("the")))
    (1, 1)
    """
    first, *others = phrases or (Phrase(("",)),)
    if first.words[0] not in _ARTICLES or (len(first.words) == 1 and not others):
        return phrases
    rest = first.words[1:]
    return (Phrase(rest, is_open=first.is_open), *others) if rest else tuple(others)


def marks(quote: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """Return where words of *phrases* stand in *quote*, in code points, neighbours as one.

    >>> marks("Riga and Rīga", parse_query("riga"))
    ((0, 4), (9, 13))
    >>> marks("The Baltic Sea", parse_query("sea baltic"))
    ((4, 14),)
    """
    words = words_of(quote)
    texts = [word.text for word in words]
    runs: list[tuple[int, int]] = []
    for first, last in sorted(place for phrase in phrases for place in phrase.places(texts)):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return tuple((words[first].start, words[last].end) for first, last in runs)
