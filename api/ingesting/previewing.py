"""What would be read in a document, for somebody to look at before; nothing is stored."""

from __future__ import annotations

from typing import Any, Final

from api.extracting.explaining import Explained, explained_to_json
from api.pages.characters import json_text
from ingest.errors import ExtractionError, TooLargeError
from ingest.executors import SerialExecutor
from ontology.model import Document

#: Bytes of a preview.
_LONGEST: Final = 64 * 1024 * 1024


def preview(document: Document, executor: SerialExecutor, *, form: str) -> bytes:
    """Return what ``hansa extract --explain`` tells of a document, as ``json`` or ``html``.

    The JSON has a member ``source`` besides, with what the document tells about itself. Raises
    ExtractionError, and TooLargeError for more than anybody looks at.
    """
    (result,) = executor.explain([document])
    if isinstance(result, ExtractionError):
        raise result
    told = _told((document, *result), form).encode()
    if len(told) > _LONGEST:
        raise TooLargeError(f"what is read in {document.key} is too much to look at; split it")
    return told


def _told(explained: Explained, form: str) -> str:
    if form == "html":
        from api.extracting.page import render_page

        return render_page([explained])
    document, extraction, notes = explained
    return json_text({**explained_to_json(extraction, notes), "source": _source(document)})


def _source(document: Document) -> dict[str, Any]:
    return {
        "key": document.key,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "language": document.language,
        "mediaType": document.media_type,
        "characters": len(document.text),
        "words": len(document.text.split()),
    }
