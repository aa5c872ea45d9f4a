"""What is found, best first: an order that depends on nothing but what holds in a generation.

A name that is the query comes before names that begin so, then come names that hold the words one
after the other, then those that hold all of them anywhere; only where there are none, names that
hold some. Among equals preferred names come first, then the order of the alphabet and of IRIs
decides. Sentences rank likewise, the shorter first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from math import log
from typing import Any, Final

from .words import Phrase, marks, without_article

#: What more names hold than these says nothing by itself, nor do words that only join others.
_COMMON: Final = 10_000
#: So many phrases are looked for where no name holds them all.
_FEW: Final = 8
_JOINING: Final = frozenset(
    {"a", "an", "and", "at", "by", "da", "de", "del", "der", "des", "di", "die", "do", "dos", "du"}
    | {
        "e",
        "el",
        "en",
        "et",
        "for",
        "from",
        "in",
        "la",
        "le",
        "les",
        "of",
        "on",
        "the",
        "to",
        "und",
    }
    | {"with", "y"}
)
#: A shorter word that ends a query is no beginning of others, where sentences are looked for.
_STEM: Final = 3
#: The condition for rows that hold in a generation.
HOLDS: Final = "from_gen <= :generation AND (to_gen IS NULL OR to_gen > :generation)"
_IS: Final = (
    "SELECT iri, kind, name, is_alternative, folded FROM names "
    "WHERE folded = :low AND is_alternative IN (0, 1)"
)
_BEGINS: Final = (
    "SELECT iri, kind, name, is_alternative, folded FROM names "
    "WHERE folded > :low AND folded < :high AND is_alternative = "
)
_NAMES: Final = (
    "FROM names_words CROSS JOIN names ON id = names_words.rowid WHERE names_words MATCH "
)
_SENTENCES: Final = (
    "SELECT place, iri, quote, claims FROM quotes_words "  # noqa: S608
    "CROSS JOIN quotes ON place = quotes_words.rowid "
    "CROSS JOIN documents ON documents.id = document "
    f"WHERE quotes_words MATCH :words AND {HOLDS} ORDER BY quotes_words.rowid LIMIT :most"
)


class Match(IntEnum):
    """How a name or a sentence meets a query, the best first."""

    EXACT = 0
    BEGINS = 1
    HOLDS = 2
    ALL = 3
    SOME = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing by the best of its names, or a sentence by the first claim that comes from it.

    ``kind`` is that of the thing (``Document`` for a title) and ``Claim`` for a sentence.
    Things that hold all words are in the order of ``rank`` and IRI. ``document``, ``claims`` and
    ``marks`` (from where to where the words stand, in code points of ``text``) are those of a
    sentence.
    """

    iri: str
    kind: str
    text: str
    match: Match
    rank: str = ""
    document: str | None = None
    claims: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


class NameSearch:
    """Names that meet phrases, in one generation."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        phrases: tuple[Phrase, ...],
        generation: int,
        kinds: Collection[str] | None,
    ) -> None:
        """Ask over *connection* for things of these *kinds*, or of all."""
        self._run = connection.execute
        self._phrases = without_article(phrases)
        self._values: dict[str, Any] = {"generation": generation}
        self._condition = f" AND {HOLDS}"
        if kinds is not None:
            names = {f"kind{number}": kind for number, kind in enumerate(sorted(kinds))}
            self._values |= names
            self._condition += f" AND kind IN ({', '.join(f':{name}' for name in names)})"

    def hits(self) -> Generator[Hit, None, None]:
        """Yield things, each once, best first."""
        seen: set[str] = set()
        for match, rows in self._stages():
            if match is Match.SOME and seen:
                return
            for iri, kind, name, is_alternative, folded in rows:
                if iri not in seen:
                    seen.add(iri)
                    rank = f"{match:d}{is_alternative} {folded}"
                    yield Hit(iri, kind, name, match, rank=rank)

    def total(self) -> int:
        """Return how many things ``hits`` would yield."""
        if not self._phrases:
            return 0
        sql = f"SELECT count(DISTINCT iri) {_NAMES} :words {self._condition}"
        ((found,),) = self._run(sql, self._values | {"words": _expression(self._phrases)})
        return int(found) or len({iri for iri, *_ in self._some()})

    def _stages(self) -> Iterator[tuple[Match, Iterator[Any]]]:
        if not self._phrases:
            return
        whole = _joined(self._phrases)
        key = " ".join(whole.words)
        yield Match.EXACT, self._ordered(_IS, low=key)
        # A space sorts before all that words are made of: "riga port" comes before "rigatoni".
        low, high = (key, f"{key}\U0010ffff") if whole.is_open else (f"{key} ", f"{key}!")
        for is_alternative in "01":
            yield Match.BEGINS, self._ordered(_BEGINS + is_alternative, low=low, high=high)
        yield Match.HOLDS, self._matching((whole,))
        if len(self._phrases) > 1:
            yield Match.ALL, self._matching(self._phrases)
        yield Match.SOME, self._some()

    def _matching(self, phrases: Sequence[Phrase]) -> Iterator[Any]:
        sql = f"SELECT iri, kind, name, is_alternative, folded {_NAMES} :words"
        return self._ordered(sql, words=_expression(phrases))

    def _ordered(self, sql: str, **values: str) -> Iterator[Any]:
        order = " ORDER BY is_alternative, folded, iri, name"
        return self._run(sql + self._condition + order, self._values | values)

    def _some(self) -> Iterator[Any]:
        """Yield names that meet some of several phrases, those with more and rarer ones first."""
        weights: dict[int, float] = defaultdict(float)
        rows: dict[int, tuple[Any, ...]] = {}
        telling = [each for each in self._phrases if not _JOINING.issuperset(each.words)]
        for phrase in dict.fromkeys(telling[:_FEW]) if len(self._phrases) > 1 else ():
            sql = f"SELECT id, is_alternative, folded, iri, kind, name {_NAMES} :words"
            values = self._values | {"words": _expression((phrase,)), "most": _COMMON + 1}
            found = self._run(f"{sql} {self._condition} LIMIT :most", values).fetchall()
            if len(found) <= _COMMON:
                for row in found:
                    rows[row[0]] = row[1:]
                    weights[row[0]] += 1 + log(_COMMON / len(found))
        for number in sorted(rows, key=lambda each: (-weights[each], rows[each])):
            is_alternative, folded, *thing = rows[number]
            yield *thing, is_alternative, folded


class QuoteSearch:
    """Sentences that meet phrases, in one generation."""

    def __init__(
        self, connection: sqlite3.Connection, phrases: tuple[Phrase, ...], generation: int
    ) -> None:
        """Ask over *connection*."""
        self._run = connection.execute
        self._values: dict[str, Any] = {"generation": generation}
        last = phrases[-1:]
        if last and len(last[0].words[-1]) < _STEM:
            phrases = (*phrases[:-1], Phrase(last[0].words))
        self._phrases = phrases

    def hits(self, most: int) -> Generator[Hit, None, None]:
        """Yield up to *most* sentences of documents, each once, best first."""
        seen: set[int] = set()
        for match, words in self._stages():
            rows = self._run(_SENTENCES, self._values | {"words": words, "most": most})
            for place, document, quote, said in rows if len(seen) < most else ():
                if place not in seen and len(seen) < most:
                    seen.add(place)
                    claims = tuple(said.split())
                    yield Hit(claims[0], "Claim", quote, match, document=document, claims=claims)

    def with_marks(self, hit: Hit) -> Hit:
        """Return *hit* with the places where the words stand in it."""
        return replace(hit, marks=marks(hit.text, self._phrases))

    def _stages(self) -> Iterator[tuple[Match, str]]:
        """Yield what to look for: whole words before beginnings, the phrase before its words."""
        if not self._phrases:
            return
        whole = _joined(self._phrases)
        yield Match.HOLDS, _expression((Phrase(whole.words),))
        yield Match.HOLDS, _expression((whole,))
        yield Match.ALL, _expression([Phrase(phrase.words) for phrase in self._phrases])
        yield Match.ALL, _expression(self._phrases)


def _joined(phrases: Sequence[Phrase]) -> Phrase:
    words = tuple(word for phrase in phrases for word in phrase.words)
    return Phrase(words, is_open=phrases[-1].is_open)


def _expression(phrases: Sequence[Phrase]) -> str:
    """Return phrases in the language of FTS5; folded words hold nothing that means anything in it.

    >>> _expression([Phrase(("baltic", "sea")), Phrase(("ri",), is_open=True)])
    '"baltic sea" AND "ri" *'
    """
    return " AND ".join(
        f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}' for phrase in phrases
    )
