"""Many sources into one workspace: read, extract, put, commit; one bad file never stops the rest.

Bytes are compared before anything is read: a document that has not changed costs the reading of
its file and nothing else, takes no lock and writes nothing. The others are read and extracted
without the writer's lock and committed in groups, each by a writer's process of its own, so that a
long run never keeps another writer waiting and what stops it costs one group at most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from graph.shacl.withholding import Withheld
from graph.workspace import Workspace
from graph.writing import operations
from graph.writing.parent import WriterLimits
from graph.writing.process import InterruptedWriting, WriterReport, needs_writer, run_writer
from ontology.model import Document, Extraction

from .documents import Loaded, convert, discover, load
from .errors import ClusterError, ExtractionError, IngestError, SourceKeyError
from .executors import BATCH, Executor
from .kept import Kept, reading_of
from .settings import ReadSettings

#: Documents in one commit, and characters of their texts: enough to amortise it, few enough to
#: lose little when killed. An executor that reads more at a time gets more, in proportion.
GROUP = 64
CHARACTERS = 2_000_000
#: How many batches at a time a group is enough for.
_WIDTH: Final = GROUP // BATCH

#: Called with (source, sources done, sources in all) as each source is done.
Progress = Callable[[str, int, int], None]
#: Called with (sources done, sources in all, generation) after each commit.
OnCommit = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that was not ingested, with the reason in one sentence that names it.

    ``kind`` is the name of the class of the error, empty where something else was damaged.
    """

    source: str
    reason: str
    kind: str = ""


@dataclass(slots=True)
class RunReport:
    """What a run did with each source.

    ``outcomes`` maps source keys to added, changed, unchanged or duplicate; ``duplicates`` maps
    those with the bytes of another document to its key; ``withheld`` is what the gate kept back;
    ``generation`` is the newest one when the
    run ended; ``words`` counts those that went through the pipeline.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    generation: int | None = None
    words: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many sources had each outcome, in a fixed order, leaving out none."""
        order = ("added", "changed", "unchanged", "duplicate")
        found = {name: list(self.outcomes.values()).count(name) for name in order}
        return {name: count for name, count in found.items() if count}


class LostRunError(ClusterError):
    """The cluster was lost in the middle of a run: what ``report`` names is committed and stays."""

    def __init__(self, message: str, report: RunReport) -> None:
        """Keep what had been done by then."""
        super().__init__(message)
        self.report = report


class InterruptedRun(KeyboardInterrupt):
    """Ctrl+C in the middle of a run: what ``report`` names is committed and stays."""

    def __init__(self, report: RunReport) -> None:
        """Keep what had been done by then."""
        super().__init__()
        self.report = report


def ingest(
    sources: Sequence[str],
    workspace: Workspace,
    executor: Executor,
    *,
    root: Path,
    key: str | None = None,
    force: bool = False,
    settings: ReadSettings | None = None,
    limits: WriterLimits | None = None,
    progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
    on_commit: OnCommit | None = None,
) -> RunReport:
    """Read *sources* into *workspace*, a group of documents at a time.

    ``key`` is the source key to give to the one document there is; ``force`` reads and extracts
    again what has not changed; ``settings`` bound the reading and ``limits`` the writing;
    ``on_wait`` is told for whom the writer waits, if it has to. What fails is in the report, with
    its reason; everything else is committed. Raises SourceKeyError when *key* is given for more or
    less than one document, StandbyError where nobody may write, LostRunError when the cluster that
    reads is lost, and InterruptedRun for a KeyboardInterrupt.
    """
    workspace.require_writable()
    found = discover(sources, root=root)
    if key is not None and len(found) != 1:
        raise SourceKeyError(
            f"the key {key!r} is for one document, and {len(found)} were found; give one file"
        )
    run = _Run(workspace, executor, limits=limits, on_wait=on_wait, total=len(found))
    run.settings, run.force = settings or ReadSettings(), force
    run.progress, run.on_commit = progress, on_commit
    try:
        for source in found:
            run.add(source, root=root, key=key)
        run.finish()
    except ClusterError as error:
        raise LostRunError(str(error), run.report) from error
    except InterruptedWriting as stop:
        run.tell(stop.report)
        raise InterruptedRun(run.report) from None
    except KeyboardInterrupt:
        raise InterruptedRun(run.report) from None
    finally:
        run.kept.close()
    return run.report


class _Group:
    """Documents that are to be committed together, each with its source."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, Document]] = []
        self.keys: set[str] = set()
        self.characters = 0

    def add(self, source: str, document: Document) -> None:
        self.pairs.append((source, document))
        self.keys.add(document.key)
        self.characters += len(document.text)


class _Run:
    """One run: what it works with, what it has read and not committed, and its report so far."""

    def __init__(
        self,
        workspace: Workspace,
        executor: Executor,
        *,
        limits: WriterLimits | None,
        on_wait: Callable[[str], None] | None,
        total: int,
    ) -> None:
        self.workspace = workspace
        self.executor = executor
        self.limits = limits
        self.on_wait = on_wait
        self.total = total
        self.settings = ReadSettings()
        self.force = False
        self.progress: Progress | None = None
        self.on_commit: OnCommit | None = None
        self.report = RunReport()
        self.kept = Kept(workspace, executor.digest)
        self.share = max(1, math.ceil(executor.width / _WIDTH))
        self.done = 0
        self.group = _Group()
        self.readings: list[str] = []
        self.keys: list[str] = []

    def add(self, source: str | Path, *, root: Path, key: str | None) -> None:
        """Take one source into the group, unless it is unchanged; commit the group when full."""
        try:
            loaded = load(source, root=root, key=key, settings=self.settings)
            document, is_kept = self._read(loaded)
        except IngestError as error:
            self._failed(Failure(str(source), str(error), type(error).__name__))
            return
        if self._is_unchanged(document, is_kept=is_kept):
            self._leave(document)
            self._done(str(source))
            return
        self.group.add(str(source), document)
        if self._is_full():
            self._commit()

    def finish(self) -> None:
        """Commit what is left, or else what a killed run left to be published."""
        if self.group.pairs or self.readings:
            self._commit()
        elif self.report.generation is None and needs_writer(self.workspace):
            self._write([])
        self.report.generation = self.workspace.generations().current()

    def _read(self, loaded: Loaded) -> tuple[Document, bool]:
        """Return the document that was loaded, and whether it is the one that is kept.

        Where that is known, nothing is converted.
        """
        reading = loaded.reading(self.settings)
        document = None if self.force else self.kept.document(loaded, reading)
        if document is not None:
            return document, True
        document = convert(loaded, settings=self.settings)
        self.readings.append(reading_of(document, reading))
        return document, False

    def _is_unchanged(self, document: Document, *, is_kept: bool) -> bool:
        if self.force or document.key in self.group.keys:
            return False
        return self.kept.is_current(document, is_kept=is_kept)

    def _leave(self, document: Document) -> None:
        """Report a document that is as it was."""
        speaker = self.kept.speaker(document)
        self.report.outcomes[document.key] = "unchanged" if speaker is None else "duplicate"
        if speaker is not None:
            self.report.duplicates[document.key] = speaker

    def _is_full(self) -> bool:
        documents, characters = len(self.group.pairs), self.group.characters
        return documents >= GROUP * self.share or characters >= CHARACTERS * self.share

    def _commit(self) -> None:
        """Extract the group and commit it whole, with the readings noted since the last time."""
        pairs = self._pairs()
        self.keys = [document.key for document, _ in pairs]
        puts = [operations.put(*pair) for pair in pairs]
        notes = [operations.note(self.readings)] if self.readings else []
        self.group, self.readings = _Group(), []
        if puts or notes:
            self._write([*puts, *notes])

    def _write(self, wanted: list[operations.Operation]) -> None:
        written = run_writer(self.workspace, wanted, on_wait=self.on_wait, limits=self.limits)
        self.tell(written)
        if self.on_commit is not None:
            self.on_commit(self.done, self.total, written.commit.generation)

    def tell(self, written: WriterReport) -> None:
        """Report what became of the documents of the last group."""
        for key, outcome in zip(self.keys, written.results, strict=False):  # notes come last
            self.report.outcomes[key] = outcome.status
            if outcome.of is not None:
                self.report.duplicates[key] = outcome.of
        self.keys = []
        self.report.withheld += written.commit.withheld
        damaged = [Failure("", reason) for reason in written.commit.unreadable]
        self.report.failures += [each for each in damaged if each not in self.report.failures]
        self.report.generation = written.commit.generation

    def _pairs(self) -> list[tuple[Document, Extraction]]:
        """Pair each document of the group with its Extraction, dropping those that failed."""
        found: dict[int, Extraction] = {}
        wanted: dict[Document, list[int]] = {}
        group = self.group.pairs
        for number, (source, document) in enumerate(group):
            kept = None if self.force else self.kept.extraction(document)
            if kept is None:  # documents that differ in their key alone are read once
                wanted.setdefault(replace(document, key=""), []).append(number)
            else:
                found[number] = kept
                self._done(source)
        firsts = [group[numbers[0]][1] for numbers in wanted.values()]
        for numbers, result in zip(wanted.values(), self.executor.extract(firsts), strict=True):
            for number in numbers:
                source, document = group[number]
                if isinstance(result, ExtractionError):
                    self._failed(Failure(source, str(result), type(result).__name__))
                    continue
                found[number] = replace(result, document=document.key)
                self._done(source)
            self.report.words += len(group[numbers[0]][1].text.split())
        return [(group[number][1], found[number]) for number in sorted(found)]

    def _failed(self, failure: Failure) -> None:
        self.report.failures.append(failure)
        self._done(failure.source)

    def _done(self, source: str) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(source, self.done, self.total)
