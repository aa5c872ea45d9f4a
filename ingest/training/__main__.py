"""``make train``: fit relations and confidences, say how well, write both files.

Folders TEXTS=GOLD given as arguments are learned from instead of those of this repository.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ingest.components.learned.relations import NAME as LEARNED
from ingest.components.learned.relations import LearnedRelations

from . import confidence, relations
from .corpus import FOLDERS, Parser, Statement, known, sentences, statements

#: Statements are left out by turns, in so many parts, when confidences are fitted.
_PARTS: Final = 4
MODEL: Final = Path("ingest/models/relations.npz")


def main(
    folders: Sequence[tuple[Path, Path]],
    *,
    also: Sequence[tuple[Path, Path]] = (),
    config: Path | None = None,
) -> None:
    """Fit on *folders* and write ``models/relations.npz`` and ``patterns/confidence.toml``.

    Confidences are fitted on the documents of *also* as well, from which nothing else is learned.
    """
    begun, given, parser = time.perf_counter(), statements(folders), Parser(config)
    parsed = zip(parser.with_gold(given), parser.with_found(given), given, strict=True)
    pairs = [
        relations.examples(true, one.gold) + relations.examples(found, one.gold)
        for true, found, one in parsed
    ]
    cases = sentences()
    lessons = [
        example
        for doc, one in zip(parser.with_gold(cases), cases, strict=True)
        for example in relations.examples(doc, one.gold, is_whole=one.is_whole)
    ]
    judged: list[confidence.Example] = []
    for learning, left in relations.folds(len(given), _PARTS):
        model = relations.fit([*lessons, *(example for i in learning for example in pairs[i])])
        judged += _judged(
            parser, [given[i] for i in left], LearnedRelations(least=0.3, model=model)
        )
    whole = relations.fit([*lessons, *(example for found in pairs for example in found)])
    whole.save(MODEL)
    judged += _judged(parser, statements(also), LearnedRelations(least=0.3, model=whole))
    facts = sum(len(one.gold["facts"]) for one in given)
    print(f"{len(given)} statements, {facts} facts, {sum(map(len, pairs))} pairs of names")
    confidence.write(judged)
    print(f"{MODEL}: {MODEL.stat().st_size:,} bytes; {time.perf_counter() - begun:.0f} s in all")


def _judged(
    parser: Parser, left: list[Statement], learned: LearnedRelations
) -> list[confidence.Example]:
    """Read statements with relations learned from the others, and judge every saying."""
    parser.use(LEARNED, learned)
    docs = parser.read(left)
    return [
        example
        for doc, one in zip(docs, left, strict=True)
        for example in confidence.examples(doc, one)
    ]


if __name__ == "__main__":
    named = [tuple(map(Path, word.split("="))) for word in sys.argv[1:]]
    main([(texts, golds) for texts, golds in named] or FOLDERS, also=known())
