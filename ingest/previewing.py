"""Many sources read and extracted for somebody to look at; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from ontology.model import Document, Extraction

from .documents import discover, read
from .errors import ExtractionError, IngestError
from .executors import Executor, SerialExecutor
from .explanation import Explanation
from .run import Failure
from .settings import ReadSettings

Value = TypeVar("Value")


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
    for source in discover(sources, root=root):
        try:
            documents.append(read(source, root=root, settings=settings or ReadSettings()))
        except IngestError as error:
            failures.append(Failure(str(source), str(error)))
    return documents
