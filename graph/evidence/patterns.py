"""Reads the triple patterns of a SELECT query, and writes it anew so that it tells all of them.

For whoever explains an answer (``graph.evidence.evidence``). The query was answered before, so it
is known to be SPARQL, and the guard has bounded how deep it nests; what this reader does not
understand it says, and explains nothing of it. Blank nodes and the steps of paths get variables of
their own, so that a solution of the written query binds whole triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.foreign.guard import Token, tokens
from ontology.namespaces import QUERY_PREFIXES

from .groups import Groups
from .terms import Terms, Unreadable, Variable

__all__ = ["Pattern", "ReadQuery", "Unreadable", "Variable", "read_select"]

Node = Variable | NamedNode | Literal
#: The properties of which one led from subject to object, each with whether it was turned round.
Step = tuple[tuple[str, bool], ...]

#: Longer queries are not read.
MOST_CHARACTERS: Final = 50_000
_AGGREGATES: Final = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_AFTER: Final = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
_NO_COMPLEX: Final = {"BIND", "LATERAL", "MINUS", "SELECT", "VALUES"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern; ``step`` is a variable, or the properties that may stand there."""

    subject: Node
    step: Variable | Step
    object: Node


@dataclass(slots=True)
class ReadQuery:
    """What was read: ``keys`` are the variables that tell to which row a solution belongs.

    ``unexplained`` says in words which parts of the query no evidence is looked for.
    """

    patterns: list[Pattern]
    keys: list[str]
    unexplained: list[str]
    head: str
    body: str
    bindings: str = ""
    values: str = ""
    is_plain: bool = True
    given: list[str] = field(default_factory=list)

    def solutions_query(self, variables: Iterable[str], rows: Iterable[str], *, most: int) -> str:
        """Return a query for all variables of the solutions behind *rows*.

        *rows* are written as in VALUES, for those *variables*.
        """
        names = " ".join(f"?{name}" for name in variables)
        block = f"VALUES ({names}) {{ {' '.join(rows)} }}" if names else ""
        # Where it changes nothing, the rows come first, so that the engine begins with them.
        where = (
            f"{block} {self.body} {self.bindings}"
            if self.is_plain
            else f"{{ {self.body} {self.bindings} }} {block}"
        )
        return f"{self.head} SELECT * WHERE {{ {where} {self.values} }} LIMIT {most}"


def read_select(query: str, *, base_iri: str | None = None) -> ReadQuery:
    """Read a SELECT query; raise Unreadable for what this reader does not understand.

    >>> read = read_select("SELECT ?c { ?c hansa:memberOf [ rdfs:label 'L' ] }")
    >>> read.body
    " ?hidden1 rdfs:label 'L'  . ?c hansa:memberOf ?hidden1 "
    >>> [pattern.step for pattern in read.patterns][1]
    (('https://w3id.org/hansa/ontology#memberOf', False),)
    """
    if len(query) > MOST_CHARACTERS:
        raise Unreadable(f"queries of more than {MOST_CHARACTERS} characters")
    try:
        return _Reader(query, base_iri).read()
    except (IndexError, ValueError) as error:  # a text that ends early, a term that is none
        raise Unreadable(f"what follows {query[:40]!r}") from error


class _Reader:
    def __init__(self, query: str, base_iri: str | None) -> None:
        self.query = query
        self.tokens = [*tokens(query)]
        self.terms = Terms(dict(QUERY_PREFIXES), base_iri)
        self.at = 0

    def read(self) -> ReadQuery:
        start = self._prologue()
        selected, is_all = self._selection()
        where = self._peek().start
        group = Groups(self.query, self.tokens, self.terms, hidden=_unused(self.query))
        while self._word() in {"FROM", "NAMED", "WHERE"} or self._peek().kind in {"iri", "name"}:
            self.at += 1
        dataset = self.query[where : self._peek().start].strip()
        dataset = dataset[:-5] if dataset.upper().endswith("WHERE") else dataset
        body, self.at = group.read(self.at)
        keys, unexplained = self._grouping(selected, is_all=is_all, seen=group.variables)
        computed = {name: text for name, text in selected.items() if text and name in keys}
        return ReadQuery(
            patterns=group.patterns,
            keys=keys,
            unexplained=[*dict.fromkeys([*group.unexplained, *unexplained])],
            head=self.query[:start] + " " + " ".join(self._select_of(dataset)),
            body=body,
            bindings=" ".join(f"BIND({text} AS ?{name})" for name, text in computed.items()),
            values=self._values(),
            is_plain=not group.words & _NO_COMPLEX,
            given=[name for name in keys if name in group.variables and name not in computed],
        )

    def _select_of(self, dataset: str) -> list[str]:
        if dataset:  # FROM stands between SELECT and WHERE, where ours have no place for it
            raise Unreadable("FROM and FROM NAMED")
        return []

    def _prologue(self) -> int:
        while (word := self._word()) != "SELECT":
            if word == "PREFIX":
                name, iri = self.tokens[self.at + 1], self.tokens[self.at + 2]
                self.terms.prefixes[name.text[:-1]] = self.terms.resolve(iri.text[1:-1])
                self.at += 3
            elif word == "BASE":
                self.terms.base = self.terms.resolve(self.tokens[self.at + 1].text[1:-1])
                self.at += 2
            else:
                raise Unreadable(f"{self._peek().text} before SELECT")
        return self._peek().start

    def _selection(self) -> tuple[dict[str, str], bool]:
        """Return the selected variables with what computes them, and whether all are."""
        found: dict[str, str] = {}
        self.at += 1
        is_all = False
        while True:
            token = self._peek()
            if token.kind == "variable":
                found[token.text[1:]] = ""
            elif token.text == "(":
                end = self._closing(self.at)
                name, before = self.tokens[end - 1], self.tokens[end - 2]
                found[name.text[1:]] = self.query[token.start + 1 : before.start].strip()
                self.at = end
            elif token.text == "*":
                is_all = True
            elif self._word() not in {"DISTINCT", "REDUCED"}:
                return found, is_all
            self.at += 1

    def _grouping(
        self, selected: Mapping[str, str], *, is_all: bool, seen: Iterable[str]
    ) -> tuple[list[str], list[str]]:
        """Return the variables by which a solution finds its row."""
        grouped, unexplained = self._group_keys()
        aggregated = [name for name, text in selected.items() if _is_aggregate(text)]
        if grouped is None and not aggregated:
            names = sorted(seen) if is_all else list(selected)
            return names, unexplained
        keys = [name for name in selected if name in (grouped or [])]
        if set(grouped or []) - set(keys):
            raise Unreadable("groups by what is not selected")
        return keys, unexplained

    def _group_keys(self) -> tuple[list[str] | None, list[str]]:
        at = self.at
        while at < len(self.tokens) and self.tokens[at].text.upper() != "GROUP":
            at += 1
        if at >= len(self.tokens):
            return None, []
        found: list[str] = []
        for token in self.tokens[at + 2 :]:
            if token.kind != "variable":
                if token.text.upper() in _AFTER:
                    break
                raise Unreadable("groups by expressions")
            found.append(token.text[1:])
        return found, []

    def _values(self) -> str:
        for at in range(self.at, len(self.tokens)):
            if self.tokens[at].text.upper() == "VALUES":
                return self.query[self.tokens[at].start :]
        return ""

    def _closing(self, at: int) -> int:
        depth = 0
        for place in range(at, len(self.tokens)):
            depth += {"open": 1, "close": -1}.get(self.tokens[place].kind, 0)
            if depth == 0:
                return place
        raise Unreadable("brackets")

    def _peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "", 0)

    def _word(self) -> str:
        token = self._peek()
        return token.text.upper() if token.kind == "word" else ""


def _is_aggregate(text: str) -> bool:
    return any(token.kind == "word" and token.text.upper() in _AGGREGATES for token in tokens(text))


def _unused(query: str) -> str:
    """Return the beginning of names that no variable of the query has."""
    name = "hidden"
    while name in query:
        name += "_"
    return name
