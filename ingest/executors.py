"""Where extraction runs: in this process, or spread over several.

One document is the unit of work and its Extraction a plain value, so any executor gives the same
results; they are yielded in the order of the documents, whatever finished first.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from ontology.model import Document, Extraction

from .digests import pipeline_digest
from .errors import ExtractionError

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from spacy.language import Language

    from .explanation import Explanation

Value = TypeVar("Value")
#: Turns documents into values with a pipeline, in order.
_Run = Callable[[Iterable[Document], "Language"], Iterator[Value]]
#: A document's Extraction, or why there is none.
Result = Extraction | ExtractionError
#: Documents that go through the model together: enough to fill its batches.
BATCH = 16


class Executor(AbstractContextManager["Executor"], Protocol):
    """Turns documents into Extractions; use it in a ``with`` statement."""

    @property
    def digest(self) -> str:
        """The digest of the pipeline it runs."""
        ...

    @property
    def width(self) -> int:
        """How many batches it reads at a time."""
        ...

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Yield a Result for each document, in order."""
        ...


class SerialExecutor:
    """Runs the pipeline in this process, building it when the first document needs it."""

    width = 1

    def __init__(self, *, model: str | None = None) -> None:
        """Use the configured model, or the one named."""
        self._model = model

    @cached_property
    def nlp(self) -> Language:
        """The pipeline."""
        from .pipeline import build_pipeline

        # The pipeline's tables are a million objects that live as long as the process; looking
        # through them at every collection took a sixth of the time to build them, and two fifths
        # of the time to read a text.
        gc.disable()
        try:
            built = build_pipeline(model=self._model)
            gc.collect()
            gc.freeze()
        finally:
            gc.enable()
        return built

    @cached_property
    def digest(self) -> str:
        """The digest of the pipeline, which need not be built for it."""
        return pipeline_digest(model=self._model)

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Yield a Result for each document; one that fails does not take others with it."""
        from .extraction import extract

        yield from self._each(documents, extract)

    def explain(
        self, documents: Sequence[Document]
    ) -> Iterator[tuple[Extraction, Explanation] | ExtractionError]:
        """Yield the same with the Explanation of each, for those who look into a few documents."""
        from .explaining import explain

        yield from self._each(documents, explain)

    def _each(
        self, documents: Sequence[Document], run: _Run[Value]
    ) -> Iterator[Value | ExtractionError]:
        for batch in batches(documents):
            try:
                yield from list(run(batch, self.nlp))
            except Exception:  # the batch says nothing about which document it was
                yield from (self._alone(document, run) for document in batch)

    def _alone(self, document: Document, run: _Run[Value]) -> Value | ExtractionError:
        try:
            return next(iter(run([document], self.nlp)))
        except ExtractionError as error:
            return error
        except Exception as error:  # whatever the model throws, the other documents go on
            return ExtractionError(
                f"{document.key} could not be read by the pipeline "
                f"({type(error).__name__}: {error}); please report it with the document"
            )

    def __enter__(self) -> SerialExecutor:
        """Return itself; there is nothing to start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of nothing: the pipeline may be used again."""


class ProcessExecutor:
    """Spreads documents over processes that each build the pipeline once."""

    def __init__(self, workers: int, *, model: str | None = None) -> None:
        """Plan for *workers* processes; they start with the first documents."""
        self._workers = workers
        self._model = model
        self._pool: ProcessPoolExecutor | None = None
        self._stop: Event | None = None

    def __enter__(self) -> ProcessExecutor:
        """Make the pool; processes are spawned, since a forked model or store is not safe."""
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._pool = ProcessPoolExecutor(
            self._workers,
            mp_context=context,
            initializer=_start_worker,
            initargs=(self._model, self._stop),
        )
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Stop the processes; after an error or Ctrl+C without waiting for what they read."""
        if self._pool is None or self._stop is None:
            return
        if kind is not None:
            self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    @cached_property
    def digest(self) -> str:
        """The digest of the pipeline, for which no process is started."""
        return pipeline_digest(model=self._model)

    @property
    def width(self) -> int:
        """How many processes there are."""
        return self._workers

    @property
    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            raise ExtractionError("the process executor is used outside its with statement")
        return self._pool

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Yield a Result for each document; a batch whose process died says so for each."""
        sent = list(batches(documents, size=max(1, min(BATCH, len(documents) // self._workers))))
        futures = [self._running.submit(_extract_batch, batch) for batch in sent]
        for batch, future in zip(sent, futures, strict=True):
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from (
                    ExtractionError(f"the process that read {document.key} died; try again")
                    for document in batch
                )


def make_executor(
    workers: int, *, model: str | None = None, address: str | None = None
) -> Executor:
    """Return the executor for the cluster at *address*, or else for that many workers here.

    One worker means this process.
    """
    if address is not None:
        from .cluster.executor import ClusterExecutor

        return ClusterExecutor(address, model=model)
    return SerialExecutor(model=model) if workers <= 1 else ProcessExecutor(workers, model=model)


#: The pipeline of a worker process, set once by its initialiser.
_worker: SerialExecutor | None = None


def _start_worker(model: str | None, stop: Event) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then stops us
    threading.Thread(target=_end_with, args=(os.getppid(), stop), daemon=True).start()
    _worker = SerialExecutor(model=model)


def _end_with(parent: int, stop: Event) -> None:
    """End this process when told to, or soon after its parent, which may be killed wordlessly."""
    while os.getppid() == parent and not stop.wait(0.5):
        pass
    os._exit(1)


def _extract_batch(documents: Sequence[Document]) -> list[Result]:
    return list(_serial().extract(documents))


def _serial() -> SerialExecutor:
    if _worker is None:
        raise ExtractionError("this worker process was not initialised")
    return _worker


def batches(documents: Iterable[Document], *, size: int = BATCH) -> Iterator[list[Document]]:
    """Yield *documents* in lists of *size*."""
    source = iter(documents)
    while batch := list(islice(source, size)):
        yield batch
