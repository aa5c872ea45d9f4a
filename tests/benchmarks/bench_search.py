"""Full-text search over 100,000 names and 300,000 sentences: building, asking, following.

Names and sentences are made of invented words, drawn as words of texts are: few of them often,
most of them seldom. What is measured is the index alone, over a file on disk.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from graph.lines.ntriples import text, triple
from graph.searching.search import NameRow, QuoteRow, SearchIndex
from ontology.iris import Base, digest
from ontology.namespaces import PREFIXES
from ontology.terms import KINDS

THINGS = 60_000
DOCUMENTS = 10_000
QUOTES = 30
TIMES = 21

_SYLLABLES = (
    *("ba", "be", "dor", "el", "far", "gen", "hal", "im", "jo", "kar", "lin", "mos", "nu"),
    *("or", "pel", "qui", "ros", "sta", "tur", "vel", "wen", "xa", "yor", "zim"),
)


@dataclass
class Part:
    """Lines to remove and to add, by graph."""

    removed: dict[str | None, set[str]] = field(default_factory=dict)
    added: dict[str | None, set[str]] = field(default_factory=dict)


class World:
    """Invented words, and what is said with them."""

    def __init__(self, seed: int = 4) -> None:
        """Draw everything from *seed*."""
        self.random = random.Random(seed)
        self.words = sorted({self._word() for _ in range(30_000)})
        self.random.shuffle(self.words)
        self.weights = [*accumulate(1 / (rank + 3) for rank in range(len(self.words)))]

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4)))

    def say(self, number: int) -> str:
        """Return so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=number))

    def things(self) -> Iterator[str]:
        """Yield the lines of the names of things: 1.67 a thing."""
        for number in range(THINGS):
            kind = KINDS[number % len(KINDS)]
            iri = Base().entity(kind, f"thing-{number}")
            name = self.say(self.random.randint(1, 5)).title()
            yield triple(iri, PREFIXES["skos"] + "prefLabel", text(name, language="en"))
            yield triple(iri, PREFIXES["rdfs"] + "label", text(name, language="en"))
            for _ in range(number % 3 and 1):
                other = self.say(self.random.randint(1, 4)).upper()
                yield triple(iri, PREFIXES["skos"] + "altLabel", text(other, language="en"))

    def document(self, number: int) -> tuple[str, set[str]]:
        """Return a document's graph and the lines of its evidence."""
        graph = Base().document(f"{number}.txt")
        lines = set()
        for index in range(QUOTES):
            quote = f"{Base().claim(digest(graph, str(index))[:32])}#quote"
            said = self.say(self.random.randint(8, 30)).capitalize() + "."
            lines.add(triple(quote, PREFIXES["oa"] + "exact", text(said)))
            lines.add(triple(quote, PREFIXES["oa"] + "prefix", text(self.say(5))))
        return graph, lines

    def parts(self, documents: int) -> Iterator[Part]:
        """Yield a first build of so many documents, in parts."""
        yield Part(added={None: {*self.things()}})
        for start in range(0, documents, 1000):
            numbers = range(start, min(start + 1000, documents))
            yield Part(added=dict(map(self.document, numbers)))


def main() -> None:
    """Print the figures."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.sqlite", Path(folder) / "small.sqlite"
        _build(large, world)
        with closing(SearchIndex.open(large)) as index:
            _ask(index, world)
        with closing(SearchIndex.open(small, writable=True)) as index:
            index.apply(1, world.parts(DOCUMENTS // 100))
        few, many = _update(small, world), _update(large, world)
    print(
        f"{'all sentences of a document replaced':40} {many * 1e3:8.2f} ms, "
        f"{many / few:.2f} times what it takes beside {DOCUMENTS // 100} documents"
    )


def _build(path: Path, world: World) -> None:
    parts = [*world.parts(DOCUMENTS)]
    start, used = time.perf_counter(), time.process_time()
    with closing(SearchIndex.open(path, writable=True)) as index:
        index.apply(1, parts)
    took, used = time.perf_counter() - start, time.process_time() - used
    with closing(SearchIndex.open(path)) as index:
        names = sum(1 for row in index.rows(1) if isinstance(row, NameRow))
    print(f"{'build of the index':40} {took:8.1f} s ({used:.1f} s of a processor)")
    print(
        f"{'its file':40} {path.stat().st_size / 1e6:8.1f} MB "
        f"({names:,} names, {DOCUMENTS * QUOTES:,} sentences)"
    )


def _ask(index: SearchIndex, world: World) -> None:
    common, rare = world.words[0], world.words[9_000]
    middle = world.words[40]
    queries = {
        "one letter": middle[0],
        "two letters": middle[:2],
        "the beginning of a word": rare[:5],
        "a rare word": rare,
        "a word of the middle": middle,
        "the commonest word": common,
        "two words": f"{middle} {world.words[60]}",
        "two words, one common": f"{common} {middle[:3]}",
        "some of the words": f"{rare} {world.words[9_001]} {middle}",
        "nothing": "qqqq",
    }
    for what in ("names", "quotes"):
        for name, query in queries.items():
            times = []
            for _ in range(TIMES):
                start = time.perf_counter()
                found = index.find(query, generation=1, what=what, limit=20)
                times.append(time.perf_counter() - start)
            counted = f" of {index.count(query, generation=1):,}" if what == "names" else ""
            print(
                f"{what + ': ' + name:40} {statistics.median(times) * 1e3:8.2f} ms"
                f" ({len(found)}{counted})"
            )


def _update(path: Path, world: World) -> float:
    """Return the median of the seconds from opening the file to closing it."""
    times = []
    for number in range(TIMES):
        graph, after = world.document(number)
        with closing(SearchIndex.open(path)) as index:
            before = {
                triple(f"{row.claim}#quote", PREFIXES["oa"] + "exact", text(row.quote))
                for row in index.rows(number + 1)
                if isinstance(row, QuoteRow) and row.document == graph
            }
        start = time.perf_counter()
        with closing(SearchIndex.open(path, writable=True)) as index:
            index.apply(number + 2, [Part(removed={graph: before}, added={graph: after})])
            index.forget_before(number)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
