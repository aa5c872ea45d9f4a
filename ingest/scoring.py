"""The comparison of one document's extraction with its gold, by the annotation guide's rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ontology.iris import normalise_name
from ontology.model import Entity, Extraction, Fact, LiteralFact

from .layout import Layout, parse
from .tallies import Judgement, Score

Gold = Mapping[str, Any]
#: What stands in the table of kinds where nothing was read, or nothing is in the gold.
NOTHING = "-"


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

    def _judge(
        self,
        table: str,
        key: str,
        outcome: str,
        note: str,
        saying: Fact | LiteralFact | None = None,
    ) -> None:
        self.score.count(Judgement(table, key, outcome, note, saying))

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
            self._judge("entities", key, "right" if right else "wrong", note)
            self.score.confusion[main.get(target or "", NOTHING), entity.kind] += 1
            if right and target:
                seen.add(target)
        for missed in sorted(used - seen):
            note = f"{main[missed]} {self.title[missed]!r}"
            self._judge("entities", main[missed], "missed", note)
            if missed not in self.aligned.values():
                self.score.confusion[main[missed], NOTHING] += 1

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
                f"[{fact.rule}] {_folded(fact.evidence.exact)}"
            )
            if key in found or (key in doubtful and key not in expected):
                continue
            found.add(key)
            right = key in expected
            self._count_fact(fact, "right" if right else "wrong", note)
            if right:
                self._qualify(fact, expected[key], note)
        for key in sorted(set(expected) - found):
            self._missed_fact(expected[key])

    def _count_fact(self, fact: Fact, outcome: str, note: str) -> None:
        self._judge("facts", fact.property, outcome, note, fact)
        self.score.tally("places", _place(self.layout, fact.evidence.start), outcome)

    def _missed_fact(self, fact: Mapping[str, Any]) -> None:
        ends = f"{self.title[fact['s']]!r} {fact['p']} {self.title[fact['o']]!r}"
        note = f"{ends} {_folded(fact.get('evidence', ''))}"
        self._judge("facts", fact["p"], "missed", note)
        offset = max(0, self.text.find(fact.get("evidence", "")[:40]))
        self.score.tally("places", _place(self.layout, offset), "missed")

    def _qualify(self, fact: Fact, expected: Mapping[str, Any], note: str) -> None:
        counts = self.score.qualifiers
        counts["right"] += 1
        counts["verbatim"] += (
            self.text[fact.evidence.start : fact.evidence.end] == fact.evidence.exact
        )
        wanted = {"status": "asserted", "year": None, "role": None, **expected}
        for name in ("status", "year", "role"):
            mine, gold = getattr(fact, name), wanted[name]
            if mine is None and gold is None:
                continue
            if name != "status":
                counts[f"with {name}"] += 1
            is_same = _same(mine, gold)
            counts[name] += is_same
            if not is_same:
                self.score.remark(name, f"{_quoted(mine)} (gold: {_quoted(gold)}) of {note}")

    def _literals(self) -> None:
        left = list(self.gold["literals"])
        spare = [f for f in self.gold.get("doubtful", ()) if "value" in f]
        names = {e.id: e.names[0] for e in self.extraction.entities}
        for literal in self.extraction.literals:
            note = (
                f"{names[literal.subject]!r} {literal.property} {literal.value!r} "
                f"[{literal.rule}] {_folded(literal.evidence.exact)}"
            )
            match = self._match_literal(literal, left)
            if match is not None:
                left.remove(match)
            elif self._match_literal(literal, spare) is not None:
                continue
            outcome = "right" if match is not None else "wrong"
            self._judge("literals", literal.property, outcome, note, literal)
        for missed in left:
            said = _folded(missed.get("evidence", ""))
            note = f"{self.title[missed['s']]!r} {missed['p']} {missed['value']!r} {said}"
            self._judge("literals", missed["p"], "missed", note)

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


def _quoted(value: int | str | None) -> str:
    return "nothing" if value is None else repr(value)


def _place(layout: Layout, offset: int) -> str:
    """Tell whether source offset *offset* is in a list or table, or in running text."""
    index = layout.plain_offset(offset)
    kind = layout.blocks[layout.block_at(index)].kind
    return "lists and tables" if kind in ("item", "cell") else "running text"


def _folded(text: str) -> str:
    return " ".join(text.split())
