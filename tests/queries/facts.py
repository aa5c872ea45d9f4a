"""Expanding a short table of facts into documents, extractions and TriG, for the cases.

A table is text. ``# key | title | date`` begins a document; ``+ Name:Kind | alias | …`` gives a
thing more names, ``@ Name:Kind | IRI`` links it to the gazetteer; every other line is a fact,
``Name:Kind | property | Name:Kind or value | status year | role``, whose sentence is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from graph.deriving.assembly import Assembly
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Source
from ontology.iris import Base, hash8, slug
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from ontology.namespaces import PREFIXES
from ontology.terms import LITERALS

_WORDS = {
    "memberOf": "is a member of",
    "partnerOf": "is a partner of",
    "participatesIn": "takes part in",
    "partyTo": "signed",
    "ledBy": "is led by",
    "chairedBy": "is chaired by",
    "foundedBy": "was founded by",
    "supportedBy": "is supported by",
    "partOf": "is part of",
    "locatedIn": "is in",
    "underAgreement": "stands under",
    "worksFor": "works for",
    "memberCount": "counts, in members,",
    "foundingYear": "was founded in",
    "date": "is dated",
    "focusArea": "works on",
}


@dataclass
class _Draft:
    key: str
    title: str
    date: str | None
    text: str = ""
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    literals: list[LiteralFact] = field(default_factory=list)

    def entity(self, written: str) -> str:
        name, _, kind = written.rpartition(":")
        self.entities.setdefault(written, Entity(id=slug(written), kind=kind, names=(name,)))
        return self.entities[written].id

    def say(self, fields: list[str]) -> None:
        subject, property_name, object_, when, role = (*fields, "", "")[:5]
        status, _, year = when.partition(" ")
        said = object_ if property_name in LITERALS else object_.rpartition(":")[0]
        plan = ", according to plan" if status == "planned" else ""
        post = f" as {role}" if role else ""
        name = subject.rpartition(":")[0]
        sentence = f"{name} {_WORDS[property_name]} {said}{post}{plan}."
        start = len(self.text)
        self.text += sentence + "\n"
        evidence = Evidence.cut(self.text, start, start + len(sentence), context=12)
        self.entity(subject)
        entity, span = self.entities[subject], (start, start + len(name))
        self.entities[subject] = replace(entity, mentions=(*entity.mentions, span))
        self._add(subject, property_name, object_, evidence, status, year, role)

    def _add(
        self, subject: str, name: str, object_: str, evidence: Evidence, status: str, year: str,
        role: str,
    ) -> None:  # fmt: skip
        about = self.entity(subject)
        status, dated = status or "asserted", int(year) if year else None
        if name in LITERALS:
            value = int(object_) if name in ("memberCount", "foundingYear") else object_
            self.literals.append(
                LiteralFact(about, name, value, evidence, status, dated, 0.8, "t.v1")
            )
        else:
            end = self.entity(object_)
            fact = Fact(about, name, end, evidence, status, dated, role or None, 0.8, "t.v1")
            self.facts.append(fact)

    def source(self) -> Source:
        document = Document(
            key=self.key,
            text=self.text,
            sha256=hash8(self.key) * 8,
            title=self.title,
            date=self.date,
        )
        extraction = Extraction(
            self.key,
            "0" * 64,
            tuple(self.entities.values()),
            tuple(self.facts),
            tuple(self.literals),
        )
        return Source(document, extraction)


def sources(table: str) -> list[Source]:
    """Read a table of facts."""
    drafts: list[_Draft] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        fields = [part.strip() for part in line.lstrip("#+@ ").split("|")]
        if line.startswith("#"):
            drafts.append(_Draft(*(*fields, None)[:3]))  # type: ignore[arg-type]
        elif line.startswith("+"):
            _extend(drafts[-1], fields[0], names=tuple(fields[1:]))
        elif line.startswith("@"):
            _extend(drafts[-1], fields[0], link=fields[1])
        else:
            drafts[-1].say(fields)
    return [draft.source() for draft in drafts]


def _extend(
    draft: _Draft, written: str, *, names: tuple[str, ...] = (), link: str | None = None
) -> None:
    draft.entity(written)
    known = draft.entities[written]
    draft.entities[written] = replace(known, names=known.names + names, link=link or known.link)


def quads(read: Iterable[Source], base: Base | None = None) -> Iterator[Quad]:
    """Yield what these sources become in the graph, without the ontology's own graph."""
    read, base = list(read), base or Base()
    gazetteer = Gazetteer()
    links = {e.link for source in read for e in source.extraction.entities if e.link}
    gazetteer.look_up(links)
    for graph, lines in Assembly(read, gazetteer, base).graphs().items():
        if graph == base.graph("ontology"):
            continue
        name = f" <{graph}>" if graph else ""
        body = "".join(f"{line.removesuffix(' .')}{name} .\n" for line in sorted(lines))
        yield from parse(body, format=RdfFormat.N_QUADS)


def write_trig(table: str, path: Path) -> None:
    """Write the TriG of a table of facts."""
    used = {key: iri for key, iri in PREFIXES.items() if key not in {"sh", "foaf", "owl"}}
    found = sorted(quads(sources(table)), key=lambda quad: (str(quad.graph_name), str(quad)))
    serialize(found, str(path), format=RdfFormat.TRIG, prefixes=used)
