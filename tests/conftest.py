"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ingest.pipeline import build_pipeline

#: The founders' documents and their gold live beside the repository, not in it.
SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the real pipeline with the real model, built once."""
    return build_pipeline()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real documents, or skip, saying so, where it is missing."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"the real documents are not here: {SHARED} is missing")
    return SHARED
