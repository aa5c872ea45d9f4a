"""Reads an update by its tokens: which graphs it may write to, and where USING clauses go.

This is no parser: the engine's own decides what an update is. Which graphs a variable stands for
is asked right before its operation (``graph.foreign.update_parts``). What cannot be told either way
counts as writing anywhere, and then everything is compared (``graph.foreign.updates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from graph.errors import QueryRefusedError, QuerySyntaxError
from ontology.namespaces import QUERY_PREFIXES

from .guard import (
    MAX_DEPTH,
    VOLATILE,
    Token,
    check_characters,
    check_counts,
    is_chained,
    may_compare,
    refuse_calls,
    tokens,
)
from .jobs import QueryDataset
from .update_parts import Cut, Edit, Part, UpdateText, edited, parts

#: An IRI that no base changes: absolute, without escapes and without segments of dots.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*(?:\\|/\.)).*", re.DOTALL)
_END: Final = Token("end", "")
_NOTHING: Final = "INSERT DATA {}"
#: Operations of one update whose graphs are asked for: each costs what its pattern costs, again.
_MOST_ASKED: Final = 20
#: Parts of an update, and characters of declarations, which each part repeats.
_MOST_PARTS: Final = 1_000
_MOST_DECLARED: Final = 10_000


def read_update(text: str, *, using: QueryDataset, length: int) -> UpdateText:
    """Look at an update of at most *length* characters; *using* is the dataset of its protocol.

    A ``LOAD SILENT`` becomes an operation that does nothing: it is one that fails, silently. Raises
    CallRefusedError for SERVICE and any other LOAD, QueryRefusedError for what is too long, too
    deep or names a dataset twice, QuerySyntaxError for what no parser needs to see.

    >>> found = read_update("CLEAR GRAPH <urn:g>", using=QueryDataset(), length=100)
    >>> found.targets
    frozenset({'urn:g'})
    """
    if len(text) > length:
        raise QueryRefusedError(
            f"the update has {len(text)} characters and may have {length}; send it in several, "
            "or data to /data"
        )
    check_characters(text)
    reading = _Reading(text)
    is_read = reading.run()
    if using and not is_read:
        raise QueryRefusedError(
            "using-graph-uri and using-named-graph-uri need an update whose words stand apart; "
            "or write USING into it yourself"
        )
    if using and reading.has_dataset:
        raise QueryRefusedError(
            "the update says USING or WITH, and the request using-graph-uri or "
            "using-named-graph-uri; say it once (SPARQL 1.1 Protocol, section 2.2.3)"
        )
    edits = [*reading.silenced, *_clauses(reading, using)]
    whole = edited(text, edits)
    refuse_calls(whole)
    asked = sum(cut.query is not None for cut in reading.cuts)
    is_cut = is_read and reading.can_be_cut
    is_told = is_cut and not reading.is_open and asked <= _MOST_ASKED
    cuts = [cut if is_told else replace(cut, query=None) for cut in reading.cuts if is_cut]
    found = tuple(parts(text, cuts, edits, using=using)) if cuts else (Part(whole),)
    return UpdateText(found, frozenset(reading.targets) if is_told else None)


def _clauses(reading: _Reading, using: QueryDataset) -> Iterator[Edit]:
    """Yield where the USING clauses of the protocol go: before each WHERE."""
    if not using:
        return
    said = "".join(f" USING <{_written(iri)}>" for iri in using.default_graphs)
    said += "".join(f" USING NAMED <{_written(iri)}>" for iri in using.named_graphs)
    for place, template in reading.wheres:
        yield Edit(place, place, f"{template}{said} ")


def _written(iri: str) -> str:
    if re.search(r'[\x00-\x20<>"{}|\\^`]', iri):
        raise QueryRefusedError(f"{iri!r} is no IRI; escape what may not stand in one")
    return iri


class _UnreadError(Exception):
    """The tokens are not those of an update, or not told apart by white space."""


@dataclass(slots=True)
class _Reading:
    """One pass over the tokens of an update."""

    text: str
    targets: set[str | None] = field(default_factory=set)
    silenced: list[Edit] = field(default_factory=list)
    #: The operations that write to graphs by variables, or have declarations amid the text.
    cuts: list[Cut] = field(default_factory=list)
    #: Where each WHERE begins, and the template that has to be written out before it.
    wheres: list[tuple[int, str]] = field(default_factory=list)
    has_dataset: bool = False
    #: Whether some graph it writes to cannot be told before it runs.
    is_open: bool = False
    _tokens: Iterator[Token] = field(init=False)
    _now: Token = _END
    _prefixes: dict[str, str] = field(default_factory=lambda: dict(QUERY_PREFIXES))
    _depth: int = 0
    _deepest: int = 0
    _chain: int = 0
    _is_data: bool = False
    _is_lost: bool = False
    _declared: dict[str, str] = field(default_factory=dict)
    _is_first: bool = True
    #: Of the operation at hand: variables of graphs, and whether it may find others the next time.
    _variables: list[str] = field(default_factory=list)
    _is_volatile: bool = False
    #: Also of it: what USING says, as FROM; what WITH says; where its pattern stands.
    _dataset: str = ""
    _with: str | None = None
    _where: tuple[int, int] = (0, 0)

    @property
    def can_be_cut(self) -> bool:
        """Whether its parts are not too many, and what each repeats is not too long."""
        declared = sum(map(len, self._declared.values()))
        return len(self.cuts) <= _MOST_PARTS and declared <= _MOST_DECLARED

    def run(self) -> bool:
        """Read all of it; say whether it was understood."""
        self._tokens = tokens(self.text)
        try:
            self._next()
            while self._now is not _END:
                self._operation()
        except _UnreadError:
            self._is_lost = True
            while self._now is not _END:  # brackets and strings are counted to the end
                self._next()
        left = 0 if self._is_lost else self._depth  # what was lost may be a comment
        depth = self._deepest if self._deepest > MAX_DEPTH else left
        check_counts("update", depth=depth, chain=self._chain)
        return not self._is_lost

    def _next(self) -> Token:
        """Go on to the next token; return the one before."""
        before, self._now = self._now, next(self._tokens, _END)
        kind = self._now.kind
        if kind == "open":
            self._depth += 1
            self._deepest = max(self._deepest, self._depth)
        elif kind == "close":
            self._depth -= 1
        elif not self._is_data and is_chained(self._now):
            self._chain += 1
        elif kind == "word":
            # The parser needs no space around a keyword.
            self._is_volatile |= any(each in self._now.text.upper() for each in VOLATILE)
        elif kind == "unclosed":
            raise QuerySyntaxError(
                f"the {self._now.text} at character {self._now.start + 1} of the update opens a "
                "string without end"
            )
        elif kind == "iri" and not (self._is_data or self._is_lost) and may_compare(self._now.text):
            raise _UnreadError
        return before

    def _is(self, *words: str) -> bool:
        return self._now.kind == "word" and self._now.text.upper() in words

    def _takes(self, word: str) -> bool:
        if found := self._is(word):
            self._next()
        return found

    def _expect(self, text: str) -> Token:
        if self._now.text.upper() != text:
            raise _UnreadError
        return self._next()

    # Operations (SPARQL 1.1 Query Language, section 19.8, rules 29 to 51)

    def _operation(self) -> None:
        begin = self._now.start
        self._prologue()
        if self._now is _END:
            return
        self._variables, self._is_volatile, self._dataset, self._with = [], False, "", None
        start, word = self._now.start, self._next().text.upper()
        match word:
            case "LOAD":
                self._load(start)
            case "CLEAR" | "DROP" | "CREATE":
                self._takes("SILENT")
                self._whole_graph()
            case "ADD" | "MOVE" | "COPY":
                self._transfer(is_moved=word == "MOVE")
            case "INSERT" | "DELETE" | "WITH":
                self._modify(word)
            case _:
                raise _UnreadError
        if self._now is not _END:
            self._expect(";")
        if self._variables or (begin < start and not self._is_first):
            self._cut(begin, start)
        self._is_first = False

    def _cut(self, begin: int, start: int) -> None:
        """Note that the operation which has just been read is a part by itself."""
        end = len(self.text) if self._now is _END else self._now.start
        cut = Cut(begin, start, end, "".join(self._declared.values()))
        if self._variables and self._is_volatile:
            self.is_open = True
        elif self._variables:
            variables = " ".join(dict.fromkeys(self._variables))
            where = self.text[slice(*self._where)]
            query = f"SELECT DISTINCT {variables}{self._dataset} {where}"
            cut = replace(cut, query=query, default=None if self._dataset else self._with)
        self.cuts.append(cut)

    def _prologue(self) -> None:
        while self._is("PREFIX", "BASE"):
            start = self._next()
            key = f"BASE {start.start}"
            if start.text.upper() == "PREFIX":
                key = self._next().text
                if not key.endswith(":") or self._now.kind != "iri":
                    raise _UnreadError
                self._prefixes[key.removesuffix(":")] = self._now.text[1:-1]
            end = self._next()
            self._declared.pop(key, None)  # the last one counts
            self._declared[key] = f"{self.text[start.start : end.start]}{end.text}\n"

    def _load(self, start: int) -> None:
        is_silent = self._takes("SILENT")
        end = self._next()
        if end.kind not in {"iri", "name"}:
            raise _UnreadError
        if self._takes("INTO"):
            self._expect("GRAPH")
            end = self._next()
        if is_silent:
            self.silenced.append(Edit(start, end.start + len(end.text), _NOTHING))

    def _whole_graph(self) -> None:
        if self._takes("ALL") or self._takes("NAMED"):
            self.is_open = True
        elif self._takes("DEFAULT"):
            self.targets.add(None)
        else:
            self._expect("GRAPH")
            self.targets.add(self._graph())

    def _transfer(self, *, is_moved: bool) -> None:
        self._takes("SILENT")
        source = self._graph_or_default()
        self._expect("TO")
        self.targets |= {self._graph_or_default(), *((source,) if is_moved else ())}

    def _graph_or_default(self) -> str | None:
        if self._takes("DEFAULT"):
            return None
        self._takes("GRAPH")
        return self._graph()

    def _modify(self, word: str) -> None:
        default: str | None = None
        if word == "WITH":
            default = self._with = self._graph()
            self.has_dataset = True
            word = self._next().text.upper()
        if self._is("DATA"):
            self._is_data = True
            self._next()
            self._quads(default)
            self._is_data = False
            return
        if word == "DELETE" and self._is("WHERE"):
            place = self._next().start
            start = self._now.start
            end = self._quads(default)
            self.wheres.append((place, self.text[start:end]))
            self._where = (start, end)
            return
        self._quads(default)
        if word == "DELETE" and self._takes("INSERT"):
            self._quads(default)
        self._pattern()

    def _pattern(self) -> None:
        place = self._now.start
        while self._takes("USING"):
            self.has_dataset = True
            kind = "FROM NAMED" if self._takes("NAMED") else "FROM"
            self._dataset += f" {kind} {self._next().text}"
            place = self._now.start
        self.wheres.append((place, ""))
        self._takes("WHERE")
        self._where = (self._now.start, self._block())

    def _block(self) -> int:
        """Pass over a group between braces; return where it ends."""
        if self._now.text != "{":
            raise _UnreadError
        outside = self._depth - 1
        while self._depth > outside:
            self._next()
            if self._now is _END:
                raise _UnreadError
        return self._next().start + 1

    def _quads(self, default: str | None) -> int:
        """Note the graphs of quads between braces; return where they end."""
        inside = self._depth
        self._expect("{")
        while self._depth >= inside:
            if self._now is _END or self._now.text.upper().startswith("GRAPH") > self._is("GRAPH"):
                raise _UnreadError
            if self._depth == inside and self._takes("GRAPH"):
                if self._now.kind == "variable":
                    self._variables.append(self._next().text)
                else:
                    self.targets.add(self._graph())
                self._block()
            elif self._next().text != ".":
                self.targets.add(default)
        return self._next().start + 1

    def _graph(self) -> str:
        """Return the IRI that stands here; without one that can be told, any graph is meant."""
        token = self._next()
        if token.kind not in {"iri", "name"}:
            raise _UnreadError
        iri = token.text[1:-1]
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            iri = self._prefixes.get(prefix, "") + local
        self.is_open |= not _PLAIN.fullmatch(iri)
        return iri
