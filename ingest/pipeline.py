"""One spaCy ``Language`` for the whole way from blocks to facts, built from ``config.cfg``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

from ontology.model import Document

from . import layout
from .annotations import register_extensions
from .errors import PipelineError
from .registration import register_components

#: Part of the digest: raise it when code changes what is read, not only how.
VERSION = "1"


def build_pipeline(config: Path | None = None, *, model: str | None = None) -> Language:
    """Build the pipeline that ``config.cfg`` (or *config*) describes.

    ``model`` overrides the statistical model named there. Raises PipelineError when the model is
    not installed or the configuration names an unknown component or key.
    """
    settings = _settings(config)
    name = model or settings["hansa"]["model"]
    register_extensions()
    register_components()
    nlp = _load(name)
    for component in settings["hansa"]["before_model"]:
        nlp.add_pipe(component, first=True)
    for component in settings["hansa"]["after_model"]:
        nlp.add_pipe(component, config=settings["components"].get(component, {}))
    nlp.meta["hansa"] = {"version": VERSION, "settings": settings, "model": name}
    return nlp


def _settings(config: Path | None) -> dict[str, Any]:
    source = config if config is not None else files("ingest") / "config.cfg"
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise PipelineError(f"cannot read the pipeline configuration {source}: {error}") from error
    try:
        return dict(Config().from_str(text))
    except ValueError as error:
        raise PipelineError(f"the pipeline configuration {source} is not valid: {error}") from error


def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        raise PipelineError(
            f"the spaCy model '{name}' is not installed; install it with pip, "
            "or name another one in HANSA_MODEL"
        ) from error


def pipeline_digest(nlp: Language) -> str:
    """Return 16 hexadecimal digits that change whenever the pipeline may read differently.

    They cover the code's version, the configuration, the model's own version and every data file
    (patterns and lexicons) of this package.
    """
    meta = nlp.meta
    state = {
        "hansa": meta["hansa"],
        "model": [meta["lang"], meta["name"], meta["version"]],
        "spacy": spacy_version,
        "data": {path.name: path.read_text("utf-8") for path in _data_files()},
    }
    canonical = json.dumps(state, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _data_files() -> list[Any]:
    return sorted(
        (path for path in (files("ingest") / "patterns").iterdir() if path.is_file()),
        key=lambda path: path.name,
    )


def make_doc(nlp: Language, document: Document) -> Doc:
    """Return the tokens of a document's plain text, with its layout, ready for the components."""
    parsed = layout.parse(document.text)
    doc = nlp.make_doc(parsed.text)
    doc._.layout = parsed
    doc._.document = document
    return doc


def read(nlp: Language, documents: Iterable[Document], *, batch_size: int = 16) -> Iterator[Doc]:
    """Run the pipeline over documents, batched, in their order."""
    yield from nlp.pipe((make_doc(nlp, document) for document in documents), batch_size=batch_size)
