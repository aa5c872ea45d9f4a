"""Many sources into one workspace: read, extract, put, commit; one bad file never stops the rest.

Documents are read and extracted without the writer's lock and committed in groups, so that a long
run never keeps another writer waiting. A document whose bytes and pipeline are those of its kept
Extraction costs no NLP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from graph.errors import EmptyWorkspaceError
from graph.workspace import Workspace
from ontology.model import Document, Extraction

from .documents import discover, read
from .errors import ExtractionError, IngestError, SourceKeyError
from .executors import Executor, SerialExecutor
from .explanation import Explanation
from .settings import ReadSettings

#: Documents in one commit: enough to amortise it, few enough to lose little when killed.
GROUP = 64

Value = TypeVar("Value")
#: Called with (source, sources done, sources in all) as each source is done.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that was not ingested, with the reason in one sentence that names it."""

    source: str
    reason: str


@dataclass(slots=True)
class RunReport:
    """What a run did with each source.

    ``outcomes`` maps source keys to added, changed, unchanged or duplicate; ``duplicates`` maps
    those with the bytes of another document to its key; ``generation`` is the newest one when the
    run ended; ``words`` counts those that went through the pipeline.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    generation: int | None = None
    words: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many sources had each outcome, in a fixed order, leaving out none."""
        order = ("added", "changed", "unchanged", "duplicate")
        found = {name: list(self.outcomes.values()).count(name) for name in order}
        return {name: count for name, count in found.items() if count}


def read_sources(
    sources: Sequence[str],
    *,
    root: Path,
    key: str | None = None,
    settings: ReadSettings | None = None,
) -> Iterator[tuple[str, Document | Failure, int]]:
    """Yield each source found under *sources*, as a Document or a Failure, and how many there are.

    ``key`` is the source key to give to the one document there is.
    Raises SourceKeyError when there are more, or none.
    """
    limits = settings or ReadSettings()
    found = discover(sources, root=root)
    if key is not None and len(found) != 1:
        raise SourceKeyError(
            f"the key {key!r} is for one document, and {len(found)} were found; give one file"
        )
    for source in found:
        try:
            document = read(source, root=root, key=key, settings=limits)
        except IngestError as error:
            yield str(source), Failure(str(source), str(error)), len(found)
        else:
            yield str(source), document, len(found)


@dataclass(slots=True)
class ReadReport(Generic[Value]):
    """What was read in each source, without storing it, and what could not be."""

    read: list[tuple[Document, Value]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def extract_sources(
    sources: Sequence[str],
    executor: Executor,
    *,
    root: Path,
    settings: ReadSettings | None = None,
) -> ReadReport[Extraction]:
    """Read and extract *sources*; nothing is stored."""
    return _read_with(executor.extract, sources, root=root, settings=settings)


def explain_sources(
    sources: Sequence[str],
    executor: SerialExecutor,
    *,
    root: Path,
    settings: ReadSettings | None = None,
) -> ReadReport[tuple[Extraction, Explanation]]:
    """Read and extract *sources* and say why; nothing is stored."""
    return _read_with(executor.explain, sources, root=root, settings=settings)


def _read_with(
    run: Callable[[Sequence[Document]], Iterator[Value | ExtractionError]],
    sources: Sequence[str],
    *,
    root: Path,
    settings: ReadSettings | None,
) -> ReadReport[Value]:
    """Read *sources* and *run* over what can be read; each failure is in the report."""
    report: ReadReport[Value] = ReadReport()
    documents = _readable(sources, report.failures, root=root, settings=settings)
    for document, result in zip(documents, run(documents), strict=True):
        if isinstance(result, ExtractionError):
            report.failures.append(Failure(document.key, str(result)))
        else:
            report.read.append((document, result))
    return report


def _readable(
    sources: Sequence[str], failures: list[Failure], *, root: Path, settings: ReadSettings | None
) -> list[Document]:
    """Return the documents that can be read, adding to *failures* those that cannot."""
    documents: list[Document] = []
    for _, item, _ in read_sources(sources, root=root, settings=settings):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            documents.append(item)
    return documents


def ingest(
    sources: Sequence[str],
    workspace: Workspace,
    executor: Executor,
    *,
    root: Path,
    key: str | None = None,
    force: bool = False,
    settings: ReadSettings | None = None,
    progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> RunReport:
    """Read *sources* into *workspace*, a group of documents at a time.

    ``force`` extracts documents again that have not changed; ``on_wait`` is told for whom the
    writer waits, if it has to. What fails is in the report, with its reason; everything else is
    committed. Raises SourceKeyError when *key* is given for more or less than one document.
    """
    run = _Run(workspace, executor, force=force, progress=progress, on_wait=on_wait)
    items = read_sources(sources, root=root, key=key, settings=settings)
    while group := list(islice(items, GROUP)):
        run.group(group)
    return run.report


class _Run:
    """One run: what it works with, and its report so far."""

    def __init__(
        self,
        workspace: Workspace,
        executor: Executor,
        *,
        force: bool,
        progress: Progress | None,
        on_wait: Callable[[str], None] | None,
    ) -> None:
        self.workspace = workspace
        self.executor = executor
        self.force = force
        self.progress = progress
        self.on_wait = on_wait
        self.report = RunReport()
        self.done = 0

    def group(self, group: list[tuple[str, Document | Failure, int]]) -> None:
        """Extract what is new in one group of sources and commit it whole."""
        total = group[0][2]
        documents: list[tuple[str, Document]] = []
        for source, item, _ in group:
            if isinstance(item, Failure):
                self._failed(item, total)
            else:
                documents.append((source, item))
        pairs = self._pairs(documents, total)
        if not pairs:
            return
        with self.workspace.writer(on_wait=self.on_wait) as writer:
            for document, extraction in pairs:
                outcome = writer.put(document, extraction)
                self.report.outcomes[document.key] = outcome.status
                if outcome.of is not None:
                    self.report.duplicates[document.key] = outcome.of
            self.report.generation = writer.commit().generation

    def _pairs(
        self, documents: list[tuple[str, Document]], total: int
    ) -> list[tuple[Document, Extraction]]:
        """Pair each document with its Extraction, kept or new, dropping those that failed."""
        kept = {} if self.force else self._kept([document for _, document in documents])
        fresh = [(source, document) for source, document in documents if document.key not in kept]
        results = self.executor.extract([document for _, document in fresh])
        for (source, document), result in zip(fresh, results, strict=True):
            if isinstance(result, ExtractionError):
                self._failed(Failure(source, str(result)), total)
            else:
                kept[document.key] = result
                self.report.words += len(document.text.split())
                self._done(source, total)
        for source, document in documents:
            if (source, document) not in fresh:
                self._done(source, total)
        return [(document, kept[document.key]) for _, document in documents if document.key in kept]

    def _kept(self, documents: list[Document]) -> dict[str, Extraction]:
        """Return, by key, the Extractions kept from this pipeline for exactly these bytes."""
        try:
            store = self.workspace.documents
        except EmptyWorkspaceError:
            return {}
        digest = self.executor.digest
        found = ((d.key, store.extraction(d.key, d.sha256, digest)) for d in documents)
        return {key: extraction for key, extraction in found if extraction is not None}

    def _failed(self, failure: Failure, total: int) -> None:
        self.report.failures.append(failure)
        self._done(failure.source, total)

    def _done(self, source: str, total: int) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(source, self.done, total)
