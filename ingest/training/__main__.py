"""``make train``: fit names, relations and confidences, say how well, write the files.

Folders TEXTS=GOLD given as arguments are learned from instead of those of this repository.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from spacy.tokens import Doc

from ingest.components.entities.learned_names import using
from ingest.components.learned.model import RelationModel
from ingest.components.learned.relations import NAME as LEARNED
from ingest.components.learned.relations import LearnedRelations
from ingest.errors import IngestError, TrainingError

from . import confidence, names, relations
from .corpus import FOLDERS, Parser, Statement, known, sentences, statements

#: Chances of pairs that are looked at further, as in config.cfg.
_LEAST: Final = 0.3
#: Statements are left out by turns, in so many parts, wherever one thing learned leans on another.
_PARTS: Final = 4
NAMES: Final = Path("ingest/models/names.npz")
RELATIONS: Final = Path("ingest/models/relations.npz")
Folders = Sequence[tuple[Path, Path]]


def main(folders: Folders, *, also: Folders = (), config: Path | None = None) -> None:
    """Fit on *folders*; write ``models/*.npz`` and ``patterns/confidence.toml``.

    From the documents of *also* no word is learned that the statements of *folders* do not hold.
    """
    begun = time.perf_counter()
    training = _Training(Parser(config), statements(folders), statements(also))
    judged = training.left_out()
    found, relating = training.whole()
    found.save(NAMES)
    relating.save(RELATIONS)
    confidence.write(judged)
    for path in (NAMES, RELATIONS):
        print(f"{path}: {path.stat().st_size:,} bytes")
    print(f"{time.perf_counter() - begun:.0f} s in all")


class _Training:
    """What is learned of names first, then of relations between the names so found.

    ``given`` are our own statements and, after them, the documents that may not be copied.
    """

    def __init__(self, parser: Parser, own: list[Statement], also: list[Statement]) -> None:
        self.parser, self.given, self.own = parser, [*own, *also], len(own)
        self.spans = names.spans(parser, self.given)
        self.true = self._examples(parser.with_gold(self.given), self.given)
        self.found: list[list[relations.Example]] = [[] for _ in self.given]
        cases = sentences()
        self.lessons = [e for one in self._examples(parser.with_gold(cases), cases) for e in one]
        facts = sum(len(one.gold["facts"]) for one in self.given)
        print(f"{len(own)} statements and {len(also)} other documents with {facts} facts")

    def left_out(self) -> list[confidence.Example]:
        """Judge each statement as read with what was learned from the others."""
        parts = list(relations.folds(len(self.given), _PARTS))
        models = [self._names(learning) for learning, _ in parts]
        for (_, left), model in zip(parts, models, strict=True):
            chosen = [self.given[i] for i in left]
            with using(model):
                docs = self.parser.with_found(chosen)
            for i, found in zip(left, self._examples(docs, chosen), strict=True):
                self.found[i] = found
        return [
            example
            for (learning, left), model in zip(parts, models, strict=True)
            for example in self._judged(left, model, self._relations(learning))
        ]

    def whole(self) -> tuple[RelationModel, RelationModel]:
        """Return what all statements teach of names and of relations."""
        everything = range(len(self.given))
        return self._names(everything), self._relations(everything)

    def _judged(
        self, left: Sequence[int], found: RelationModel, relating: RelationModel
    ) -> list[confidence.Example]:
        """Read statements with these models, and judge every saying."""
        given = [self.given[i] for i in left]
        self.parser.use(LEARNED, LearnedRelations(least=_LEAST, model=relating))
        with using(found):
            docs = self.parser.read(given)
        pairs = zip(docs, given, strict=True)
        return [example for doc, one in pairs for example in confidence.examples(doc, one)]

    def _names(self, learning: Sequence[int]) -> RelationModel:
        own, also = self._split(learning)
        return names.fit([self.spans[i] for i in own], [self.spans[i] for i in also])

    def _relations(self, learning: Sequence[int]) -> RelationModel:
        own, also = (
            [example for i in part for example in (*self.true[i], *self.found[i])]
            for part in self._split(learning)
        )
        return relations.fit([*self.lessons, *own], also)

    def _split(self, numbers: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return which of the statements are our own, and which are not."""
        own = [i for i in numbers if i < self.own]
        return own, [i for i in numbers if i >= self.own]

    @staticmethod
    def _examples(docs: list[Doc], given: list[Statement]) -> list[list[relations.Example]]:
        return [
            relations.examples(doc, one.gold, is_whole=one.is_whole)
            for doc, one in zip(docs, given, strict=True)
        ]


def named_folders(words: Sequence[str]) -> list[tuple[Path, Path]]:
    """Return the folders that arguments TEXTS=GOLD name.

    Raises TrainingError for a word that does not name two folders.
    """
    found = []
    for word in words:
        texts, equals, golds = word.partition("=")
        if not equals:
            raise TrainingError(f"{word!r} is not TEXTS=GOLD; name two folders, for example a=b")
        for folder in (texts, golds):
            if not Path(folder).is_dir():
                raise TrainingError(f"there is no folder {folder!r}, as {word!r} says; mend it")
        found.append((Path(texts), Path(golds)))
    return found


if __name__ == "__main__":
    try:
        main(named_folders(sys.argv[1:]) or FOLDERS, also=known())
    except TrainingError as error:
        print(f"training: {error}", file=sys.stderr)
        sys.exit(2)
    except IngestError as error:
        print(f"training: {error}", file=sys.stderr)
        sys.exit(1)
