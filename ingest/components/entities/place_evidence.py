"""Where a text says that its cities lie: countries and subdivisions beside and around each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.annotations import Cluster, Mention
from ingest.lexicon import table
from ingest.linking import ISO_3166, Evidence

from .words import Words

#: A lead-in speaks of its list less surely than a heading or a row does.
_LED = 1.7
#: How much a country weighs, as a power of ten, by where it is named.
_GOVERNS, _ABOVE, _BEFORE, _AFTER, _EARLIER = 2.5, 2.0, 1.5, 1.2, 1.2
#: So many marks on either side of a name are weighed, and over so many tokens a list is followed.
_SEEN, _FAR = 6, 300
#: What the countries of the cities listed together weigh, where most share one.
_TOGETHER, _MOST = 1.5, 0.6
#: Between a city and the country it is in: nothing, a comma, a bracket, or an alias's end.
_BESIDE = ((), (",",), ("(",), (")",), (")", ","), ("/",), ("-",), ("–",), (":",))
_LINKS = frozenset({",", "and", "&", "(", ")", ":", ";", "the", "cities", "city", "of", "in", "'s"})
_TOWNS = frozenset({"cities", "city", "towns", "town", "municipalities", "municipality"})
_LINKS_BEFORE = _LINKS | _TOWNS | {"are", "including", "like", "such", "as", "s", "’s", "–"}
_FLAG = range(0x1F1E6, 0x1F1E6 + 26)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Tokens that name the country or subdivision with an ISO 3166 code."""

    start: int
    end: int
    code: str


class Surroundings:
    """The countries and subdivisions that a document names, and where."""

    def __init__(self, w: Words, clusters: list[Cluster], mentions: list[Mention]) -> None:
        """Read the marks of linked countries and regions, flags and words for nationalities."""
        self.w = w
        self.clusters = clusters
        self.mentions = mentions
        self.marks = sorted({*_named(clusters, mentions), *_flags(w), *_nationalities(w)})
        self.starts = [mark.start for mark in self.marks]
        self.by_block: dict[int, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            self.by_block[w.block[mark.start]].append(mark)
        self.named: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.form == "name":
                self.named[mention.cluster].append(mention)
        self.countries = Counter(mark.code[:2] for mark in self.marks)
        self.cities = {
            i
            for mention in mentions
            if clusters[mention.cluster].kind == "City"
            for i in range(mention.start, mention.end)
        }

    def evidence(self, cluster: Cluster) -> Evidence:
        """Return what the document says of where a city lies."""
        found = Evidence.of_document(self.countries)
        for mention in self.named[cluster.index]:
            self._beside(mention, found)
            for code, weight in self._around(mention):
                found.near[code] = max(weight, found.near.get(code, 0.0))
        return found

    def _beside(self, mention: Mention, found: Evidence) -> None:
        """Read "X, Y", "X (Y)" and the flag before a name; the first such place decides."""
        w, i = self.w, bisect_left(self.starts, mention.end)
        before = self._mark_ending(mention.start)
        if not found.beside and before and _is_flag(w, before.start):
            found.beside = [before.code]
        if i == len(self.marks) or found.beside:
            return
        mark = self.marks[i]
        gap = tuple(w.texts[mention.end : mark.start])
        if w.block[mark.start] != w.block[mention.start] or gap not in _BESIDE:
            return
        if self._is_nationality(mark):
            return
        found.beside = [mark.code]
        found.otherwise = self._namesakes(mark)
        last = w.ranges[w.block[mark.start]][1]
        follows = w.texts[mark.end] if mark.end < last else ""
        earlier = mention.start > 0 and w.texts[mention.start - 1] in {",", "and"}
        found.listed = gap == (",",) and (earlier or follows in {"and", "&"})

    def _namesakes(self, mark: Mark) -> list[str]:
        """Return what else the name of a place may mean: the state or the country Georgia."""
        key, known = self.w.key(mark.start, mark.end), self.w.english.places
        codes = [*known.divisions.get(key, ()), known.countries.get(key, "")]
        return [code for code in codes if code and code != mark.code]

    def _is_nationality(self, mark: Mark) -> bool:
        """Tell a word for a nationality, which stands beside a city by chance."""
        return self.w.folded[mark.start] in table("places")["demonyms"]

    def _mark_ending(self, token: int) -> Mark | None:
        i = bisect_left(self.starts, token)
        return self.marks[i - 1] if i and self.marks[i - 1].end == token else None

    def _around(self, mention: Mention) -> Iterator[tuple[str, float]]:
        """Yield the codes of the block, the row, the headings and what stands before."""
        w, block = self.w, self.w.block[mention.start]
        yield from self._in_block(mention, block)
        for above in self._above(block):
            codes = {mark.code for mark in self.by_block[above] if not self._is_nationality(mark)}
            if len({code[:2] for code in codes}) == 1:
                led = above == w.layout.blocks[block].lead_in and not self._heads(above)
                yield from ((code, _LED if led else _ABOVE) for code in codes)
        first = w.ranges[block][0]
        i = bisect_left(self.starts, first)
        if i and block - w.block[self.marks[i - 1].start] <= 2:
            yield self.marks[i - 1].code, _EARLIER

    def _heads(self, block: int) -> bool:
        return self.w.layout.blocks[block].kind == "heading"

    def _above(self, block: int) -> Iterator[int]:
        """Yield the blocks that speak for one: its row, item, lead-in and headings."""
        blocks = self.w.layout.blocks
        one = blocks[block]
        if one.row is not None:
            for other, cell in enumerate(blocks[max(0, block - 8) : block + 9], max(0, block - 8)):
                if other != block and (cell.group, cell.row) == (one.group, one.row):
                    yield other
        for index in (one.parent, one.lead_in):
            if index is not None:
                yield index
        yield from self.w.layout.headings(block)[:2]

    def _in_block(self, mention: Mention, block: int) -> Iterator[tuple[str, float]]:
        marks, w = self.by_block[block], self.w
        at = bisect_left(marks, mention.start, key=lambda mark: mark.start)
        before, after = marks[max(0, at - _SEEN) : at], marks[at : at + _SEEN]
        if before:
            last = before.pop()
            tied = self._joined(last.end, mention.start, _LINKS_BEFORE)
            if tied and self._is_nationality(last):
                tied = not _TOWNS.isdisjoint(w.folded[last.end : mention.start])
            yield last.code, _GOVERNS if tied else _BEFORE
        if after:
            first = after.pop(0)
            tied = self._joined(mention.end, first.start, _LINKS)
            tied = tied and w.texts[first.start - 1] in {"in", "of", ",", "(", "the"}
            yield first.code, _GOVERNS if tied else _AFTER
        yield from ((mark.code, _EARLIER) for mark in (*before, *after))

    def _joined(self, start: int, end: int, links: Iterable[str]) -> bool:
        """Tell whether only names of cities and what joins them stand between two tokens."""
        w = self.w
        return end - start <= _FAR and all(
            i in self.cities or w.texts[i].lower() in links for i in range(start, end)
        )

    def add_company(self, found: dict[int, Evidence], linked: dict[int, str]) -> None:
        """Add, for each city, the country that most of those listed with it lie in.

        *linked* holds the country or subdivision of each city linked so far, by cluster.
        """
        lists: dict[object, set[int]] = defaultdict(set)
        for mention in self.mentions:
            if mention.cluster in found:
                block = self.w.block[mention.start]
                group = self.w.layout.blocks[block].group
                lists[("group", group) if group is not None else block].add(mention.cluster)
        for members in lists.values():
            codes = Counter(linked[index] for index in members if index in linked)
            for index in members:
                self._share(found[index], codes - Counter([linked.get(index, "")]))

    def _share(self, evidence: Evidence, codes: Counter[str]) -> None:
        total = sum(codes.values())
        for code, count in codes.items():
            if total > 1 and count >= _MOST * total:
                bonus = _TOGETHER * count / total
                evidence.near[code] = max(bonus, evidence.near.get(code, 0.0) + bonus / 2)


def _named(clusters: list[Cluster], mentions: list[Mention]) -> Iterator[Mark]:
    for mention in mentions:
        cluster = clusters[mention.cluster]
        placed = cluster.kind in {"Country", "Region"} and mention.form == "name"
        if placed and cluster.link and cluster.link.startswith(ISO_3166):
            yield Mark(mention.start, mention.end, cluster.link.removeprefix(ISO_3166))


def _is_flag(w: Words, i: int) -> bool:
    """Tell the emoji of a flag, which is two tokens of one letter each."""
    pair = w.texts[i : i + 2]
    return len(pair) == 2 and all(len(sign) == 1 and ord(sign) in _FLAG for sign in pair)


def _flags(w: Words) -> Iterator[Mark]:
    """Read the emoji of flags, which are the letters of a country's code."""
    if w.layout.text.isascii() or not any(chr(sign) in w.layout.text for sign in _FLAG):
        return
    i = 0
    while i < len(w):
        if _is_flag(w, i):
            letters = (ord(sign) - _FLAG.start + ord("A") for sign in w.texts[i : i + 2])
            yield Mark(i, i + 2, "".join(map(chr, letters)))
            i += 1
        i += 1


def _nationalities(w: Words) -> Iterator[Mark]:
    """Read "the Finnish cities" and "Andalusian" as naming where they are."""
    known: dict[str, str] = table("places")["demonyms"]
    for i, folded in enumerate(w.folded):
        if folded in known and w.capital[i]:
            yield Mark(i, i + 1, known[folded])
