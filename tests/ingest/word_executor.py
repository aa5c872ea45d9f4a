"""An executor that reads names only, without a model: for tests of what happens around reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.errors import ExtractionError
from ingest.executors import Result
from ontology.model import Document, Entity, Evidence, Extraction, Fact

_MEMBER = re.compile(r"([A-Z]\w+) is a member of the ([A-Z][\w ]+ Network)\.")


class WordExecutor:
    """Reads "X is a member of the Y Network." and nothing else, and counts what it reads."""

    def __init__(self, *, digest: str = "words1") -> None:
        """Pass for the pipeline of that digest."""
        self.digest = digest
        self.width = 1
        self.read: list[str] = []

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Yield what is read in each document; one that says so fails."""
        for document in documents:
            self.read.append(document.key)
            if "unreadable" in document.text:
                yield ExtractionError(f"{document.key} could not be read by the pipeline")
            else:
                yield _extraction(document, self.digest)

    def __enter__(self) -> WordExecutor:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""


def _extraction(document: Document, digest: str) -> Extraction:
    entities: dict[str, Entity] = {}
    facts = []
    for match in _MEMBER.finditer(document.text):
        for kind, name in zip(("City", "Network"), match.groups(), strict=True):
            entities[name] = Entity(name, kind, (name,))
        quote = Evidence.cut(document.text, *match.span())
        facts.append(Fact(match[1], "memberOf", match[2], quote, rule="test.member"))
    return Extraction(document.key, digest, tuple(entities.values()), tuple(facts))
