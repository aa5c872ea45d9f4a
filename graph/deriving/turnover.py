"""Which IRIs come and go with the generation to come, until the ledger has them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat

from graph.keeping.database import Database
from graph.lines.difference import Difference
from graph.quads import QuadReader
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS

_TYPE: Final = PREFIXES["rdf"] + "type"
_CLASSES: Final = (*KINDS, "Document", "Claim")
#: In the line that gives a thing its type; whatever was published has one.
_TYPED: Final = f"> <{_TYPE}> <{HANSA}"

_LEADS: Final = f"{PREFIXES['dcterms']}isReplacedBy"
_REPLACED: Final = f"> <{_LEADS}> <"


class Turnover(Database):
    """IRIs that go, with what took their place, and IRIs that come."""

    def note(self, difference: Difference, moved: Mapping[str, Collection[str]]) -> None:
        """Note what comes and goes with a difference; *moved* says to where entities went."""
        led = replaced_in(difference.removed.get(None, ()))
        came = {*typed_in(difference.added.values())}
        came |= replaced_in(difference.added.get(None, ())).keys()
        gone = {*typed_in(difference.removed.values()), *led} - came
        rows: list[tuple[str, str | None]] = [(iri, None) for iri in sorted(came)]
        for iri in sorted(gone):
            successors = {*moved.get(iri, ()), *led.get(iri, ())} - {iri, ""}
            rows.append((iri, json.dumps(sorted(successors), ensure_ascii=False)))
        self._write_all("INSERT OR REPLACE INTO turnover VALUES (?, ?)", rows)

    def note_anew(self, lost: Iterable[tuple[str, set[str]]], came: Iterable[str]) -> None:
        """Note what a graph made anew has no more, with successors, and what it has besides."""
        rows: list[tuple[str, str | None]] = [(iri, None) for iri in sorted(came)]
        rows += [(iri, json.dumps(sorted(found - {""}), ensure_ascii=False)) for iri, found in lost]
        self._write_all("INSERT OR REPLACE INTO turnover VALUES (?, ?)", rows)

    def gone(self) -> dict[str, tuple[str, ...]]:
        """Return what goes, with its successors."""
        rows = self._rows("SELECT iri, successors FROM turnover WHERE successors IS NOT NULL")
        return {iri: tuple(json.loads(successors)) for iri, successors in rows}

    def came(self) -> list[str]:
        """Return what comes."""
        rows = self._rows("SELECT iri FROM turnover WHERE successors IS NULL ORDER BY iri")
        return [iri for (iri,) in rows]

    def clear(self) -> None:
        """Forget all of it, because the ledger has it."""
        self._write("DELETE FROM turnover")


def typed_in(graphs: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the IRIs of entities, documents and claims that these lines give a type."""
    for lines in graphs:
        for line in lines:
            if _TYPED in line and line.split("> <", 2)[2][len(HANSA) : -3] in _CLASSES:
                iri = line[1 : line.index(">")]
                if "#" not in iri:  # what one document names is not published by itself
                    yield iri


def replaced_in(lines: Iterable[str]) -> dict[str, set[str]]:
    """Return the IRIs that lead to others in these lines, and to which."""
    found: dict[str, set[str]] = {}
    for line in lines:
        if _REPLACED in line:
            subject, _, object_ = line[1:-3].split("> <")
            found.setdefault(subject, set()).add(object_)
    return found


def published(store: QuadReader) -> set[str]:
    """Return the IRIs of all entities, documents and claims, and those that lead to others."""
    found: set[str] = set()
    things = [f"?thing <{_TYPE}> <{HANSA}{name}>" for name in _CLASSES]
    patterns = [*things, *(f"GRAPH ?graph {{ {thing} }}" for thing in things)]
    for pattern in (*patterns, f"?thing <{_LEADS}> ?other"):
        answer = store.select(f"SELECT ?thing {{ {pattern} }}")
        written = answer.serialize(format=QueryResultsFormat.TSV) or b""
        # What one document names has a "#" in its IRI, and is not published by itself.
        found.update(line for line in written.decode().split("\n") if "#" not in line)
    return {line[1:-1] for line in found if line.startswith("<")}
