"""Paths of length zero from and to a term that stands in no triple (SPARQL 1.1, section 18.4).

``<a> <p>* ?x`` has ``<a>`` among its answers, whatever there is; to the engine only if ``<a>`` is
in the graph. Where it is there, another text would only be slower. So what is given back is a
question whether it is, and the edit to be made if not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from .brackets import Brackets, Edit
from .guard import FORMS

_TERMS = frozenset({"iri", "name", "string", "number"})
_ENDS = frozenset({"BIND", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "VALUES"})
#: Paths of a query that are looked at; each asks the store.
_MOST = 10
_MODIFIERS = frozenset({"*", "+", "?"})


class Absent(NamedTuple):
    """An ASK query, and what takes the place of a piece of the text where its answer is no."""

    ask: str
    edit: Edit


def absent_ends(text: str) -> list[Absent]:
    """Return what to do about each path of the default graph that may have length zero.

    >>> absent_ends("SELECT * { <a:a> <a:p>* ?x }")[0].ask
    'ASK { { <a:a> ?p ?o } UNION { ?s ?p <a:a> } }'
    >>> absent_ends("SELECT * { <a:a> <a:p>* ?x }")[0].edit
    (11, 26, 'VALUES ?x { <a:a> }')
    """
    found = Brackets(text)
    if "FROM" in found.words:
        return []
    form = next((place for place, word in enumerate(found.words) if word in FORMS), 0)
    prologue = text[: found.start(form)]
    edits = islice(_edits(found, form), _MOST)
    return [Absent(f"{prologue}ASK {{ {_anywhere(term)} }}", edit) for term, edit in edits]


def _anywhere(term: str) -> str:
    as_object = f"?s ?p {term}"
    is_literal = term[0] in "\"'" or term[0].isdigit()
    return as_object if is_literal else f"{{ {term} ?p ?o }} UNION {{ {as_object} }}"


def _edits(found: Brackets, begin: int) -> Iterator[tuple[str, Edit]]:
    """Yield the constant end of each such path with the edit for it."""
    for place in range(begin + 1, len(found)):
        if found.token(place - 1).text not in {"{", "}", ".", ")"}:
            continue
        subject = _term(found, place)
        path = _Path(found, subject)
        if subject == place or not path.read() or not path.is_nullable:
            continue
        object_ = _term(found, path.place)
        after = found.token(object_)
        is_over = after.text in {".", "{", "}"} or found.word(object_) in _ENDS
        if object_ == path.place or not is_over or _is_in_graph(found, place):
            continue
        ends = found.between(place, subject - 1), found.between(path.place, object_ - 1)
        yield from _edit(found.start(place), found.end(object_ - 1), *ends)


def _edit(start: int, end: int, subject: str, object_: str) -> Iterator[tuple[str, Edit]]:
    variables = [each for each in (subject, object_) if each[0] in "?$"]
    constants = [each for each in (subject, object_) if each[0] not in "?$"]
    if len(variables) == 1:
        yield constants[0], (start, end, f"VALUES {variables[0]} {{ {constants[0]} }}")
    elif not variables and subject == object_:
        yield subject, (start, end, "{}")


def _term(found: Brackets, place: int) -> int:
    """Return the place behind the variable or constant at *place*, which itself for neither."""
    token = found.token(place)
    if token.kind == "variable":
        return place + 1
    if token.kind not in _TERMS or token.text.startswith("_:"):
        return place
    if token.kind == "string":
        following = found.token(place + 1)
        if following.kind == "language":
            return place + 2
        if following.text == "^^":
            return place + 3
    return place + 1


def _is_in_graph(found: Brackets, place: int) -> bool:
    """Say whether a GRAPH is around *place*."""
    parent = found.parent(place)
    while parent is not None:
        if parent > 1 and found.words[parent - 2] == "GRAPH":
            return True
        parent = found.parent(parent)
    return False


class _Path:
    """Reads a path from *place* on (SPARQL 1.1, section 19.8, rules 88 to 96)."""

    def __init__(self, found: Brackets, place: int) -> None:
        self._found = found
        self.place = place
        self.is_nullable = False

    def read(self) -> bool:
        """Read it; say whether it is one."""
        begin = self.place
        nullable = self._alternatives()
        self.is_nullable = bool(nullable)
        return nullable is not None and self.place > begin

    def _is(self, *texts: str) -> bool:
        return self._found.token(self.place).text in texts

    def _alternatives(self) -> bool | None:
        found = self._sequence()
        while found is not None and self._is("|"):
            self.place += 1
            other = self._sequence()
            found = None if other is None else found or other
        return found

    def _sequence(self) -> bool | None:
        found = self._element()
        while found is not None and self._is("/"):
            self.place += 1
            other = self._element()
            found = None if other is None else found and other
        return found

    def _element(self) -> bool | None:
        if self._is("^"):
            self.place += 1
        found = self._primary()
        if found is not None and self._is(*_MODIFIERS):
            found = found or not self._is("+")
            self.place += 1
        return found

    def _primary(self) -> bool | None:
        token = self._found.token(self.place)
        if token.kind in {"iri", "name"} or token.text == "a":
            self.place += 1
            return False
        if token.text == "!":
            self.place += 1
            if self._is("!"):
                return None
            if self._is("("):
                self.place = self._found.closing[self.place] + 1
                return False
            return None if self._element() is None else False
        if token.text == "(":
            end = self._found.closing[self.place]
            self.place += 1
            found = self._alternatives()
            is_whole = self.place == end
            self.place = end + 1
            return found if is_whole else None
        return None
