"""Asking a question of the catalogue and getting its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.namespaces import prologue

from .catalogue import PAGE_MARK, Question, find_question
from .errors import ParameterError
from .names import NameIndex, Source, Term
from .parameters import Bound, Resolver, bind_values

#: No page begins later or is longer than this.
MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer a question, and how they were found.

    ``query`` is the SPARQL that was run; ``resolved`` maps each parameter that names a thing to
    its IRI, ``labels`` each parameter to how it is spoken of; ``more`` says that the answer
    goes on after these rows; ``limit_is_own`` says that the limit is the question's own.
    """

    question: Question
    columns: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]
    query: str
    resolved: dict[str, str]
    labels: dict[str, str]
    limit: int | None = None
    offset: int = 0
    more: bool = False
    limit_is_own: bool = False

    @property
    def total(self) -> int | None:
        """How many rows there are in all, where these tell it: None where more may follow."""
        ends_here = not self.more and (self.rows or not self.offset)
        return self.offset + len(self.rows) if ends_here and self.limit != 0 else None


def ask(
    source: Source,
    name: str,
    values: Mapping[str, str],
    *,
    limit: int | None = None,
    offset: int | None = None,
    index: NameIndex | None = None,
) -> Answer:
    """Ask the question of that name with these values and return its answer.

    *limit* and *offset* choose a page, in rows; without a limit the question's own holds, if it
    has one. *index* is an index of the source's names, for callers that keep one between
    questions. Raises UnknownQuestionError, ParameterError and UnknownNameError.
    """
    question = find_question(name)
    limit_is_own = limit is None and question.limit is not None
    limit, offset = _checked("limit", limit, question.limit), _checked("offset", offset, 0) or 0
    bound = Resolver(source, index).bind(question, values)
    asked = None if limit is None else limit + 1  # one more tells whether the answer goes on
    rows = tuple(source.solutions(compose(question, bound, limit=asked, offset=offset)))
    return Answer(
        question=question,
        columns=question.columns,
        rows=rows if limit is None else rows[:limit],
        query=compose(question, bound, limit=limit, offset=offset),
        resolved=_resolved(bound),
        labels={parameter: value.label for parameter, value in bound.items()},
        limit=limit,
        offset=offset,
        more=limit is not None and len(rows) > limit,
        limit_is_own=limit_is_own,
    )


def query_of(
    source: Source,
    name: str,
    values: Mapping[str, str],
    *,
    limit: int | None = None,
    offset: int | None = None,
    index: NameIndex | None = None,
) -> str:
    """Return the SPARQL that ``ask`` would run with the same arguments, without running it.

    Raises what ``ask`` raises.
    """
    question = find_question(name)
    limit, offset = _checked("limit", limit, question.limit), _checked("offset", offset, 0) or 0
    bound = Resolver(source, index).bind(question, values)
    return compose(question, bound, limit=limit, offset=offset)


def compose(
    question: Question, bound: Mapping[str, Bound], *, limit: int | None = None, offset: int = 0
) -> str:
    """Return the SPARQL of a question with its values and its page, prefixes in front."""
    page = ([] if limit is None else [f"LIMIT {int(limit)}"]) + (
        [f"OFFSET {int(offset)}"] if offset else []
    )
    lines = question.text.splitlines()
    at = next((n for n, line in enumerate(lines) if line.strip() == PAGE_MARK), len(lines))
    paged = [*lines[:at], *page, *lines[at + 1 :]]
    return _prologue(question) + bind_values("\n".join(paged), bound)


def _prologue(question: Question) -> str:
    """Return the declarations of the prefixes that the question uses."""
    declarations = prologue().splitlines(keepends=True)
    used = [line for line in declarations if f"{line.split()[1]}" in question.text]
    return "".join(used) + "\n"


def _checked(name: str, given: int | None, default: int | None) -> int | None:
    if given is None:
        return default
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_ROWS:
        raise ParameterError(
            f"{name} must be a whole number from 0 to {MOST_ROWS}, not {given!r}", parameter=name
        )
    return given


def _resolved(bound: Mapping[str, Bound]) -> dict[str, str]:
    return {
        parameter: value.terms[0].value
        for parameter, value in bound.items()
        if len(value.terms) == 1 and isinstance(value.terms[0], NamedNode)
    }
