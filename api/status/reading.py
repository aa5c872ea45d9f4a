"""What reads documents here, and how well it did when that was measured last."""

from __future__ import annotations

import time
from typing import Final

from api.settings import Settings
from graph.errors import StoreError
from graph.keeping.scores import kept_scores
from ingest.digests import model_of, pipeline_digest
from ingest.errors import PipelineError
from ontology.serialisation import JsonObject

#: Seconds for which the pipeline is taken to be what it was; its digest reads all its files.
_FRESH: Final = 60.0


class Reading:
    """The pipeline of a server, by its files as they are."""

    def __init__(self, settings: Settings) -> None:
        """Look at the pipeline with the model of *settings*, when it is asked for."""
        self._settings = settings
        self._found: tuple[float, JsonObject | None] | None = None

    def pipeline(self) -> JsonObject | None:
        """Return the digest and the model of what would read now; None where it cannot."""
        now = time.monotonic()
        if self._found is None or now - self._found[0] > _FRESH:
            self._found = now, self._pipeline()
        return self._found[1]

    def _pipeline(self) -> JsonObject | None:
        name = self._settings.model
        try:
            language, called, release = model_of(model=name)
            digest = pipeline_digest(model=name)
        except PipelineError:
            return None
        return {"digest": digest, "model": called, "language": language, "version": release}

    def quality(self) -> JsonObject | None:
        """Return the figures that are kept, and whether they are of the pipeline of now.

        None where nothing was measured, or the file is damaged, as ``hansa check`` tells.
        """
        try:
            kept = kept_scores(self._settings.store)
        except StoreError:
            return None
        now = self.pipeline() or {}
        return kept and {**kept, "isCurrent": now.get("digest") == kept["pipeline"]}
