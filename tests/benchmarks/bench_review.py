"""How long the first page of the review queue takes in a graph of many names.

Documents are made that name things once or twice: some in other words, some misspelt, some by short
forms that another document spells out; each leaves some claims unsure, some were judged, and some
have copies. The page is asked for in this process as after a commit, when the queue is read anew,
of all and with filters; that is measured in time of the processor, because other work on the
machine would distort the time of day. Over HTTP it is asked for as by a reviewer who goes on.

``make bench ARGS=review`` makes 100,000 names; ``ARGS=review=10000`` fewer.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, Final, cast

from api.gql.context import Context
from api.gql.live.writes import Writes
from api.gql.schema import schema
from graph.curating.curation import decision
from graph.reviewing.items import Wish
from graph.reviewing.queue import Queue
from graph.workspace import Workspace
from ontology.model import Document, Extraction
from tests.api.server import running_server
from tests.graph.factories import Story

#: Names of one document, and how many of its claims are proposals and unsure.
NAMES: Final = 100
DOUBTED: Final = 5
#: One name in so many is written otherwise elsewhere, in each of these ways.
RARE: Final = 40
ROUNDS: Final = 5
#: Milliseconds that a first page may take.
AIM: Final = 500
TOKEN: Final = "of-this-benchmark"
QUERY: Final = """query ($filter: ReviewFilter) { review(first: 20, filter: $filter) { totalCount
  nodes { key kind doubt reach worth documents why sentences { quote sourceKey }
    ... on UncertainFact { claim property subject { name } object { name } choices { name } }
    ... on UncertainPair { one { name names iri } other { name names iri } } } } }"""
_SYLLABLES: Final = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti")
_KINDS: Final = ("Network", "Programme", "Event", "Agreement")
_HEADS: Final = ("League", "Forum", "Charter", "Alliance", "Compact", "Partnership")


def main(names: int = 100_000) -> None:
    """Print the figures of a graph of so many names."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Workspace(Path(temporary) / "data")
        started = time.perf_counter()
        _fill(place, names)
        print(f"{names:,} names put and committed in {time.perf_counter() - started:.0f} s")
        _report(place)


def _fill(place: Workspace, names: int) -> None:
    with place.writer() as writer:
        for document, extraction in _documents(names // NAMES):
            writer.put(document, extraction)
        writer.commit()
        found = Queue.of(place.documents, place.base).items(Wish())
        judged = [item for item in found if item.key][: names // 1_000]
        writer.decide([item.id for item in judged], "reject", who="a reviewer")
        for pair in [item for item in found if item.sort == "apart"][: names // 1_000]:
            one, other = pair.ends
            writer.curate(
                decision(
                    "different", one, other, who="ada", at="2026-05-04T10:00:00Z", base=place.base
                )
            )
        writer.commit()


def _documents(size: int) -> Iterator[tuple[Document, Extraction]]:
    chance = random.Random(7)
    words = sorted({"".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2_000)})
    again: list[tuple[str, str]] = []
    for number in range(size):
        story = Story(f"review/{number:05}.md", title=f"Report {number}", date="2026-05")
        document, extraction = _read(story, chance, words, again)
        yield document, extraction
        if number % RARE == 0:
            yield (
                replace(document, key=f"a/{number}.md"),
                replace(extraction, document=f"a/{number}.md"),
            )


def _read(
    story: Story, chance: random.Random, words: list[str], again: list[tuple[str, str]]
) -> tuple[Document, Extraction]:
    """Write one document; *again* are names that later ones have in other words."""
    for place in range(NAMES):
        if again and place % (RARE // 4) == 0:
            kind, only = again.pop(0)
            names: tuple[str, ...] = (only,)
        else:
            kind, names = chance.choice(_KINDS), (_name(chance, words),)
            if (otherwise := _otherwise(names[0], chance)) is not None:
                again.append((kind, otherwise[0]))
                names += otherwise[1]
        story.name(f"e{place}", kind, *names)
        said = story.say(f"{names[0]} has {place + 2} members, as all of them say.")
        confidence = 0.5 + place / 50 if place < DOUBTED else 0.95
        story.state(f"e{place}", "partnerOf", f"e{max(place - 1, 0)}", said, confidence=confidence)
    extraction = story.extraction()
    proposals = tuple(replace(each, confidence=0.4) for each in extraction.facts[-DOUBTED:])
    facts = extraction.facts[1:-DOUBTED]  # none is a partner of itself
    return story.document(), replace(extraction, facts=facts, proposals=proposals)


def _name(chance: random.Random, words: list[str]) -> str:
    return f"{' '.join(chance.sample(words, 2))} {chance.choice(_HEADS)}"


def _otherwise(name: str, chance: random.Random) -> tuple[str, tuple[str, ...]] | None:
    """Return how another document writes a name, and what this one calls it besides, or None."""
    first, second, head = name.split(" ")
    ways: list[Callable[[], tuple[str, tuple[str, ...]]]] = [
        lambda: (f"{head} of {first} {second}", ()),
        lambda: (f"{first[:-1]}y {second} {head}", ()),
        lambda: (f"The {first}", (f"The {first}",)),
    ]
    return chance.choice(ways)() if chance.random() < 3 / RARE else None


def _report(place: Workspace) -> None:
    found = Queue.of(place.documents, place.base).items(Wish())
    sorts = [item.sort for item in found]
    print({sort: sorts.count(sort) for sort in sorted({*sorts})}, flush=True)
    pair = next(item for item in found if item.sort == "apart")
    filters: dict[str, dict[str, Any] | None] = {
        "all": None,
        "facts": {"kinds": ["PROPOSAL", "CLAIM"]},
        "pairs apart": {"kinds": ["APART"]},
        "pairs joined": {"kinds": ["JOINED"]},
        "about one thing": {"about": [pair.ends[0]]},
        "of ten documents": {"documents": [f"review/{each:05}.md" for each in range(10)]},
    }
    for name, wanted in filters.items():
        _print(f"read anew, {name}", [_asked(place, wanted) for _ in range(ROUNDS)])
    with running_server(place.path, HANSA_TOKEN=TOKEN, HANSA_RATE_SECONDS="0") as client:
        taken = []
        for _ in range(ROUNDS + 2):
            started = time.perf_counter()
            answer = client.post(
                "/graphql", json={"query": QUERY}, headers={"Authorization": f"Bearer {TOKEN}"}
            )
            taken.append(time.perf_counter() - started)
            assert "errors" not in answer.json(), answer.text
        _print("over HTTP, once it was read", taken[2:])


def _asked(place: Workspace, wanted: dict[str, Any] | None) -> float:
    nobody = cast(Any, None)
    writes = Writes(
        nobody, nobody, place, nobody, require_keeper=lambda: None, renew=nobody, restart=nobody
    )
    with place.reader() as reader:
        started = time.process_time()
        context = Context(lent=reader, writes=writes)  # without a server nothing is remembered
        found = schema().execute_sync(QUERY, {"filter": wanted}, context_value=context)
        taken = time.process_time() - started
    assert found.errors is None, found.errors
    return taken


def _print(name: str, taken: list[float]) -> None:
    least, middle, most = min(taken), median(taken), max(taken)
    print(
        f"{name:32} {middle * 1000:7.0f} ms ({least * 1000:.0f} to {most * 1000:.0f}), aim {AIM}",
        flush=True,
    )


if __name__ == "__main__":
    main()
