"""Triple patterns in the groups of a query, and the text of a group with all of them named.

A blank node with properties, ``?c p [ q ?o ]``, becomes ``?hidden1 q ?o . ?c p ?hidden1``; a path
``?s p/q ?o`` becomes ``?hidden1 q ?o . ?s p ?hidden1``. Both bind the same rows as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from graph.foreign.guard import Token

from .terms import Terms, Unreadable, Variable

if TYPE_CHECKING:
    from .patterns import Node, Pattern, Step

_NEGATION: Final = "negation (MINUS, NOT EXISTS)"
_EXISTENCE: Final = "FILTER EXISTS"
_PATHS: Final = "paths with *, +, ? or !"
_COLLECTIONS: Final = "collections"
_SUBQUERIES: Final = "sub-selects"
#: Triple patterns, and new variables, of a query that is read.
_MOST: Final = 500
_END: Final = Token("end", "", 0)


class Groups:
    """Reads groups; ``patterns``, ``variables``, ``words`` and ``unexplained`` tell what was there.

    *hidden* is the beginning of the names of new variables.
    """

    def __init__(self, query: str, tokens: Sequence[Token], terms: Terms, *, hidden: str) -> None:
        """Read the groups of *query*, which has these *tokens*."""
        self._query = query
        self._tokens = tokens
        self._terms = terms
        self._hidden = hidden
        self._count = 0
        self._at = 0
        self._edits: list[tuple[int, int, str]] = []
        self._hoisted: list[str] = []
        self.patterns: list[Pattern] = []
        self.variables: set[str] = set()
        self.words: set[str] = set()
        self.unexplained: list[str] = []

    def read(self, at: int) -> tuple[str, int]:
        """Read the group whose brace is token *at*; return its text, and where it is over."""
        self._at = at
        begin = self._next().start + 1
        self._group()
        end = self._tokens[self._at - 1].start
        return self._written(begin, end), self._at

    # Groups

    def _group(self) -> None:
        """Read up to the brace that closes the group which is open."""
        while (token := self._peek()).text != "}":
            word = token.text.upper() if token.kind == "word" else ""
            self.words.add(word)
            if token.text == "{":
                self._braces()
            elif word in {"OPTIONAL", "UNION", "LATERAL"} or token.text == ".":
                self._next()
            elif word == "GRAPH":
                self._next()
                self._node()
            elif word == "MINUS":
                self._next()
                self._skip(_NEGATION)
            elif word == "FILTER":
                self._filter()
            elif word == "BIND":
                self._next()
                self._bind()
            elif word == "VALUES":
                self._next()
                self._data()
            elif token is _END:
                raise Unreadable("a group without end")
            else:
                self._statement()
        self._next()

    def _braces(self) -> None:
        if self._tokens[self._at + 1].text.upper() == "SELECT":
            self.words.add("SELECT")
            self.unexplained.append(_SUBQUERIES)
            self._note_selected()
            self._skip()
        else:
            self._next()
            self._group()

    def _note_selected(self) -> None:
        """Note the variables that come out of a sub-select."""
        at, depth = self._at + 2, 0
        while self._tokens[at].text != "{":
            token = self._tokens[at]
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            is_named = self._tokens[at - 1].text.upper() == "AS"
            if token.kind == "variable" and (depth == 0 or is_named):
                self.variables.add(token.text[1:])
            elif token.text == "*" and depth == 0:
                raise Unreadable("SELECT * inside of another")
            at += 1

    def _filter(self) -> None:
        self._next()
        token = self._peek()
        word = token.text.upper()
        if word in {"NOT", "EXISTS"}:
            self._next()
            if word == "NOT":
                self._next()
            self._skip(_NEGATION if word == "NOT" else _EXISTENCE)
            return
        if token.kind in {"word", "name", "iri"}:
            self._next()
        begin = self._at
        self._skip()
        if any(each.text.upper() == "EXISTS" for each in self._tokens[begin : self._at]):
            self.unexplained.append(_EXISTENCE)

    def _bind(self) -> None:
        self._skip()
        self.variables.add(self._tokens[self._at - 2].text[1:])

    def _data(self) -> None:
        while (token := self._next()).text != "{":
            if token.kind == "variable":
                self.variables.add(token.text[1:])
        self._at -= 1
        self._skip()

    def _skip(self, why: str = "") -> None:
        """Pass over what stands in the brackets that begin here."""
        if why:
            self.unexplained.append(why)
        if self._peek().kind != "open":
            raise Unreadable(self._peek().text)
        depth = 0
        while True:
            depth += {"open": 1, "close": -1}.get(self._next().kind, 0)
            if depth == 0:
                return

    # Triples

    def _statement(self) -> None:
        """Read one subject with its properties; what is new goes before it."""
        hoisted, self._hoisted = self._hoisted, []
        begin = self._peek().start
        is_bracket = self._peek().text == "["
        subject = self._node()
        if is_bracket and self._peek().text in {".", "}"}:  # it says all of itself
            _, end, _ = self._edits.pop()
            self._edits.append((begin, end, "".join(self._hoisted).removesuffix(" . ")))
        else:
            self._properties(subject, ".")
            self._edits.append((begin, begin, "".join(self._hoisted)))
        self._hoisted = hoisted

    def _properties(self, subject: Node | None, *ends: str) -> None:
        while (token := self._peek()).text not in {"}", "]", *ends} and token is not _END:
            if token.text == ";":
                self._next()
                continue
            if token.kind == "word" and token.text != "a":
                return  # a keyword: the statement ended without its point
            if token.text == "{":
                return
            self._property(subject)

    def _property(self, subject: Node | None) -> None:
        begin = self._at
        token = self._peek()
        if token.kind == "variable":
            self._next()
            self.variables.add(token.text[1:])
            steps: list[Step | Variable | None] = [Variable(token.text[1:])]
            written = [token.text]
        else:
            steps, written = self._path()
        if len(steps) > 1:
            after = self._tokens[self._at - 1]
            span = self._tokens[begin].start, after.start + len(after.text)
            self._edits.append((*span, written[0]))
        while True:
            self._object(subject, steps, written)
            if self._peek().text != ",":
                return
            self._next()

    def _object(
        self,
        subject: Node | None,
        steps: Sequence[Step | Variable | None],
        written: Sequence[str],
    ) -> None:
        begin = self._peek().start
        object_ = self._node()
        before = self._tokens[self._at - 1]
        end = before.start + len(before.text)
        if self._peek().text in {"~", "<"} or self._is_annotation():
            raise Unreadable("annotations of RDF 1.2")
        between = [self._new() for _ in steps[1:]]
        nodes: list[Node | None] = [subject, *between, object_]
        for step, (one, other) in zip(steps, pairwise(nodes), strict=True):
            self._add(one, step, other)
        if between:
            last = self._written(begin, end)
            names = [f"?{node.name}" for node in between] + [last]
            parts = zip(written[1:], pairwise(names), strict=True)
            self._hoisted += [f"{one} {path} {other} . " for path, (one, other) in parts]
            self._edits.append((begin, end, names[0]))

    def _is_annotation(self) -> bool:
        following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else _END
        return self._peek().text == "{" and following.text == "|"

    def _add(self, one: Node | None, step: Step | Variable | None, other: Node | None) -> None:
        from .patterns import Pattern

        if step is None:
            self.unexplained.append(_PATHS)
        elif one is not None and other is not None:
            self.patterns.append(Pattern(one, step, other))
        if len(self.patterns) > _MOST:
            raise Unreadable(f"queries of more than {_MOST} triple patterns")

    # Paths (SPARQL 1.1, section 19.8, rules 88 to 96)

    def _path(self) -> tuple[list[Step | Variable | None], list[str]]:
        """Return the steps of a path, None for one that is not single, and each as written."""
        steps: list[Step | Variable | None] = []
        written: list[str] = []
        while True:
            begin = self._peek().start
            steps.append(self._element())
            last = self._tokens[self._at - 1]
            written.append(self._query[begin : last.start + len(last.text)])
            mark = self._peek().text
            if mark == "|":
                return self._alternatives(steps)
            if mark != "/":
                return steps, written
            self._next()

    def _alternatives(
        self, steps: list[Step | Variable | None]
    ) -> tuple[list[Step | Variable | None], list[str]]:
        """Return the one step that a path is which has alternatives outside of brackets."""
        first = steps[0] if len(steps) == 1 else None
        found = first if isinstance(first, tuple) else None
        while self._peek().text in {"|", "/"}:
            is_sequence = self._next().text == "/"
            other = self._element()
            single = found is not None and isinstance(other, tuple) and not is_sequence
            found = (*found, *other) if single and found and isinstance(other, tuple) else None
        return [found], [""]

    def _element(self) -> Step | None:
        is_inverse = self._peek().text == "^"
        if is_inverse:
            self._next()
        found = self._primary()
        if self._peek().text in {"*", "+", "?"}:
            self._next()
            return None
        if found is None or not is_inverse:
            return found
        return tuple((iri, not turned) for iri, turned in found)

    def _primary(self) -> Step | None:
        token = self._next()
        if token.text == "(":
            steps, _ = self._path()
            if self._next().text != ")":
                raise Unreadable("a path")
            only = steps[0] if len(steps) == 1 else None
            return only if isinstance(only, tuple) else None
        if token.text == "!":
            if self._peek().text == "(":
                self._skip()
            else:
                self._element()
            return None
        return ((self._terms.iri(token), False),)

    # Nodes

    def _node(self) -> Node | None:
        """Read a term or a variable; None for a collection, of which nothing is told."""
        token = self._next()
        if token.kind == "variable":
            self.variables.add(token.text[1:])
            return Variable(token.text[1:])
        if token.text == "[":
            return self._bracket(token)
        if token.text == "(":
            self._at -= 1
            self._skip(_COLLECTIONS)
            return None
        if token.text.startswith("_:"):
            found = Variable(f"{self._hidden}_{''.join(filter(str.isalnum, token.text))}")
            self._edits.append((token.start, token.start + len(token.text), f"?{found.name}"))
            return found
        if token.kind in {"iri", "name"}:
            return NamedNode(self._terms.iri(token))
        return self._literal(token)

    def _bracket(self, opening: Token) -> Variable:
        found = self._new()
        begin = self._peek().start
        self._properties(found)
        closing = self._next()
        if closing.text != "]":
            raise Unreadable(closing.text)
        if begin != closing.start:
            inside = self._written(begin, closing.start)
            self._hoisted.append(f"?{found.name} {inside} . ")
        self._edits.append((opening.start, closing.start + 1, f"?{found.name}"))
        return found

    def _literal(self, token: Token) -> Node:
        if token.kind == "string":
            following = self._peek()
            if following.kind == "language":
                self._next()
                return self._terms.literal(token, following.text[1:], "")
            if following.text == "^^":
                self._next()
                return self._terms.literal(token, "", self._terms.iri(self._next()))
            return self._terms.literal(token, "", "")
        if token.text in {"+", "-"}:
            return self._terms.number(token.text + self._next().text)
        if token.kind == "number":
            return self._terms.number(token.text)
        if token.text.lower() in {"true", "false"}:
            return self._terms.truth(token.text)
        raise Unreadable(token.text)

    def _new(self) -> Variable:
        self._count += 1
        if self._count > _MOST:
            raise Unreadable(f"queries of more than {_MOST} blank nodes and steps of paths")
        return Variable(f"{self._hidden}{self._count}")

    # Text

    def _written(self, begin: int, end: int) -> str:
        """Return the text of a range with its edits, which then are done."""
        inside = sorted(each for each in self._edits if begin <= each[0] and each[1] <= end)
        self._edits = [each for each in self._edits if each not in inside]
        parts = []
        for start, stop, text in inside:
            parts += [self._query[begin:start], text]
            begin = stop
        return "".join([*parts, self._query[begin:end]])

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self) -> Token:
        token = self._peek()
        if token is _END:
            raise Unreadable("the end")
        self._at += 1
        return token
