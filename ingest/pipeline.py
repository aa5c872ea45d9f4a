"""One spaCy ``Language`` for the whole way from blocks to facts, built from ``config.cfg``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

from ontology.model import Document

from . import digests, layout
from .annotations import register_extensions
from .arithmetic import quicken
from .components.attributes import look_up_attributes
from .digests import configuration, missing_model
from .errors import ExtractionError, PipelineError
from .registration import register_components


def build_pipeline(config: Path | None = None, *, model: str | None = None) -> Language:
    """Build the pipeline that ``config.cfg`` (or *config*) describes.

    ``model`` overrides the statistical model named there. Raises PipelineError when the model is
    not installed or the configuration names an unknown component or key.
    """
    settings = _settings(configuration(config), config)
    name = model or settings["hansa"]["model"]
    digest = digests.pipeline_digest(config, model=model)
    register_extensions()
    register_components()
    nlp = _load(name)
    quicken(nlp)
    look_up_attributes(nlp)
    for component in settings["hansa"]["before_model"]:
        nlp.add_pipe(component, first=True)
    for component in settings["hansa"]["after_model"]:
        nlp.add_pipe(component, config=settings["components"].get(component, {}))
    nlp.meta["hansa"] = {"settings": settings, "model": name, "digest": digest}
    return nlp


def _settings(text: str, config: Path | None) -> dict[str, Any]:
    try:
        return dict(Config().from_str(text))
    except ValueError as error:
        name = config or "config.cfg"
        raise PipelineError(f"the pipeline configuration {name} is not valid: {error}") from error


def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        raise missing_model(name) from error


def pipeline_digest(nlp: Language) -> str:
    """Return the digest of a pipeline made by ``build_pipeline``, as it was when it was made."""
    return str(nlp.meta["hansa"]["digest"])


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
