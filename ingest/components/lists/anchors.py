"""Which entity a heading, a lead-in or a whole document is about: what list items relate to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ...annotations import Mention
from ...reading import Reading
from .captions import captions

#: How welcome a kind is as an anchor: 0 or False for not at all.
Accepts = Callable[[str], float]

#: Kinds that a line of plain text over a section speaks of rather than names in passing.
_HEADED = frozenset({"Network", "Programme", "Project", "Event", "Agreement"})
_TITLE = 8  # what a name in the first block, mostly the title, is worth in mentions
_ENTRY = 12  # tokens of a line that may be an entry of a list
_TOP = 3  # blocks at the top of a document, where it says what it is about
#: Bodies and places are named in passing more often than networks and undertakings are.
_TOPICS = {
    "Network": 1.5,
    "Organization": 0.6,
    "City": 0.4,
    "Country": 0.3,
    "Region": 0.2,
    "Person": 0.2,
}


@dataclass(frozen=True, slots=True)
class _Topic:
    """An entity that the document is about from block ``since`` on, and how much it is."""

    since: int
    weight: float
    mention: Mention


#: The topics of a reading, found once: every item of every list may ask for them.
_KNOWN: WeakKeyDictionary[Reading, dict[str, list[_Topic]]] = WeakKeyDictionary()


def anchor_above(
    reading: Reading, index: int, accepts: Accepts, *, inside: bool = True, topic: bool = True
) -> Mention | None:
    """Return the entity of an accepted kind that block *index* or a heading above it names.

    Falls back to the document's main entity of such a kind. ``inside`` says that names in the
    block itself, when it is running text, may be meant; without ``topic`` only a name in the
    first block, mostly the title, is fallen back on.
    """
    own = (
        [index] if inside and reading.layout.blocks[index].kind in ("heading", "paragraph") else []
    )
    for above in own:
        if (found := _named(reading, above, accepts)) is not None:
            return found
    for above in captions(reading, index):
        found = _named(reading, above, lambda kind: accepts(kind) if kind in _HEADED else 0)
        if found is not None:
            return found
    for above in reading.layout.headings(index):
        if reading.layout.blocks[above].level == 7:
            continue  # a line in bold is a caption more often than a section
        if (found := _named(reading, above, accepts)) is not None:
            return found
    if not topic:
        return anchor_in(reading, reading.mentions_of_block(0), accepts) if index else None
    return main_entity(reading, accepts, before=index)


def _named(reading: Reading, block: int, accepts: Accepts) -> Mention | None:
    """Return what a block names that it does not only name as acting."""
    named = [m for m in reading.mentions_of_block(block) if not acts(reading, m)]
    return anchor_in(reading, named, accepts)


def anchor_in(reading: Reading, mentions: list[Mention], accepts: Accepts) -> Mention | None:
    """Return the mention of the most spoken-of entity of an accepted kind, else the first."""
    weights = salience(reading)
    fitting = [(accepts(reading.kind(m)), m) for m in mentions]
    ranked = [(weight * weights[m.cluster], -m.start, m) for weight, m in fitting if weight]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def acts(reading: Reading, mention: Mention) -> bool:
    """Say whether a name in a header only acts on the items: "towns brought together by X"."""
    start = mention.start
    while start and reading.doc[start - 1].pos_ == "DET":
        start -= 1
    return start > 0 and reading.doc[start - 1].lower_ == "by"


def salience(reading: Reading) -> dict[int, float]:
    """Weigh each entity by how often it is spoken of; names in headings count three times."""
    if reading.weights is None:
        reading.weights = _weigh(reading)
    return reading.weights


def _weigh(reading: Reading) -> dict[int, float]:
    weights: Counter[int] = Counter()
    for mention in reading.mentions:
        heading = reading.block(mention.start).kind == "heading"
        weights[mention.cluster] += 3 if heading else 1
    for cluster in {m.cluster for m in reading.mentions if reading.block_of[m.start] < _TOP}:
        weights[cluster] += 3
    for cluster in {m.cluster for m in reading.mentions_of_block(0)}:
        weights[cluster] += _TITLE
    return {i: n * _TOPICS.get(reading.clusters[i].kind, 1.0) for i, n in weights.items()}


def main_entity(reading: Reading, accepts: Accepts, *, before: int | None = None) -> Mention | None:
    """Return the first mention of the entity of an accepted kind that the document is about.

    ``before`` is a block by which it must have been mentioned.
    """
    limit = len(reading.layout.blocks) if before is None else before
    ranked: list[tuple[float, int, Mention]] = []
    for kind, topics in _topics(reading).items():
        place = bisect_right(topics, limit, key=lambda topic: topic.since)
        if place and (welcome := accepts(kind)):
            best = topics[place - 1]
            ranked.append((welcome * best.weight, -best.mention.start, best.mention))
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _topics(reading: Reading) -> dict[str, list[_Topic]]:
    """Return for each kind the weightiest topic so far, by the block from which it is one."""
    found = _KNOWN.get(reading)
    if found is None:
        found = _KNOWN[reading] = _find_topics(reading)
    return found


def _find_topics(reading: Reading) -> dict[str, list[_Topic]]:
    weights = salience(reading)
    places: dict[int, list[int]] = {}
    first: dict[int, Mention] = {}
    for mention in reading.mentions:
        places.setdefault(mention.cluster, []).append(reading.block_of[mention.start])
        first.setdefault(mention.cluster, mention)
    kinds: dict[str, list[_Topic]] = {}
    for cluster, blocks in places.items():
        since = _topic_since(reading, blocks)
        if since is not None:
            topic = _Topic(since, weights[cluster], first[cluster])
            kinds.setdefault(reading.clusters[cluster].kind, []).append(topic)
    return {kind: _records(topics) for kind, topics in kinds.items()}


def _records(topics: list[_Topic]) -> list[_Topic]:
    """Return the topics that outweigh all that are topics from an earlier block or the same."""
    kept: list[_Topic] = []
    for topic in sorted(topics, key=lambda t: (t.since, -t.weight, t.mention.start)):
        best = kept[-1] if kept else None
        if best is None or (topic.weight, -topic.mention.start) > (
            best.weight,
            -best.mention.start,
        ):
            kept.append(topic)
    return kept


def _topic_since(reading: Reading, blocks: list[int]) -> int | None:
    """Return from which block on a name in those blocks is what the document is about, if ever.

    It stands at the top, or is told of in two sections, or twice where there are none.
    """
    if any(index < _TOP and (not index or _tells(reading, index)) for index in blocks):
        return -1
    sections: set[int | None] = set()
    told = 0
    for index in blocks:
        if not _tells(reading, index):
            continue
        told += 1
        sections.add(reading.layout.blocks[index].heading)
        if len(sections) > 1 or (told > 1 and sections == {None}):
            return index
    return None


def _tells(reading: Reading, index: int) -> bool:
    """Say whether a block is a heading or running text, and no entry of a list."""
    block = reading.layout.blocks[index]
    if block.kind == "heading" or (index < _TOP and block.kind == "paragraph" and index < 2):
        return True
    return block.kind != "cell" and len(reading.block_spans[index]) > _ENTRY
