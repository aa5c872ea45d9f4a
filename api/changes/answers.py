"""Which rows of a question's answer came and went from one kept generation to the next."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Final

from anyio import to_thread
from pyoxigraph import NamedNode

from api.http.rates import counted
from api.names import NameIndexes
from api.shelf import Shelf
from graph.errors import QueryTooLargeError, UnknownGenerationError
from graph.reader import Reader
from ontology.serialisation import JsonObject
from queries.answers import Answer, ask
from queries.errors import UnknownNameError
from queries.names import NameIndex, Term
from queries.renderings import to_results_json
from queries.sentences import evidence_columns

from .history import MOST, History, Kept, Step

#: Rows of an answer that is compared.
MOST_ROWS: Final = 10_000
#: Bytes of changes that are kept, as JSON; and in how many ways the IRIs of a row are replaced.
_KEPT: Final = 8 * 1024 * 1024
_WAYS: Final = 64

Row = tuple[Term | None, ...]
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """The rows that only one of two answers has, and pairs of what is one row in both.

    Those in ``renamed`` name things anew, those in ``reworded`` say the same by other sentences.
    """

    removed: tuple[Row, ...]
    added: tuple[Row, ...]
    renamed: tuple[tuple[Row, Row], ...] = ()
    reworded: tuple[tuple[Row, Row], ...] = ()


class AnswerHistory:
    """The answers of each kept generation, compared."""

    def __init__(self, history: History, shelf: Shelf, names: NameIndexes) -> None:
        """Ask the generations on the *shelf*."""
        self._history = history
        self._shelf = shelf
        self._names = names
        self._told = Kept(_KEPT)
        self._asking = asyncio.Lock()

    def check(self, name: str, values: Values) -> Answer:
        """Ask the newest generation, to find out whether the question can be asked so.

        Raises what ``queries.answers.ask`` raises, and QueryTooLargeError.
        """
        with self._shelf.reader() as reader:
            answer = ask(reader, name, values, limit=MOST_ROWS, index=self._names.of(reader))
        if answer.more:
            raise QueryTooLargeError(
                f"the answer has more than {MOST_ROWS} rows, too many to be compared; "
                "give the question another value"
            )
        return answer

    async def changes(
        self,
        name: str,
        values: Values,
        steps: Sequence[Step],
        *,
        patience: float | None = None,
    ) -> dict[Step, JsonObject]:
        """Return the rows that came and went in each step, by step.

        Raises BusyError as ``Kept.all`` does.
        """

        async def find(steps: Sequence[Step]) -> AsyncIterator[tuple[Step, JsonObject]]:
            for step, told in (await self._find(name, values, steps)).items():
                yield step, told

        about = name, tuple(sorted(values.items()))
        return await self._told.all(steps, find, lock=self._asking, about=about, patience=patience)

    async def _find(
        self, name: str, values: Values, steps: Sequence[Step]
    ) -> dict[Step, JsonObject]:
        answer, rows = await to_thread.run_sync(counted(self._rows), name, values, steps)
        found = {
            step: differing(rows[step.before], rows[step.after])
            for step in steps
            if step.before in rows and step.after in rows
        }
        changed = [step for step, one in found.items() if one.removed and one.added]
        facts = await self._history.changes(changed)
        for step in changed:
            found[step] = reworded(answer.columns, paired(found[step], facts[step]))
        return {step: _told(answer, values, one) for step, one in found.items()}

    def _rows(
        self, name: str, values: Values, steps: Iterable[Step]
    ) -> tuple[Answer, dict[int, list[Row]]]:
        """Return the newest answer, and the rows of every generation that is still there."""
        answer = self.check(name, values)
        numbers = sorted({number for step in steps for number in step})
        found: dict[int, list[Row]] = {}
        for number in numbers:
            with suppress(UnknownGenerationError), self._shelf.reader(number) as reader:
                found[number] = _rows_then(reader, self._names.of(reader), answer, values)
        return answer, found


def _rows_then(reader: Reader, index: NameIndex, answer: Answer, values: Values) -> list[Row]:
    """Return the rows that answered the same in another generation; none before its things were.

    What is asked about may have had another IRI then, which its name leads to.
    """
    own = reader.base.iri + "id/", reader.base.iri + "doc/"
    things = {name: iri for name, iri in answer.resolved.items() if iri.startswith(own)}
    for given in ({**values, **things}, values):
        with suppress(UnknownNameError):
            then = ask(reader, answer.question.name, given, limit=MOST_ROWS, index=index)
            return [tuple(row.get(column) for column in then.columns) for row in then.rows]
    return []


def differing(before: Sequence[Row], after: Sequence[Row]) -> Difference:
    """Return the rows that only one of two answers has, as often as it has them more.

    >>> one, other = (NamedNode("http://ex.org/1"),), (NamedNode("http://ex.org/2"),)
    >>> differing([one, one], [one, other]).removed == (one,)
    True
    """
    old, new = Counter(before), Counter(after)
    return Difference(
        tuple(_in_order(old - new, before)),
        tuple(_in_order(new - old, after)),
    )


def _in_order(left: Counter[Row], rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        if left[row]:
            left[row] -= 1
            yield row


def paired(found: Difference, facts: JsonObject) -> Difference:
    """Tell rows that only name a thing by its new IRI from those that came or went.

    *facts* are what changed in the graph meanwhile, with its renamings.
    """
    images: dict[str, list[str]] = {}
    for each in facts["renamed"]:
        images.setdefault(each["before"]["iri"], []).append(each["after"]["iri"])
    added = Counter(found.added)
    removed, renamed = [], []
    for row in found.removed:
        image = next((one for one in _images(row, images) if added[one]), None)
        if image is None:
            removed.append(row)
        else:
            added[image] -= 1
            renamed.append((row, image))
    return Difference(tuple(removed), tuple(_in_order(added, found.added)), tuple(renamed))


def reworded(columns: Sequence[str], found: Difference) -> Difference:
    """Tell rows that only have other sentences behind them from those that came or went.

    >>> from pyoxigraph import Literal
    >>> one, other = (Literal("Riga"), Literal("joins.")), (Literal("Riga"), Literal("joined."))
    >>> found = reworded(["cityName", "quote"], Difference((one,), (other,)))
    >>> found.removed, found.added, found.reworded == ((one, other),)
    ((), (), True)
    """
    evidence = evidence_columns(columns)
    said = [place for place, name in enumerate(columns) if name not in evidence]
    if len(said) == len(columns):
        return found
    added: dict[Row, list[Row]] = {}
    for row in found.added:
        added.setdefault(tuple(row[place] for place in said), []).append(row)
    removed, pairs = [], []
    for row in found.removed:
        same = added.get(tuple(row[place] for place in said))
        if same:
            pairs.append((row, same.pop(0)))
        else:
            removed.append(row)
    left = Counter(row for rows in added.values() for row in rows)
    return replace(
        found,
        removed=tuple(removed),
        added=tuple(_in_order(left, found.added)),
        reworded=tuple(pairs),
    )


def _images(row: Row, images: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    ways: list[list[Term | None]] = [
        [term, *map(NamedNode, images.get(term.value, ()))]
        if isinstance(term, NamedNode)
        else [term]
        for term in row
    ]
    return islice(product(*ways), _WAYS)


def _pairs(answer: Answer, pairs: Iterable[tuple[Row, Row]]) -> list[JsonObject]:
    return [
        {"before": _binding(answer, before), "after": _binding(answer, after)}
        for before, after in pairs
    ]


def _told(answer: Answer, values: Values, found: Difference) -> JsonObject:
    signed = [("removed", row) for row in found.removed] + [("added", row) for row in found.added]
    listed = signed[:MOST]
    renamed, reworded = found.renamed[:MOST], found.reworded[:MOST]
    return {
        "question": answer.question.name,
        "parameters": dict(values),
        "columns": list(answer.columns),
        "counts": {
            "added": len(found.added),
            "removed": len(found.removed),
            "renamed": len(found.renamed),
            "reworded": len(found.reworded),
        },
        "listed": len(listed) + len(renamed) + len(reworded),
        "renamed": _pairs(answer, renamed),
        "reworded": _pairs(answer, reworded),
        "rows": [{"change": sign, "row": _binding(answer, row)} for sign, row in listed],
    }


def _binding(answer: Answer, row: Row) -> Mapping[str, Any]:
    """Return a row as SPARQL's JSON has it."""
    bound = {
        column: term for column, term in zip(answer.columns, row, strict=True) if term is not None
    }
    found: Mapping[str, Any] = to_results_json(replace(answer, rows=(bound,)))
    binding: Mapping[str, Any] = found["results"]["bindings"][0]
    return binding
