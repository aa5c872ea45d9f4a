"""Annotated statements as training needs them: with gold entities, or as they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.confidence.scorer import NAME as SCORER
from ingest.components.relations.references import NAME as REFERENCES
from ingest.evaluation import load_pairs
from ingest.oracle import set_gold_entities
from ingest.pipeline import build_pipeline, read
from ingest.scoring import Gold
from ontology.model import Document

#: Folders of texts and of their gold, in this repository.
FOLDERS = (
    (Path("ingest/samples"), Path("ingest/samples/gold")),
    (Path("tests/ingest/statements"), Path("tests/ingest/statements")),
)
#: The formats whose text is the file itself.
_PLAIN = {".md", ".txt"}


def known() -> list[tuple[Path, Path]]:
    """Return the folders of annotated real documents beside this repository, where there are any.

    They may not be copied into it: what is learned from them are weights of words that the
    statements in it hold as well.
    """
    shared = Path("../shared")
    both = [(shared / "seeds", shared / "gold"), (shared / "gold" / "dev", shared / "gold" / "dev")]
    return [(texts, golds) for texts, golds in both if texts.is_dir() and golds.is_dir()]


@dataclass(frozen=True, slots=True)
class Statement:
    """An annotated statement; ``is_whole`` unless it says more than its gold tells."""

    name: str
    text: str
    gold: Gold
    is_whole: bool = True


def sentences(path: Path = Path("tests/ingest/cases/frames.toml")) -> list[Statement]:
    """Return single sentences with their entities: one fact each, or look-alikes without any."""
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return [
        Statement(f"case-{number}", case["text"], _sentence_gold(case), "says" not in case)
        for number, case in enumerate(cases)
        if "says" in case or "never" not in case
    ]


def _sentence_gold(case: Mapping[str, Any]) -> Gold:
    entities = [
        {"id": name.strip(), "type": kind, "names": [name.strip()]}
        for kind, names in case["kinds"].items()
        for name in names.split(";")
    ]
    said = case.get("says")
    facts = [{"s": said[0], "p": said[1], "o": said[2], "evidence": case["text"]}] if said else []
    return {"entities": entities, "facts": facts, "literals": []}


def statements(folders: Iterable[tuple[Path, Path]] = FOLDERS) -> list[Statement]:
    """Return the annotated statements of *folders*, sorted within each."""
    return [
        Statement(path.name, path.read_text(encoding="utf-8"), gold)
        for texts, golds in folders
        for path, gold in load_pairs(texts, golds)
        if path.suffix in _PLAIN
    ]


class Parser:
    """The pipeline, run in the ways that training needs."""

    def __init__(self, config: Path | None = None) -> None:
        """Build it once, by the configuration that comes with Hansa or another."""
        self.nlp: Language = build_pipeline(config)

    def use(self, name: str, component: Callable[[Doc], Doc]) -> None:
        """Put *component* in the place of the pipeline's own of that name."""
        for number, (present, _) in enumerate(self.nlp._components):
            if present == name:
                self.nlp._components[number] = (name, component)

    def with_gold(self, given: Sequence[Statement]) -> list[Doc]:
        """Return the statements parsed, with their gold entities and references to them."""
        ours = [name for name in self.nlp.pipe_names if name.startswith("hansa_")]
        with self.nlp.select_pipes(disable=[name for name in ours if name != "hansa_blocks_v1"]):
            docs = self._read(given)
        resolve = self.nlp.get_pipe(REFERENCES)
        for doc, one in zip(docs, given, strict=True):
            set_gold_entities(doc, one.gold)
            resolve(doc)
        return docs

    def with_found(self, given: Sequence[Statement]) -> list[Doc]:
        """Return the statements with the entities and references that the pipeline finds."""
        names = self.nlp.pipe_names
        with self.nlp.select_pipes(disable=names[names.index(REFERENCES) + 1 :]):
            return self._read(given)

    def read(self, given: Sequence[Statement]) -> list[Doc]:
        """Return the statements as the pipeline reads them, without the scorer."""
        with self.nlp.select_pipes(disable=[SCORER]):
            return self._read(given)

    def _read(self, given: Sequence[Statement]) -> list[Doc]:
        return list(read(self.nlp, [Document(one.name, one.text, "") for one in given]))
