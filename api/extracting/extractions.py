"""What ``hansa extract`` shows: gold-like JSON, tables to look at, or the Turtle of the claims."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from pyoxigraph import RdfFormat, parse, serialize

from api.commands.tables import print_table
from api.pages.characters import json_text, visible
from graph.deriving.assembly import Assembly
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Source
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact, LiteralFact
from ontology.namespaces import PREFIXES
from ontology.serialisation import extraction_to_json

Read = tuple[Document, Extraction]


def show(read: Sequence[Read], *, form: str, base: Base) -> None:
    """Print extractions to stdout as ``json`` (an array when several), ``table`` or ``ttl``."""
    if form == "json":
        objects = [extraction_to_json(extraction) for _, extraction in read]
        whole = objects[0] if len(objects) == 1 else objects
        print(json_text(whole))
    elif form == "ttl":
        sys.stdout.flush()
        sys.stdout.buffer.write(_turtle(read, base))
    else:
        for _, extraction in read:
            _print_tables(extraction)


def _turtle(read: Sequence[Read], base: Base) -> bytes:
    """Return the triples of the documents' graphs, as ``hansa ingest`` would store them."""
    gazetteer = Gazetteer()
    gazetteer.look_up(
        entity.link for _, extraction in read for entity in extraction.entities if entity.link
    )
    assembly = Assembly([Source(*pair) for pair in read], gazetteer, base)
    graphs = [base.document(document.key) for document, _ in read]
    lines = sorted({line for graph in graphs for line in assembly.document(graph)})
    quads = parse("\n".join(lines), format=RdfFormat.N_TRIPLES)
    triples = (quad.triple for quad in quads)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _print_tables(extraction: Extraction) -> None:
    print(visible(f"# {extraction.document}"))
    names = {entity.id: entity.names[0] for entity in extraction.entities}
    print_table(
        ("entity", "kind", "other names", "link"),
        [(e.names[0], e.kind, "; ".join(e.names[1:]), e.link or "") for e in extraction.entities],
    )
    rows = [_fact_row(fact, names) for fact in extraction.facts]
    rows += [_literal_row(literal, names) for literal in extraction.literals]
    print_table(("subject", "property", "object", "status", "rule", "sentence"), rows)


def _fact_row(fact: Fact, names: Mapping[str, str]) -> tuple[str, ...]:
    ends = (names[fact.subject], fact.property, names[fact.object])
    return (*ends, _said(fact.status, fact.year, fact.role), fact.rule, fact.evidence.exact)


def _literal_row(literal: LiteralFact, names: Mapping[str, str]) -> tuple[str, ...]:
    ends = (names[literal.subject], literal.property, str(literal.value))
    said = _said(literal.status, literal.year, None)
    return (*ends, said, literal.rule, literal.evidence.exact)


def _said(status: str, year: int | None, role: str | None) -> str:
    return ", ".join(str(value) for value in (status, year, role) if value is not None)
