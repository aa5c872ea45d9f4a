"""What must hold of scores for any gold and any extraction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.scoring import score_document
from ingest.tallies import Score, Tally, total
from ontology.model import Entity, Evidence, Extraction, Fact, LiteralFact

TEXT = "# Pact\n\nTurku and Vaasa joined the ring in 1998.\n\n- Riga\n- Oslo\n\nIt has a long quay."
WHOLE = Evidence.cut(TEXT, 8, 48)
NAMES = ("Turku", "Vaasa", "Riga", "Oslo", "Harbour Ring", "Quay Lab", "Tide Watch", "Mara Lind")
KINDS = ("City", "Network", "Organization", "Project", "Person")
PROPERTIES = ("memberOf", "partnerOf", "ledBy", "participatesIn")
TABLES = ("entities", "facts", "literals", "places")

_ENDS = st.integers(0, len(NAMES) - 1)
_FACTS = st.lists(
    st.tuples(_ENDS, st.sampled_from(PROPERTIES), _ENDS).filter(lambda fact: fact[0] != fact[2]),
    unique_by=lambda fact: (fact[1], *sorted((fact[0], fact[2]))),
    max_size=12,
)
_YEARS = st.lists(st.tuples(_ENDS, st.integers(1900, 2000)), unique=True, max_size=5)
_KINDS = st.lists(st.sampled_from(KINDS), min_size=len(NAMES), max_size=len(NAMES))
Triples = list[tuple[int, str, int]]
Years = list[tuple[int, int]]


def _gold(kinds: list[str], facts: Triples, years: Years) -> dict[str, Any]:
    said = {"status": "asserted", "evidence": WHOLE.exact}
    return {
        "document": "x.txt",
        "entities": [
            {"id": name, "type": kind, "names": [name]}
            for name, kind in zip(NAMES, kinds, strict=True)
        ],
        "facts": [{"s": NAMES[s], "p": p, "o": NAMES[o], **said} for s, p, o in facts],
        "literals": [{"s": NAMES[s], "p": "foundingYear", "value": v, **said} for s, v in years],
    }


def _read(kinds: list[str], facts: Triples, years: Years) -> Extraction:
    return Extraction(
        "x.txt",
        "p",
        tuple(
            Entity(f"e{i}", kind, (name,))
            for i, (name, kind) in enumerate(zip(NAMES, kinds, strict=True))
        ),
        tuple(Fact(f"e{s}", p, f"e{o}", WHOLE) for s, p, o in facts),
        tuple(LiteralFact(f"e{s}", "foundingYear", value, WHOLE) for s, value in years),
    )


def _counts(score: Score) -> dict[str, dict[str, Tally]]:
    return {table: getattr(score, table) for table in TABLES}


@given(_KINDS, _FACTS, _YEARS)
def test_gold_against_itself_is_without_fault(
    kinds: list[str], facts: Triples, years: Years
) -> None:
    score = score_document(_read(kinds, facts, years), _gold(kinds, facts, years), TEXT)
    assert not score.errors
    for table in TABLES:
        for tally in getattr(score, table).values():
            assert (tally.precision, tally.recall, tally.f1) == (1.0, 1.0, 1.0)
    assert total(score.facts.values()).right == len(facts)
    assert total(score.literals.values()).right == len(years)


@given(_KINDS, _FACTS, _YEARS, _KINDS, _FACTS, _YEARS, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    kinds: list[str],
    facts: Triples,
    years: Years,
    read_kinds: list[str],
    read_facts: Triples,
    read_years: Years,
    random: Any,
) -> None:
    gold, read = _gold(kinds, facts, years), _read(read_kinds, read_facts, read_years)
    before = _counts(score_document(read, gold, TEXT))
    entities, facts_read, literals = list(read.entities), list(read.facts), list(read.literals)
    for name in ("entities", "facts", "literals"):
        random.shuffle(gold[name])
    random.shuffle(entities)
    random.shuffle(facts_read)
    random.shuffle(literals)
    mixed = replace(
        read, entities=tuple(entities), facts=tuple(facts_read), literals=tuple(literals)
    )
    assert _counts(score_document(mixed, gold, TEXT)) == before


@given(_KINDS, _FACTS, _YEARS, _KINDS, _FACTS, _YEARS)
def test_rates_lie_between_nothing_and_all(
    kinds: list[str],
    facts: Triples,
    years: Years,
    read_kinds: list[str],
    read_facts: Triples,
    read_years: Years,
) -> None:
    read = _read(read_kinds, read_facts, read_years)
    score = score_document(read, _gold(kinds, facts, years), TEXT)
    for table in TABLES:
        for tally in getattr(score, table).values():
            low, high = sorted((tally.precision, tally.recall))
            assert 0 <= low <= tally.f1 + 1e-9
            assert tally.f1 <= high + 1e-9 <= 1 + 1e-9
    found = total(score.facts.values())
    assert found.right + found.missed == len(facts)
    assert found.right + found.wrong == len(read_facts)


@given(_KINDS, _FACTS, _YEARS)
def test_what_is_read_twice_counts_once(kinds: list[str], facts: Triples, years: Years) -> None:
    gold, read = _gold(kinds, facts, years), _read(kinds, facts, years)
    twice = replace(read, facts=read.facts * 2)
    once, again = (score_document(one, gold, TEXT) for one in (read, twice))
    assert _counts(once) == _counts(again)


@given(_KINDS, _FACTS, _YEARS)
def test_nothing_read_is_all_missed(kinds: list[str], facts: Triples, years: Years) -> None:
    score = score_document(Extraction("x.txt", "p"), _gold(kinds, facts, years), TEXT)
    found = total(score.facts.values())
    assert (found.right, found.wrong, found.missed) == (0, 0, len(facts))
