"""What one request has at hand of a server, and what it wants: the rounds in which it is fetched.

It serves one request over one reader and goes with it. Should the server move to another state on
the way, which its mark tells, everything is let go of and fetched anew: what is at hand is never of
two states. A claim is always fetched whole, from the graph of its document.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from graph.errors import QuerySyntaxError, RemoteError
from graph.foreign.guard import tokens
from graph.together import MissingError
from ontology.iris import Base
from ontology.namespaces import PREFIXES
from ontology.terms import EVIDENCE

from .looks import (
    NAMED,
    NOTED,
    NUMBER,
    USUAL,
    Look,
    Part,
    Saying,
    Wanted,
    leads_to_things,
    may_be_a_part,
    parts_of,
    query_of,
)

if TYPE_CHECKING:
    from .reading import RemoteReading

#: Quads and rows that are at hand at most; who wants more asks for each by itself.
ROOM: Final = 400_000
#: Rounds of one piece of work, and times that it begins anew since the server moved.
_ROUNDS: Final = 40
_ANEW: Final = 3
_SELECTOR: Final = NamedNode(PREFIXES["oa"] + "hasSelector")
_EVIDENCE: Final = NamedNode(EVIDENCE)
_HERE: Final = DefaultGraph()
_ANY: Final = None

_Done = TypeVar("_Done")

#: That of the request which is being answered, in its thread.
AT_HAND: Final[ContextVar[Hand | None]] = ContextVar("at hand", default=None)


class RestlessError(RemoteError):
    """The server moved from state to state while it was read."""


class Hand:
    """What is at hand for one request, read of *store*."""

    def __init__(self, store: RemoteReading, base: Base, let_go: Callable[[], None]) -> None:
        """Begin with nothing; looks that are not at hand are journeys until ``in_rounds``.

        *let_go* is called when the server has moved, for what others keep of it.
        """
        self.store = store
        self._base = base
        self._let_go = let_go
        self._world = NamedNode(base.graph("gazetteer"))
        self._moves = 0
        self._rounds = False
        self._mark: str | None = None
        self._asked_alone = False
        self._failure: RestlessError | None = None
        self._clear()

    def _clear(self) -> None:
        self._wanted = Wanted()
        self._left = ROOM
        self._quads: dict[Any, dict[Quad, None]] = defaultdict(dict)
        #: What was fetched wholly: of a subject by a property (None: by any), in a graph.
        self._whole: set[tuple[Any, NamedNode | None, Any]] = set()
        self._found: dict[Look, dict[Quad, None]] = {}
        self._said: dict[Saying, dict[str, None]] = {}
        self._rows: dict[str, tuple[list[str], list[Any]]] = {}

    def in_rounds(self, work: Callable[[], _Done]) -> _Done:
        """Return what *work* returns, run as often as it takes to have at hand what it reads."""
        self._require_rest()
        if self._rounds:
            return work()
        self._rounds = True
        try:
            for _ in range(_ROUNDS):
                try:
                    return work()
                except MissingError:
                    if not self._fetch():
                        break
        finally:
            self._rounds = False
        return work()  # each look by itself

    @property
    def is_in_rounds(self) -> bool:
        """Whether a look at what is not at hand is noted, for one request of many."""
        return self._rounds

    def end(self) -> None:
        """Raise RestlessError where what was read may be of two states, to whoever read it."""
        self._require_rest()
        if self._mark is not None and self._asked_alone:
            part = self.store.mark_part()
            answer = json.loads(self.store.fetch(query_of([part])))
            if self._moved(self._by_part(answer["results"]["bindings"], [part])[0]):
                self._give_up()

    def _require_rest(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _give_up(self) -> NoReturn:
        self._failure = RestlessError(
            f"the SPARQL server at {self.store.client.address} is written to, and moved on again "
            "and again while it was read; ask once more in a moment"
        )
        self._failure.is_passing = True
        raise self._failure

    def _alone(self) -> None:
        """Note that the server is asked for one thing by itself."""
        self._require_rest()
        self._asked_alone = True

    # Looks

    def quads(self, look: Look) -> Iterable[Quad] | None:
        """Return the quads that match, None where each has to be asked for.

        Raises MissingError in a round that does not have them.
        """
        subject, predicate, _, graph = look
        if subject is not None and self._has(subject, predicate, graph):
            return [quad for quad in self._quads.get(subject, ()) if _matches(quad, look)]
        if look in self._found:
            return [*self._found[look]]
        if not self._rounds or not _has_names_only(look):
            self._alone()
            return None
        if subject is not None and self._is_claim(subject):
            self._wanted.claims[cast(NamedNode, subject).value] = None
        else:
            self._wanted.looks[look] = None
            self._foresee(subject)
        raise MissingError

    def _has(self, subject: Any, predicate: NamedNode | None, graph: Any) -> bool:
        whole = self._whole
        return any(
            (subject, by, where) in whole
            for where in ((graph, _ANY) if graph is not None else (_ANY,))
            for by in ((predicate, None) if predicate is not None else (None,))
        )

    def _is_claim(self, subject: Any) -> bool:
        iri = subject.value
        return iri.startswith(self._base.claim("")) and "#" not in iri

    def _foresee(self, subject: Any) -> None:
        """Want what is always read of a thing, once anything is."""
        if subject is None or not subject.value.startswith(f"{self._base.iri}id/"):
            return
        looks = (Look(subject, predicate, None, _HERE) for predicate in USUAL)
        for look in (*looks, Look(subject, None, None, self._world)):
            if not self._has(subject, look.predicate, look.graph):
                self._wanted.looks[look] = None

    def saying(self, wanted: Iterable[Saying]) -> dict[Saying, Iterable[str]] | None:
        """Return the IRIs of the claims that say each; else as ``quads``."""
        every = [*wanted]
        missing = [each for each in every if each not in self._said]
        if missing and not self._rounds:
            self._alone()
            return None
        if missing:
            self._wanted.sayings.update(dict.fromkeys(missing))
            raise MissingError
        return {each: self._said[each] for each in every}

    def select(self, query: str) -> QuerySolutions | None:
        """Return the solutions of a query; else as ``quads``."""
        if query in self._rows:
            return _solutions(*self._rows[query])
        if not self._rounds or not may_be_a_part(query):
            self._alone()
            return None
        self._wanted.queries[query] = None
        raise MissingError

    # Fetching

    def _fetch(self) -> bool:
        """Fetch what is wanted; return whether that went well, so that it is worth going on."""
        while self._wanted:
            wanted = self._wanted.taken()
            parts = [self.store.mark_part(), *parts_of(wanted)]
            try:
                answer = json.loads(self.store.fetch(query_of(parts)))
            except QuerySyntaxError:
                return False
            except RemoteError as error:
                if error.is_passing:
                    raise
                return False  # it may be too much for it at once
            rows = self._by_part(answer["results"]["bindings"], parts)
            if self._moved(rows[0]):
                if self._moves > _ANEW:
                    self._give_up()
                return True
            self._take(wanted, parts, rows)
        return self._left > 0

    def _moved(self, mark: list[Mapping[str, Any]]) -> bool:
        """Say whether the server is in another state than before, and let go of all then."""
        found = json.dumps(mark, sort_keys=True)
        before, self._mark = self._mark, found
        if before is None or before == found:
            return False
        self._clear()
        self._let_go()
        self._moves += 1
        return True

    def _by_part(self, bindings: list[dict[str, Any]], parts: list[Part]) -> list[list[Any]]:
        rows: list[list[Any]] = [[] for _ in parts]
        for binding in bindings:
            rows[int(binding.pop(NUMBER)["value"])].append(binding)
        self._left -= len(bindings)
        return rows

    def _take(self, wanted: Wanted, parts: list[Part], rows: list[list[Any]]) -> None:
        claims = dict.fromkeys(wanted.claims)
        quads: list[Quad] = []
        said: dict[Saying, dict[str, None]] = {each: {} for each in wanted.sayings}
        for part, its in zip(parts[1:], rows[1:], strict=True):
            if part.means == "rows":
                self._rows[part.of] = columns_of(part.of, its), its
            elif part.means == "sayings":
                for claim, saying in _claims(its):
                    if saying in said:
                        said[saying][claim] = None
                        claims[claim] = None
            else:
                quads += self._quads_of(its)
        for quad in quads:
            self._quads[quad.subject][quad] = None
        self._said |= said
        self._note(wanted.looks, quads)
        self._note_claims(claims)

    def _quads_of(self, rows: list[Any]) -> Iterator[Quad]:
        for s, p, o, g in _solutions(["s", "p", "o", "g"], rows):
            if (graph := self.store.graph_named(g)) is not None:
                yield Quad(s, p, o, graph)

    def _note(self, looks: Iterable[Look], quads: list[Quad]) -> None:
        """Note what is whole now."""
        shapes: dict[tuple[bool, ...], dict[Look, dict[Quad, None]]] = defaultdict(dict)
        for look in looks:
            if look.subject is not None and look.term is None:
                self._whole.add((look.subject, look.predicate, look.graph))
            else:
                self._found[look] = shapes[tuple(each is not None for each in look)][look] = {}
        for quad in quads:
            parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
            for shape, found in shapes.items():
                own = (x if is_bound else None for x, is_bound in zip(parts, shape, strict=True))
                if (its := found.get(Look(*cast(Any, own)))) is not None:
                    its[quad] = None
        for look in filter(leads_to_things, looks):
            for thing in self._ends_of(look):
                self._whole.update((thing, predicate, _HERE) for predicate in NAMED)

    def _ends_of(self, look: Look) -> Iterator[Any]:
        if look.subject is None:
            yield from (quad.subject for quad in self._found[look])
        else:
            its = self._quads.get(look.subject, ())
            yield from (quad.object for quad in its if _matches(quad, look))

    def _note_claims(self, claims: Iterable[str]) -> None:
        for claim in map(NamedNode, claims):
            self._whole.add((claim, None, _ANY))
            for quad in [*self._quads.get(claim, ())]:
                document = quad.graph_name
                if quad.predicate == _EVIDENCE:
                    self._whole.add((quad.object, None, document))
                    for each in self._quads.get(quad.object, ()):
                        if each.predicate == _SELECTOR:
                            self._whole.add((each.object, None, document))
                elif quad.object == document:
                    self._whole.update((document, predicate, document) for predicate in NOTED)
                    self._whole.update((document, predicate, _HERE) for predicate in NAMED)


def _matches(quad: Quad, look: Look) -> bool:
    _, predicate, term, graph = look
    return (
        (predicate is None or quad.predicate == predicate)
        and (term is None or quad.object == term)
        and (graph is None or quad.graph_name == graph)
    )


def _claims(rows: list[Any]) -> Iterator[tuple[str, Saying]]:
    for claim, about, by, told in _solutions(["claim", "about", "by", "told"], rows):
        if isinstance(claim, NamedNode):
            yield claim.value, Saying(about.value, by.value, told)


def _has_names_only(look: Look) -> bool:
    """Say whether a look can stand among others: nobody can ask for a blank node by its name."""
    return all(
        each is None or isinstance(each, NamedNode | Literal | DefaultGraph) for each in look
    )


def columns_of(query: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the names of the columns of a query of ours: all there are in *rows* for a star.

    >>> columns_of("SELECT DISTINCT ?a (EXISTS { ?a ?b ?c } AS ?is) WHERE { ?a ?b ?x }", [])
    ['a', 'is']
    """
    names: list[str] = []
    depth, before = 0, ""
    for kind, text, _ in tokens(query, start=query.index("SELECT")):
        if depth == 0 and (text == "{" or text.upper() == "WHERE"):
            break
        depth += (kind == "open") - (kind == "close")
        if kind == "variable" and (depth == 0 or (depth == 1 and before == "AS")):
            names.append(text[1:])
        before = text.upper()
    return names or sorted({name for row in rows for name in row})


def _solutions(names: list[str], rows: list[Any]) -> QuerySolutions:
    """Return rows of JSON as solutions."""
    told = {"head": {"vars": names}, "results": {"bindings": rows}}
    found = parse_query_results(json.dumps(told), format=QueryResultsFormat.JSON)
    return cast(QuerySolutions, found)
