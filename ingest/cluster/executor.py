"""The executor that spreads documents over the machines of a cluster.

A batch of documents is a task, not a message to an actor: a task is tried again elsewhere when its
process or its machine dies, and a cluster may grow and shrink meanwhile. What one document needs
is in its task and what was read in it comes back, both as JSON; nothing else is shared, so the
machines need no common disk, and no two of them write.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ontology.errors import OntologyError
from ontology.model import Document
from ontology.serialisation import extraction_from_json

from ..digests import pipeline_digest
from ..errors import ClusterError, ExtractionError
from ..executors import BATCH, Result, batches
from .connection import RETRIES, Answer, Connection, LostTaskError
from .likeness import Runs, differences, what_runs
from .task import Read, document_to_json

#: Batches in flight for each core: it never waits for the next, nor is all sent at once.
_AHEAD: Final = 4
#: How often, in seconds without an answer, is asked whether the cluster is still there. It may be
#: away as long as *patience* says; after a minute Ray would end our process wordlessly.
_LOOK: Final = 2.0
PATIENCE: Final = 30.0


class ClusterExecutor:
    """Spreads documents over the processes of a Ray cluster that this machine is part of."""

    def __init__(
        self, address: str, *, model: str | None = None, patience: float = PATIENCE
    ) -> None:
        """Plan for the cluster at *address*, HOST:PORT of its head.

        It may be without any processor for *patience* seconds before the run is given up.
        """
        self._address = address
        self._model = model
        self._patience = patience
        self._connection: Connection | None = None

    def __enter__(self) -> ClusterExecutor:
        """Join the cluster. Raises ClusterError where that cannot be."""
        self._connection = Connection.to(self._address)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster, which ends what it still does for this process."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @cached_property
    def digest(self) -> str:
        """The digest of the pipeline, which every machine of the cluster has to run."""
        return pipeline_digest(model=self._model)

    @cached_property
    def _runs(self) -> Runs:
        return what_runs(self.digest)

    @property
    def width(self) -> int:
        """How many batches are read at a time: one for each core of the cluster."""
        return max(1, self._joined.cores())

    @property
    def _joined(self) -> Connection:
        if self._connection is None:
            raise ExtractionError("the cluster executor is used outside its with statement")
        return self._connection

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Yield a Result for each document, in order; one that fails takes no other with it.

        Raises ClusterError where the cluster has gone, or one of its machines reads otherwise.
        """
        width = self.width
        size = max(1, min(BATCH, len(documents) // (_AHEAD * width)))
        sent: deque[tuple[Sequence[Document], Answer]] = deque()
        for batch in batches(documents, size=size):
            sent.append((batch, self._sent(batch)))
            if len(sent) >= _AHEAD * width:
                yield from self._results(*sent.popleft())
        while sent:
            yield from self._results(*sent.popleft())

    def _sent(self, batch: Sequence[Document]) -> Answer:
        documents = [document_to_json(document) for document in batch]
        return self._joined.send(documents, self._model, self._runs)

    def _results(self, batch: Sequence[Document], answer: Answer) -> list[Result]:
        """Return what came of a batch; where it was lost, what comes of each document alone."""
        try:
            return self._checked(self._awaited(answer))
        except LostTaskError as error:
            if len(batch) > 1:
                each = [([document], self._sent([document])) for document in batch]
                return [result for one in each for result in self._results(*one)]
            return [
                ExtractionError(
                    f"{batch[0].key} was not read, since {RETRIES + 1} processes that read it "
                    f"alone died ({error}); read it with hansa extract, or give the machines more "
                    "memory"
                )
            ]

    def _awaited(self, answer: Answer) -> Read:
        """Return the answer of a task. Raises ClusterError where the cluster has gone."""
        last_seen = time.monotonic()
        while not self._joined.has(answer, within=_LOOK):
            if self._joined.is_there():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > self._patience:
                raise ClusterError(
                    f"the cluster {self._address} is gone, or has no processor left; what was "
                    "committed stays, start it and run the same command again to go on"
                )
        return self._joined.answer(answer)

    def _checked(self, read: Read) -> list[Result]:
        if read["refused"]:
            raise ClusterError(f"{read['node']} of {self._address} cannot read: {read['refused']}")
        if read["runs"] != self._runs:
            theirs, ours = differences(read["runs"], self._runs)
            raise ClusterError(
                f"{read['node']} of {self._address} runs {theirs} and this machine {ours}; "
                "install the same version of Hansa, its packages and the model there"
            )
        try:
            return [_result(each) for each in read["results"]]
        except OntologyError as error:
            raise ClusterError(f"{read['node']} of {self._address} answered: {error}") from error


def _result(value: dict[str, object]) -> Result:
    if "failed" in value:
        return ExtractionError(str(value["failed"]))
    return extraction_from_json(value)
