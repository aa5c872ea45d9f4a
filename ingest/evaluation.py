"""Scores of what the pipeline reads against gold, by the rules of the annotation guide.

Entities count by name and kind, facts by aligned ends and property, literals by value; a gold
entity that no fact uses, and whatever stands under ``doubtful``, counts neither for nor against.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ontology.model import Document
from ontology.terms import KINDS, LITERALS, RELATIONS

from .errors import EvaluationError, ExtractionError
from .executors import Executor
from .report import Report
from .scoring import Gold, score_document
from .tallies import Score

#: What each gold file has to hold.
_KEYS: Final = {"document", "entities", "facts", "literals"}


def load_pairs(documents: Path, golds: Path) -> Iterator[tuple[Path, Gold]]:
    """Yield each gold file's document path and content, sorted by name.

    Raises EvaluationError when there is no gold, or a gold file is not JSON, lacks a part or has
    no document.
    """
    paths = sorted(golds.glob("*.json"))
    if not paths:
        raise EvaluationError(f"no gold files (*.json) in {golds}")
    for path in paths:
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise EvaluationError(f"the gold file {path} is not JSON: {error}") from error
        if not isinstance(gold, dict) or not gold.keys() >= _KEYS:
            raise EvaluationError(f"the gold file {path} has no {', '.join(sorted(_KEYS))}")
        for trouble in _troubles(gold):
            raise EvaluationError(f"the gold file {path} {trouble}; mend it")
        document = documents / gold["document"]
        if not document.is_file():
            raise EvaluationError(f"{path} speaks of {document}, which does not exist")
        yield document, gold


def _troubles(gold: Gold) -> Iterator[str]:
    """Yield what is wrong with the entities, facts and literals of a gold file."""
    ids = {entity.get("id") for entity in gold["entities"]}
    for entity in gold["entities"]:
        if entity.get("type") not in KINDS or not entity.get("names"):
            yield f"has the entity {entity.get('id')!r} without names, or of no kind there is"
    for fact in gold["facts"]:
        if not {fact.get("s"), fact.get("o")} <= ids or fact.get("p") not in RELATIONS:
            yield f"has a fact {fact.get('p')!r} of no entities it names, or no such relation"
    for literal in gold["literals"]:
        if (
            literal.get("s") not in ids
            or literal.get("p") not in LITERALS
            or "value" not in literal
        ):
            yield f"has a literal {literal.get('p')!r} of no entity it names, or without a value"


def evaluate(
    pairs: Sequence[tuple[Path, Gold]], documents: Sequence[Document], executor: Executor
) -> Report:
    """Extract *documents* and score each against the gold of its pair.

    Raises ExtractionError when the pipeline fails on one: a score without it would mislead.
    """
    scores: dict[str, Score] = {}
    for (_, gold), document, result in zip(
        pairs, documents, executor.extract(documents), strict=True
    ):
        if isinstance(result, ExtractionError):
            raise result
        scores[str(gold["document"])] = score_document(result, gold, document.text)
    return Report(scores)
