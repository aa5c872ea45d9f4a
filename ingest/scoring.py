"""The comparison of one document's extraction with its gold, by the annotation guide's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ontology.iris import normalise_name
from ontology.model import Entity, Extraction, Fact, LiteralFact

from .layout import Layout, parse

Gold = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """True positives, false positives and false negatives of one class of things."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        """Add the counts of another tally."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        return self

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> round(Tally(right=3, wrong=1, missed=2).f1, 3)
        0.667
        """
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(slots=True)
class Score:
    """All tallies of one document or of many, and what was wrong or missed in words."""

    entities: dict[str, Tally] = field(default_factory=dict)
    facts: dict[str, Tally] = field(default_factory=dict)
    literals: dict[str, Tally] = field(default_factory=dict)
    places: dict[str, Tally] = field(default_factory=dict)
    qualifiers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        """Add another document's score."""
        for name in ("entities", "facts", "literals", "places"):
            table = getattr(self, name)
            for key, tally in getattr(other, name).items():
                table.setdefault(key, Tally()).__iadd__(tally)
        self.qualifiers += other.qualifiers
        self.errors += other.errors
        return self

    def count(self, table: str, key: str, outcome: str, note: str) -> None:
        """Add one outcome (``right``, ``wrong`` or ``missed``) and keep it in words if bad."""
        tally = getattr(self, table).setdefault(key, Tally())
        setattr(tally, outcome, getattr(tally, outcome) + 1)
        if outcome != "right" and table != "places":
            self.errors.append(f"{outcome} {table[:-1]} {note}")


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies, for micro averages."""
    result = Tally()
    for tally in tallies:
        result += tally
    return result


def score_document(extraction: Extraction, gold: Gold, text: str) -> Score:
    """Compare what was read in one document of that *text* with its *gold*."""
    return _Scoring(extraction, gold, text).run()


class _Scoring:
    """One document's comparison: alignment of entities first, then facts through it."""

    def __init__(self, extraction: Extraction, gold: Gold, text: str) -> None:
        self.extraction = extraction
        self.gold = gold
        self.text = text
        self.layout = parse(text)
        self.score = Score()
        self.kinds = {e["id"]: {e["type"], *e.get("or", ())} for e in gold["entities"]}
        self.title = {e["id"]: e["names"][0] for e in gold["entities"]}
        self.aligned = self._align()

    def _align(self) -> dict[str, str]:
        """Map each predicted entity to the gold entity that shares a name, if one does."""
        by_name: dict[str, list[str]] = {}
        for entity in self.gold["entities"]:
            for name in entity["names"]:
                by_name.setdefault(normalise_name(name), []).append(entity["id"])
        aligned: dict[str, str] = {}
        for entity in self.extraction.entities:
            found = [i for n in entity.names for i in by_name.get(normalise_name(n), ())]
            typed = [i for i in found if entity.kind in self.kinds[i]]
            if found:
                aligned[entity.id] = (typed or found)[0]
        return aligned

    def run(self) -> Score:
        """Score entities, facts, literals and qualifiers."""
        self._entities()
        self._relations()
        self._literals()
        return self.score

    def _entities(self) -> None:
        gold = self.gold
        used = {f["s"] for f in (*gold["facts"], *gold["literals"])}
        used |= {f["o"] for f in gold["facts"]}
        main = {e["id"]: e["type"] for e in gold["entities"]}
        seen: set[str] = set()
        for entity in sorted(self.extraction.entities, key=self._typed_first):
            target = self.aligned.get(entity.id)
            if target is not None and target not in used:
                continue
            right = target is not None and self._typed(entity) and target not in seen
            key = main[target] if right and target else entity.kind
            note = f"{entity.kind} {entity.names[0]!r} (gold: {self._gold(target)})"
            self.score.count("entities", key, "right" if right else "wrong", note)
            if right and target:
                seen.add(target)
        for missed in sorted(used - seen):
            note = f"{main[missed]} {self.title[missed]!r}"
            self.score.count("entities", main[missed], "missed", note)

    def _typed(self, entity: Entity) -> bool:
        target = self.aligned.get(entity.id)
        return target is not None and entity.kind in self.kinds[target]

    def _typed_first(self, entity: Entity) -> bool:
        return not self._typed(entity)

    def _gold(self, target: str | None) -> str:
        return "nothing" if target is None else f"{sorted(self.kinds[target])}"

    def _relations(self) -> None:
        expected = {_key(f["s"], f["p"], f["o"]): f for f in self.gold["facts"]}
        doubtful = {_key(f["s"], f["p"], f["o"]) for f in self.gold.get("doubtful", ()) if "o" in f}
        names = {e.id: e.names[0] for e in self.extraction.entities}
        found: set[tuple[str, str, str]] = set()
        for fact in self.extraction.facts:
            ends = (self.aligned.get(fact.subject), self.aligned.get(fact.object))
            key = _key(ends[0] or f"?{fact.subject}", fact.property, ends[1] or f"?{fact.object}")
            note = (
                f"{names[fact.subject]!r} {fact.property} {names[fact.object]!r} "
                f"[{fact.rule}] {_short(fact.evidence.exact)}"
            )
            if key in found or (key in doubtful and key not in expected):
                continue
            found.add(key)
            right = key in expected
            self._count_fact(fact, "right" if right else "wrong", note)
            if right:
                self._qualify(fact, expected[key])
        for key in sorted(set(expected) - found):
            self._missed_fact(expected[key])

    def _count_fact(self, fact: Fact, outcome: str, note: str) -> None:
        self.score.count("facts", fact.property, outcome, note)
        place = _place(self.layout, fact.evidence.start)
        self.score.count("places", place, outcome, note)

    def _missed_fact(self, fact: Mapping[str, Any]) -> None:
        ends = f"{self.title[fact['s']]!r} {fact['p']} {self.title[fact['o']]!r}"
        note = f"{ends} {_short(fact['evidence'])}"
        self.score.count("facts", fact["p"], "missed", note)
        offset = max(0, self.text.find(fact["evidence"][:40]))
        self.score.count("places", _place(self.layout, offset), "missed", note)

    def _qualify(self, fact: Fact, expected: Mapping[str, Any]) -> None:
        counts = self.score.qualifiers
        counts["right"] += 1
        counts["status"] += fact.status == expected["status"]
        counts["verbatim"] += (
            self.text[fact.evidence.start : fact.evidence.end] == fact.evidence.exact
        )
        for name in ("year", "role"):
            if expected.get(name) is not None or getattr(fact, name) is not None:
                counts[f"with {name}"] += 1
                counts[name] += _same(getattr(fact, name), expected.get(name))

    def _literals(self) -> None:
        left = list(self.gold["literals"])
        spare = [f for f in self.gold.get("doubtful", ()) if "value" in f]
        names = {e.id: e.names[0] for e in self.extraction.entities}
        for literal in self.extraction.literals:
            note = (
                f"{names[literal.subject]!r} {literal.property} {literal.value!r} "
                f"[{literal.rule}] {_short(literal.evidence.exact)}"
            )
            match = self._match_literal(literal, left)
            if match is not None:
                left.remove(match)
            elif self._match_literal(literal, spare) is not None:
                continue
            outcome = "right" if match is not None else "wrong"
            self.score.count("literals", literal.property, outcome, note)
        for missed in left:
            note = f"{self.title[missed['s']]!r} {missed['p']} {missed['value']!r}"
            self.score.count("literals", missed["p"], "missed", note)

    def _match_literal(
        self, literal: LiteralFact, candidates: list[Mapping[str, Any]]
    ) -> Mapping[str, Any] | None:
        subject = self.aligned.get(literal.subject)
        for gold in candidates:
            if (gold["s"], gold["p"]) == (subject, literal.property) and _equal(
                literal.property, literal.value, gold["value"]
            ):
                return gold
        return None


def _key(subject: str, property_: str, object_: str) -> tuple[str, str, str]:
    """Return a fact's identity; a partnership is the same in both directions."""
    if property_ == "partnerOf" and object_ < subject:
        subject, object_ = object_, subject
    return subject, property_, object_


def _equal(property_: str, value: int | str, gold: int | str) -> bool:
    """Compare literal values: a focus area by half of the words that either has."""
    if property_ != "focusArea":
        return value == gold
    mine, theirs = set(normalise_name(str(value)).split()), set(normalise_name(str(gold)).split())
    return 2 * len(mine & theirs) >= len(mine | theirs)


def _same(mine: int | str | None, gold: int | str | None) -> bool:
    if isinstance(mine, str) and isinstance(gold, str):
        return normalise_name(mine) == normalise_name(gold)
    return mine == gold


def _place(layout: Layout, offset: int) -> str:
    """Tell whether source offset *offset* is in a list or table, or in running text."""
    index = layout.plain_offset(offset)
    kind = layout.blocks[layout.block_at(index)].kind
    return "lists and tables" if kind in ("item", "cell") else "running text"


def _short(text: str) -> str:
    return " ".join(text.split())[:110]
