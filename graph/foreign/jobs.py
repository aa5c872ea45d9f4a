"""What the sandbox is asked and what it answers: limits, datasets, jobs, and how a job failed."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from graph.errors import (
    ExportError,
    GraphError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    StoreError,
    UnknownFunctionError,
)
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format
from graph.remote.served import Source

from .abroad import no_function, require_iris, require_query
from .guard import Form, Shape, canonical, inspect
from .mending import mended_query
from .misreadings import in_words, place_of

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: wall clock, memory beyond the opened store, answer, own length.

    ``memory`` and ``answer`` are bytes, ``length`` counts characters. The clock stands while an
    answer waits for whoever reads it. A process that keeps more than ``growth`` bytes when all is
    done gives way to another.
    """

    seconds: float = 10.0
    memory: int = 512 * _MIB
    answer: int = 1024 * _MIB
    length: int = 500_000
    growth: int = 128 * _MIB


@dataclass(frozen=True, slots=True)
class QueryDataset:
    """The dataset of the protocol (SPARQL 1.1 Protocol, section 2.1.4): IRIs of graphs.

    When either is given, both count and the query's own FROM clauses do not.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the request named any graph."""
        return bool(self.default_graphs or self.named_graphs)

    @property
    def length(self) -> int:
        """How many characters the names of the graphs have."""
        return sum(map(len, self.default_graphs)) + sum(map(len, self.named_graphs))


NO_DATASET = QueryDataset()


def formats_of(form: Form | None) -> Mapping[str, Format]:
    """Return the formats for the answers of a query form; unknown forms count as SELECT.

    >>> sorted(formats_of("DESCRIBE"))
    ['jsonld', 'nt', 'rdf', 'ttl']
    """
    return GRAPH_FORMATS if form in {"CONSTRUCT", "DESCRIBE"} else SOLUTION_FORMATS


def measure(query: str, *, limits: Limits) -> Shape:
    """Return the query's shape; raise QueryRefusedError or QuerySyntaxError as ``guard`` does."""
    if len(query) > limits.length:
        raise QueryRefusedError(
            f"the query has {len(query)} characters and may have {limits.length}; "
            "ask in several smaller ones"
        )
    return _inspected(query) if len(query) < _SHORT else inspect(query)


def canonical_form(query: str) -> str:
    """Return what is the same for queries that differ in white space and comments only."""
    return _canonical(query) if len(query) < _SHORT else canonical(query)


#: Shorter queries are remembered: to look at their tokens takes longer than all else.
_SHORT: Final = 10_000
_inspected = lru_cache(maxsize=1_000)(inspect)
_canonical = lru_cache(maxsize=1_000)(canonical)


@dataclass(frozen=True, slots=True)
class Job:
    """One foreign query over one source, checked, with the format of its answer.

    ``frame`` is what a worker is told, for a ``source`` that is a checkpoint.
    """

    query: str
    format: Format
    limits: Limits
    frame: bytes
    source: Source
    dataset: QueryDataset = NO_DATASET
    base_iri: str | None = None

    @property
    def checkpoint(self) -> Path:
        """The checkpoint, for what runs over no other source."""
        if isinstance(self.source, Path):
            return self.source
        raise TypeError("a query of a remote store has no checkpoint")


def job(
    source: Source,
    query: str,
    *,
    format: str,
    limits: Limits,
    dataset: QueryDataset = NO_DATASET,
    base_iri: str | None = None,
) -> Job:
    """Check a foreign *query* and return it as a job.

    *format* is a name of ``graph.formats``. The prefixes of ``ontology.namespaces`` are known.
    Raises QuerySyntaxError or QueryRefusedError, also for a format that does not fit the form.
    """
    length = len(query) + (dataset.length if dataset else 0) + len(base_iri or "")
    make = _known if length < _SHORT else _made
    return make(source, query, format, limits, dataset, base_iri)


def _made(
    source: Source,
    query: str,
    format: str,
    limits: Limits,
    dataset: QueryDataset,
    base_iri: str | None,
) -> Job:
    fitting = _fitting(format, measure(query, limits=limits).form)
    if not isinstance(source, Path):
        require_query(query, has_more=source.dialect.has_more)
        named = (*dataset.default_graphs, *dataset.named_graphs)
        require_iris(*named, *filter(None, [base_iri]))
        return Job(query, fitting, limits, b"", source, dataset, base_iri)
    mended = mended_query(query)
    said = {
        "checkpoint": str(source),
        "query": mended.text,
        "original": query if mended.text != query or mended.absent else None,
        "absent": mended.absent,
        "seconds": limits.seconds,
        "memory": limits.memory,
        "answer": limits.answer,
        "growth": limits.growth,
        "default_graphs": list(dataset.default_graphs) if dataset else None,
        "named_graphs": list(dataset.named_graphs) if dataset else None,
        "base_iri": base_iri,
        "format": fitting.name,
    }
    body = json.dumps(said).encode()
    return Job(query, fitting, limits, len(body).to_bytes(4, "big") + body, source)


_known = lru_cache(maxsize=1_000)(_made)


def _fitting(name: str, form: Form | None) -> Format:
    formats = formats_of(form)
    if form is not None and name not in formats:
        known = ", ".join(formats)
        raise QueryRefusedError(f"a {form} query cannot be answered as {name}; choose {known}")
    return formats.get(name) or GRAPH_FORMATS[name]


def timed_out(limits: Limits) -> QueryTimeoutError:
    """Return the error of a query that took too long."""
    return QueryTimeoutError(
        f"the query took longer than {limits.seconds:g} seconds and was stopped; "
        "ask for less, or add a LIMIT before sorting"
    )


def failed(report: Mapping[str, Any], limits: Limits, *, query: str = "") -> GraphError:
    """Return the error of which a worker's *report* on a *query* tells."""
    told = str(report.get("message", ""))
    message = _first_line(in_words(told, query))
    match report.get("outcome"):
        case "syntax":
            line, column = place_of(told, query)
            said = f"the query is not SPARQL 1.1: {message}"
            return QuerySyntaxError(said, line=line, column=column)
        case "refused":
            return QueryRefusedError(f"the query cannot be answered: {message}")
        case "store":
            return StoreError(f"the store cannot be read: {message}; run hansa rebuild")
        case "too-large":
            return QueryTooLargeError(
                f"the answer is larger than {limits.answer} bytes; add a LIMIT, or ask in parts"
            )
        case "unsayable":
            return ExportError(
                "the answer has triple terms of RDF 1.2, which this format cannot say; take "
                "another, such as nt or ttl"
            )
        case "function":
            return UnknownFunctionError(no_function(message))
        case "memory":
            return _out_of_memory(limits)
    return QueryCrashedError(f"the query failed: {message}")


def died(code: int, said: bytes, limits: Limits) -> GraphError:
    """Return the error of a query whose worker ended with exit *code*, having *said* so."""
    if -code in {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}:
        return timed_out(limits)
    if b"memory allocation" in said:
        return _out_of_memory(limits)
    return QueryCrashedError(
        "the query took down the process that ran it; it is deeper or larger than the engine "
        "can hold, so write it flatter"
    )


def _out_of_memory(limits: Limits) -> QueryCrashedError:
    return QueryCrashedError(
        f"the query needed more than {limits.memory // _MIB} MiB of memory; "
        "ask for less, or sort and join fewer rows"
    )


def _first_line(message: str) -> str:
    """Shorten a parser's message, which lists whole character classes, to what helps."""
    line = message.splitlines()[0] if message else "no reason was given"
    return line if len(line) <= 300 else line[:299] + "…"
