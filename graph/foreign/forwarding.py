"""A foreign query as it is sent to a SPARQL server, and what its answers mean.

The prefixes that our own doors know are declared in front, in the first line, so that the lines
of what its parser complains about stay those that the client wrote.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.errors import GraphError, QueryRefusedError, QueryTooLargeError, RemoteError
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format
from graph.remote.served import Served
from ontology.namespaces import QUERY_PREFIXES

from .abroad import plain
from .guard import tokens
from .jobs import Job, QueryDataset, failed, timed_out

#: The header of an answer that was cut at so many rows, as Virtuoso sets it.
CUT: Final = "x-sparql-maxrows"
#: Characters of a message that are told.
_TOLD: Final = 2_000
_FIRST_LINE: Final = re.compile(r"error at 1:(\d+)")
_FUNCTION: Final = "The custom function <"
#: Answers that say that the time was up.
_LATE: Final = frozenset({408, 504})
_SYNTAX: Final = 400
_FAILED: Final = 500
_log: Final = logging.getLogger("hansa")


def head_of(query: str, base_iri: str | None) -> str:
    """Return what stands before *query* where nobody knows our prefixes.

    >>> head_of("SELECT * { ?s hansa:year ?o }", "http://127.0.0.1/sparql")[:32]
    'BASE <http://127.0.0.1/sparql> P'
    >>> head_of("PREFIX hansa: <urn:h> ASK { ?s hansa:year ?o }", None)
    ''
    """
    used: set[str] = set()
    declared: set[str] = set()
    before, has_base = "", False
    for kind, text, _ in tokens(query):
        has_base |= before == "BASE" and kind == "iri"
        if kind == "name" and not text.startswith("_:"):
            prefix = text.partition(":")[0]
            (declared if before == "PREFIX" else used).add(prefix)
        before = text.upper() if kind == "word" else ""
    base = f"BASE <{base_iri}> " if base_iri and not has_base else ""  # some want one alone
    known = sorted((used - declared) & QUERY_PREFIXES.keys())
    return base + "".join(f"PREFIX {each}: <{QUERY_PREFIXES[each]}> " for each in known)


def form_of(query: str, job: Job, served: Served) -> dict[str, Any]:
    """Return the form that asks *query*, which is that of *job* or stands for it.

    A dataset of the request counts before the query's own. Without either of them a server that
    has no default graph is told of the graph that stands for it, and of those that are named.
    """
    head = head_of(query, job.base_iri)
    form: dict[str, Any] = {"query": head + plain(query)}
    if job.dataset:
        return {**form, **_told(job.dataset)}
    if served.default is None or _names_dataset(query):
        return form
    named = sorted(named_graphs(head + query))
    return {**form, "default-graph-uri": served.default, "named-graph-uri": named}


def _names_dataset(query: str) -> bool:
    if "FROM" not in query.upper():
        return False
    return any(kind == "word" and text.upper() == "FROM" for kind, text, _ in tokens(query))


def named_graphs(query: str) -> set[str]:
    """Return the IRIs of the graphs that a query names, whose prefixes are all declared.

    >>> sorted(named_graphs("PREFIX g: <urn:g:> ASK { GRAPH <urn:a> {} GRAPH g:b {} GRAPH ?c {} }"))
    ['urn:a', 'urn:g:b']
    """
    found: set[str] = set()
    prefixes: dict[str, str] = {}
    before, last = "", ""
    for kind, text, _ in tokens(query):
        if kind == "iri" and before == "PREFIX":
            prefixes[last] = text[1:-1]
        elif kind == "iri" and last.upper() == "GRAPH":
            found.add(text[1:-1])
        elif kind == "name" and last.upper() == "GRAPH":
            prefix, _, local = text.partition(":")
            found.add(prefixes.get(f"{prefix}:", "") + local)
        before, last = last.upper(), text
    return found


def _told(dataset: QueryDataset) -> Mapping[str, Sequence[str]]:
    told = {
        "default-graph-uri": dataset.default_graphs,
        "named-graph-uri": dataset.named_graphs,
    }
    return {name: iris for name, iris in told.items() if iris}


def accepted(format: Format, served: Served) -> str:
    """Return the header Accept for an answer that is told in *format*.

    Of graphs it is N-Triples, from which all else is written with our prefixes; of a server that
    writes solutions its own way it is JSON, which is read and written anew.
    """
    if format in GRAPH_FORMATS.values():
        return f"{GRAPH_FORMATS['nt'].media_type}, {GRAPH_FORMATS['ttl'].media_type};q=0.5"
    best = SOLUTION_FORMATS["json"].media_type
    if not served.dialect.is_exact:
        return best
    return best if format.media_type == best else f"{format.media_type}, {best};q=0.5"


def sent_format(wanted: Format, content_type: str) -> Format:
    """Return the format that an answer has; raises RemoteError where it is none of ours."""
    found = content_type.partition(";")[0].strip().lower()
    table = GRAPH_FORMATS if wanted in GRAPH_FORMATS.values() else SOLUTION_FORMATS
    for each in table.values():
        if found == each.media_type:
            return each
    for each in table.values():
        if found in each.aliases:
            return each
    raise RemoteError(f"the SPARQL server answers a query as {found!r}, which cannot be read")


def refused(status: int, said: str, job: Job, served: Served, *, head: int) -> GraphError:
    """Return the error that an answer means which is none, of a query with a *head* so long.

    Strangers are told what is wrong with their query, and nothing else that the server says.
    """
    if status in _LATE:
        return timed_out(job.limits)
    told = " ".join(said[:_TOLD].splitlines()[:1]).strip()
    if status == _SYNTAX and (mistake := _mistake(told, served)):
        report = {"outcome": "syntax", "message": _without(mistake, head)}
        return failed(report, job.limits, query=job.query)
    if told.startswith(_FUNCTION):
        name = told.removeprefix(_FUNCTION).partition(">")[0]
        return failed({"outcome": "function", "message": name}, job.limits)
    if status in {_SYNTAX, _FAILED}:
        _log.error("the SPARQL server answered a query with %d: %s", status, told)
        return QueryRefusedError(
            "the SPARQL server behind this one cannot answer the query; ask in another way, or in "
            "parts (its keeper finds the reason in the log)"
        )
    return RemoteError(f"the SPARQL server answered a query with {status}: {told}")


def _mistake(told: str, served: Served) -> str:
    """Return what a server says is wrong with a query as it is written, "" where that is else.

    >>> from graph.remote.addresses import remote_at
    >>> from graph.remote.dialects import VIRTUOSO
    >>> _mistake(
    ...     "Virtuoso 37000 Error SP030: SPARQL compiler, line 1: syntax error at '}'",
    ...     Served(remote_at("http://127.0.0.1"), VIRTUOSO),
    ... )
    "line 1: syntax error at '}'"
    """
    if served.dialect.has_more:
        _, found, rest = told.partition("SPARQL compiler")
        return rest.lstrip(",: ") if found else ""
    return "" if told.startswith("<") else told


def cut_at(rows: str) -> QueryTooLargeError:
    """Return the error of an answer that a server cut at so many *rows*."""
    return QueryTooLargeError(
        f"the SPARQL server behind this one answers with {rows} rows at most, and cut the answer; "
        "add a LIMIT, or ask in parts"
    )


def _without(message: str, head: int) -> str:
    """Return a parser's message with the place that the client's own text has.

    >>> _without("error at 1:30: expected one of '}'", 20)
    "error at 1:10: expected one of '}'"
    """
    return _FIRST_LINE.sub(
        lambda found: f"error at 1:{max(1, int(found[1]) - head)}", message, count=1
    )
