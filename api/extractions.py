"""What ``hansa extract`` shows: gold-like JSON, tables to look at, or the Turtle of the claims."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from pyoxigraph import RdfFormat, parse, serialize

from graph.mapping import document_lines
from graph.resolution import resolve
from ontology.iris import Base
from ontology.model import Document, Extraction
from ontology.namespaces import PREFIXES
from ontology.serialisation import extraction_to_json

from .tables import print_table

Read = tuple[Document, Extraction]


def show(read: Sequence[Read], *, form: str, base: Base) -> None:
    """Print extractions to stdout as ``json`` (an array when several), ``table`` or ``ttl``."""
    if form == "json":
        objects = [extraction_to_json(extraction) for _, extraction in read]
        whole = objects[0] if len(objects) == 1 else objects
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif form == "ttl":
        sys.stdout.flush()
        sys.stdout.buffer.write(_turtle(read, base))
    else:
        for _, extraction in read:
            _print_tables(extraction)


def _turtle(read: Iterable[Read], base: Base) -> bytes:
    """Return the triples of each document's graph, its entities resolved within it alone."""
    lines: list[str] = []
    for document, extraction in read:
        resolution = resolve({document.key: extraction}, base=base)
        lines.extend(document_lines(document, extraction, resolution))
    quads = parse("".join(sorted(lines)), format=RdfFormat.N_TRIPLES)
    return serialize((quad.triple for quad in quads), format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _print_tables(extraction: Extraction) -> None:
    print(f"# {extraction.document}")
    names = {entity.id: entity.names[0] for entity in extraction.entities}
    print_table(
        ("entity", "kind", "other names", "link"),
        [(e.names[0], e.kind, "; ".join(e.names[1:]), e.link or "") for e in extraction.entities],
    )
    facts = [
        (names[f.subject], f.property, names[f.object], _qualifiers(f.status, f.year, f.role), f)
        for f in extraction.facts
    ]
    literals = [
        (names[f.subject], f.property, str(f.value), _qualifiers(f.status, f.year, None), f)
        for f in extraction.literals
    ]
    print_table(
        ("subject", "property", "object", "status", "rule", "sentence"),
        [(s, p, o, q, f.rule, f.evidence.exact) for s, p, o, q, f in (*facts, *literals)],
    )


def _qualifiers(status: str, year: int | None, role: str | None) -> str:
    return ", ".join(str(value) for value in (status, year, role) if value is not None)
