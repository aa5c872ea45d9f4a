"""Extractions as JSON, in the form of the gold files with a few keys more, and back again.

The round trip is exact, and the text is canonical: equal extractions give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ontology.errors import OntologyError
from ontology.model import Entity, Evidence, Extraction, Fact, LiteralFact
from ontology.terms import KINDS, STATUSES

JsonObject = dict[str, Any]


def extraction_to_json(extraction: Extraction) -> JsonObject:
    """Return *extraction* as a JSON object; what is ``None`` is left out.

    >>> city = Entity(id="riga", kind="City", names=("Riga",), mentions=((0, 4),))
    >>> extraction_to_json(Extraction("a.txt", "p1", entities=(city,)))["entities"]
    [{'id': 'riga', 'type': 'City', 'names': ['Riga'], 'mentions': [[0, 4]], 'confidence': 1.0}]
    """
    return {
        "document": extraction.document,
        "pipeline": extraction.pipeline,
        "entities": [_entity_to_json(entity) for entity in extraction.entities],
        "facts": [_fact_to_json(fact) for fact in extraction.facts],
        "literals": [_literal_to_json(literal) for literal in extraction.literals],
        "proposals": [_saying_to_json(saying) for saying in extraction.proposals],
    }


def extraction_from_json(value: Mapping[str, Any]) -> Extraction:
    """Return the extraction that *value* is the JSON of.

    Raises OntologyError when a key is missing or holds something of another shape.
    """
    try:
        return Extraction(
            document=value["document"],
            pipeline=value["pipeline"],
            entities=tuple(_entity_from_json(entity) for entity in value["entities"]),
            facts=tuple(_fact_from_json(fact) for fact in value["facts"]),
            literals=tuple(_literal_from_json(literal) for literal in value["literals"]),
            proposals=tuple(_saying_from_json(saying) for saying in value.get("proposals", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        name = value.get("document", "?") if isinstance(value, Mapping) else "?"
        raise OntologyError(
            f"the extraction of {name!r} is not in the form this version writes "
            f"({type(error).__name__}: {error}); extract the document again"
        ) from error


def dumps(extraction: Extraction) -> str:
    """Return the canonical JSON text of *extraction*: one line, no spare white space."""
    return json.dumps(extraction_to_json(extraction), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Extraction:
    """Return the extraction that *text* is the JSON of; the inverse of ``dumps``.

    >>> loads(dumps(Extraction("a.txt", "p1"))) == Extraction("a.txt", "p1")
    True

    Raises OntologyError when *text* is not JSON, or JSON of another shape.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise OntologyError(f"a stored extraction is not JSON: {error}; extract again") from error
    return extraction_from_json(value)


def _entity_to_json(entity: Entity) -> JsonObject:
    return _without_nothing(
        id=entity.id,
        type=entity.kind,
        names=list(entity.names),
        mentions=[list(mention) for mention in entity.mentions],
        link=entity.link,
        confidence=entity.confidence,
    )


def _entity_from_json(value: Mapping[str, Any]) -> Entity:
    names = tuple(map(_text, value["names"]))
    if value["type"] not in KINDS or not names or not all(names):
        raise ValueError(f"an entity of the kind {value['type']!r} has the names {names}")
    return Entity(
        id=_text(value["id"]),
        kind=value["type"],
        names=names,
        mentions=tuple((start, end) for start, end in value.get("mentions", ())),
        link=_optional_text(value.get("link")),
        confidence=value.get("confidence", 1.0),
    )


def _fact_to_json(fact: Fact) -> JsonObject:
    return _without_nothing(
        s=fact.subject,
        p=fact.property,
        o=fact.object,
        status=fact.status,
        year=fact.year,
        role=fact.role,
        **_evidence_to_json(fact.evidence),
        confidence=fact.confidence,
        rule=fact.rule,
    )


def _fact_from_json(value: Mapping[str, Any]) -> Fact:
    return Fact(
        subject=_text(value["s"]),
        property=_text(value["p"]),
        object=_text(value["o"]),
        evidence=_evidence_from_json(value),
        status=_status(value.get("status", "asserted")),
        year=_optional_number(value.get("year")),
        role=_optional_text(value.get("role")),
        confidence=value.get("confidence", 1.0),
        rule=value.get("rule", ""),
    )


def _literal_to_json(literal: LiteralFact) -> JsonObject:
    return _without_nothing(
        s=literal.subject,
        p=literal.property,
        value=literal.value,
        status=literal.status,
        year=literal.year,
        **_evidence_to_json(literal.evidence),
        confidence=literal.confidence,
        rule=literal.rule,
    )


def _literal_from_json(value: Mapping[str, Any]) -> LiteralFact:
    return LiteralFact(
        subject=_text(value["s"]),
        property=_text(value["p"]),
        value=value["value"],
        evidence=_evidence_from_json(value),
        status=_status(value.get("status", "asserted")),
        year=_optional_number(value.get("year")),
        confidence=value.get("confidence", 1.0),
        rule=value.get("rule", ""),
    )


def _saying_to_json(saying: Fact | LiteralFact) -> JsonObject:
    return _fact_to_json(saying) if isinstance(saying, Fact) else _literal_to_json(saying)


def _saying_from_json(value: Mapping[str, Any]) -> Fact | LiteralFact:
    return _fact_from_json(value) if "o" in value else _literal_from_json(value)


def _evidence_to_json(evidence: Evidence) -> JsonObject:
    return {
        "evidence": evidence.exact,
        "start": evidence.start,
        "end": evidence.end,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }


def _evidence_from_json(value: Mapping[str, Any]) -> Evidence:
    return Evidence(
        start=_number(value["start"]),
        end=_number(value["end"]),
        exact=_text(value["evidence"]),
        prefix=_text(value.get("prefix", "")),
        suffix=_text(value.get("suffix", "")),
    )


# What is read back may have been damaged on the disk, and one flipped bit is JSON of another kind.


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    value.encode()  # a ValueError for half of a surrogate pair, which nothing could be written with
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _optional_number(value: object) -> int | None:
    return None if value is None else _number(value)


def _status(value: object) -> str:
    if value not in STATUSES:
        raise ValueError(f"{value!r} is no status")
    return str(value)


def _without_nothing(**values: object) -> JsonObject:
    return {name: value for name, value in values.items() if value is not None}
