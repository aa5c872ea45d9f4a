"""``evidence=1``: the answer to a SELECT query with the claims behind each of its rows.

The query is answered as ever. Then its triple patterns are read, the solutions behind the rows are
asked for in the pool, with the rows as VALUES, and the claims of the triples that these bind are
looked up. All of it is bounded, and what was not explained is said.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.claims import Claim
from graph.errors import QueryError, QueryTooLargeError
from graph.evidence.evidence import CLAIM_PROPERTIES, Evidence, Fact, can_be_stated
from graph.evidence.patterns import Pattern, ReadQuery, Variable

from .evidence_terms import Binding, Json, Term, key_of, term_of, written

#: Rows that are explained, solutions that are asked for, claims that a row shows, and triples for
#: all rows whose claims are looked up.
MOST_ROWS: Final = 1_000
MOST_SOLUTIONS: Final = 10_000
MOST_CLAIMS: Final = 50
MOST_FACTS: Final = 3_000
_MORE_CLAIMS: Final = (
    f"claims of a row beyond the first {MOST_CLAIMS}: ask for these themselves, by GRAPH ?document "
    "{ ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }, with ORDER BY ?claim, LIMIT and "
    "OFFSET"
)


@dataclass(frozen=True, slots=True)
class Explained:
    """The claims of each row, and what was left out, in words.

    ``following`` are the offset and the number of the rows that were not looked at, where some are.
    """

    rows: tuple[tuple[Claim, ...], ...]
    is_complete: bool = True
    unexplained: tuple[str, ...] = ()
    following: tuple[int, int] | None = None

    def but(self, *unexplained: str) -> Explained:
        """Return the same with more that was left out."""
        found = (*self.unexplained, *unexplained)
        return replace(self, unexplained=found, is_complete=False)


def require_few(rows: Sequence[Binding]) -> None:
    """Raise QueryTooLargeError for more rows than are explained."""
    if len(rows) > MOST_ROWS:
        raise QueryTooLargeError(
            f"the answer has {len(rows)} rows and evidence=1 explains at most {MOST_ROWS}; "
            f"add LIMIT {MOST_ROWS}, and OFFSET for the next ones"
        )


def solutions_query(read: ReadQuery, rows: Sequence[Binding]) -> str | None:
    """Return the query for the solutions behind *rows*; None where the rows tell all, or nothing.

    One solution more than are looked at is asked for, which tells whether there are more.
    """
    patterns = [pattern for pattern in read.patterns if _may_be_fact(pattern)]
    needed = {node.name for each in patterns for node in _variables(each)}
    if not rows or not patterns or (needed <= set(read.keys) and not read.bindings):
        return None
    given = [name for name in read.given if any(name in row for row in rows)]
    values = {" ".join(["(", *(written(row.get(name)) for name in given), ")"]) for row in rows}
    return read.solutions_query(given, sorted(values), most=MOST_SOLUTIONS + 1)


def fewer(rows: Sequence[Binding], solutions: Sequence[Binding]) -> Sequence[Binding]:
    """Return the first of *rows* whose solutions can be looked at, as far as these let hope.

    They are the same rows where these *solutions* are not too many, or behind a single row.
    """
    return rows if len(solutions) <= MOST_SOLUTIONS else rows[: max(1, len(rows) // 2)]


def explain(
    read: ReadQuery,
    rows: Sequence[Binding],
    solutions: Sequence[Binding] | None,
    evidence: Evidence,
    *,
    looked_at: int | None = None,
) -> Explained:
    """Return the claims behind *rows*, by the *solutions* behind them unless the rows tell all.

    The solutions are those of the first rows, of which so many were *looked_at*.
    """
    patterns = [pattern for pattern in read.patterns if _may_be_fact(pattern)]
    groups: dict[object, dict[str | Fact, None]] = defaultdict(dict)
    for solution in (rows if solutions is None else solutions)[:MOST_SOLUTIONS]:
        group = groups[key_of(solution, read.keys)]
        if len(group) <= MOST_CLAIMS:  # else it has more than will be shown
            group |= dict.fromkeys(_instances(patterns, solution, evidence))
    said = [groups.get(key_of(row, read.keys), {}) for row in rows[:looked_at]]
    said = [*_affordable(said)]
    claims = _claims(evidence, {one for group in said for one in group})
    explained: list[tuple[Claim, ...]] = []
    is_cut = any(len(group) > MOST_CLAIMS for group in said)
    for group in said:
        found = {claim.iri: claim for one in group for claim in claims.get(one, ())}
        is_cut |= len(found) > MOST_CLAIMS
        explained.append(tuple(found.values())[:MOST_CLAIMS])
    reached = len(explained)
    left = len(rows) - reached
    told = Explained((*explained, *(() for _ in range(left))), unexplained=tuple(read.unexplained))
    told = told.but() if read.unexplained else told
    if left:
        told = replace(told.but(_going_on(reached, left)), following=(reached, left))
    return told.but(_MORE_CLAIMS) if is_cut else told


def _affordable(groups: Sequence[dict[str | Fact, None]]) -> Iterator[dict[str | Fact, None]]:
    """Yield the first groups, as long as they are not of too many triples; one at least."""
    wanted: set[str | Fact] = set()
    for number, group in enumerate(groups):
        wanted |= group.keys()
        if number and len(wanted) > MOST_FACTS:
            return
        yield group


def _going_on(reached: int, left: int) -> str:
    return (
        f"the last {left} rows, since those before have {MOST_SOLUTIONS} solutions or "
        f"{MOST_FACTS} triples behind them: ask the same, ordered, with {reached} added to its "
        f"OFFSET and LIMIT {left}"
    )


def unreadable(rows: Sequence[Binding], why: str) -> Explained:
    """Return that nothing is explained, and why not."""
    return Explained(tuple(() for _ in rows)).but(why)


def unanswered(told: ReadQuery, rows: Sequence[Binding], error: QueryError) -> Explained:
    """Return that the solutions could not be had."""
    return Explained(tuple(() for _ in rows)).but(*told.unexplained, f"all of it: {error}")


def _claims(
    evidence: Evidence, wanted: Iterable[str | Fact]
) -> Mapping[str | Fact, tuple[Claim, ...]]:
    facts = sorted((one for one in wanted if isinstance(one, Fact)), key=str)
    named = evidence.named(one for one in wanted if isinstance(one, str))
    found: dict[str | Fact, tuple[Claim, ...]] = {iri: (one,) for iri, one in named.items()}
    return found | dict(evidence.behind(facts))


def _instances(
    patterns: Sequence[Pattern], solution: Binding, evidence: Evidence
) -> Iterator[str | Fact]:
    """Yield the IRIs of claims, and the triples, that the patterns are in one solution."""
    for pattern in patterns:
        subject, object_ = _bound(pattern.subject, solution), _bound(pattern.object, solution)
        if subject is None or object_ is None:
            continue
        for predicate, is_turned in _steps(pattern, solution):
            one, other = (object_, subject) if is_turned else (subject, object_)
            if not hasattr(one, "value") or hasattr(one, "datatype"):
                continue
            if predicate in CLAIM_PROPERTIES and evidence.is_claim(one.value):
                yield one.value
            elif can_be_stated(predicate):
                yield Fact(one.value, predicate, other)


def _steps(pattern: Pattern, solution: Binding) -> Iterable[tuple[str, bool]]:
    if not isinstance(pattern.step, Variable):
        return pattern.step
    found = _bound(pattern.step, solution)
    return ((found.value, False),) if found is not None else ()


def _bound(node: Any, solution: Binding) -> Term | None:
    return term_of(solution.get(node.name)) if isinstance(node, Variable) else node


def _variables(pattern: Pattern) -> Iterator[Variable]:
    for node in (pattern.subject, pattern.step, pattern.object):
        if isinstance(node, Variable):
            yield node


def _may_be_fact(pattern: Pattern) -> bool:
    if isinstance(pattern.step, Variable):
        return True
    return any(iri in CLAIM_PROPERTIES or can_be_stated(iri) for iri, _ in pattern.step)


def to_json(answer: Json, told: Explained) -> bytes:
    """Return an answer in SPARQL's JSON with the evidence beside its bindings.

    What is added stands before ``bindings``, where readers that know the standard's keys only pass
    over it.
    """
    evidence: Json = {"isComplete": told.is_complete, "unexplained": list(told.unexplained)}
    if told.following is not None:
        evidence["next"] = dict(zip(("offset", "limit"), told.following, strict=True))
    results = {
        "evidence": [[claim_to_json(claim) for claim in row] for row in told.rows],
        "bindings": answer["results"]["bindings"],
    }
    found = {"head": answer["head"], "evidence": evidence, "results": results}
    return json.dumps(found, ensure_ascii=False).encode()


def claim_to_json(claim: Claim) -> Json:
    """Return a claim as the evidence of a row."""
    optional = {"year": claim.year, "role": claim.role, "rule": claim.rule}
    return {
        "claim": claim.iri,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object.value,
        "status": claim.status,
        "confidence": claim.confidence,
        "document": claim.document,
        "documentTitle": claim.document_title,
        "quote": claim.exact,
        "prefix": claim.prefix,
        "suffix": claim.suffix,
        "start": claim.start,
        "end": claim.end,
        **{name: value for name, value in optional.items() if value},
    }
