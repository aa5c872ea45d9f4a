"""Fixtures that every room's tests share."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from rdflib import term
from spacy.language import Language

from ingest.pipeline import build_pipeline

# Whoever starts the tests in the background may have had SIGINT ignored, which every process that a
# test starts would inherit; then nothing ends at Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# On a busy machine one example may take seconds, which says nothing about what it is an example of.
settings.register_profile("hansa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hansa")

#: The founders' documents and their gold live beside the repository, not in it.
SHARED = Path(__file__).parent.parent.parent / "shared"


#: How rdflib reads literals, before any test has changed it.
_READINGS = dict(term._toPythonMapping)


def pytest_collection_finish() -> None:
    """Look for garbage only in what the tests make: what they import is a million objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def literals_as_rdflib_reads_them() -> Iterator[None]:
    """Undo what owlrl leaves behind: it changes for good how rdflib reads some datatypes."""
    _restore()
    yield
    _restore()


def _restore() -> None:
    term._toPythonMapping.clear()
    term._toPythonMapping.update(_READINGS)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the real pipeline with the real model, built once."""
    nlp = build_pipeline()
    gc.freeze()
    return nlp


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real documents, or skip, saying so, where it is missing."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"the real documents are not here: {SHARED} is missing")
    return SHARED
