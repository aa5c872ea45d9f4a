"""What a process of a cluster does: read a batch with a pipeline that it builds once."""

from __future__ import annotations

import os
from dataclasses import asdict
from functools import cache
from typing import Any, TypedDict

from ontology.errors import HansaError
from ontology.model import Document
from ontology.serialisation import extraction_to_json

from ..errors import ExtractionError
from ..executors import Result, SerialExecutor

JsonObject = dict[str, Any]


class Read(TypedDict):
    """What a process read: by which pipeline, on which machine, or why it cannot read at all."""

    node: str
    pipeline: str
    results: list[JsonObject]
    refused: str


def read_batch(documents: list[JsonObject], model: str | None, pipeline: str) -> Read:
    """Read documents in a process of a cluster, unless its pipeline is another than *pipeline*.

    Whatever happens is in what is returned.
    """
    read = Read(node=os.uname().nodename, pipeline="", results=[], refused="")
    try:
        serial = _serial(model)
        read["pipeline"] = serial.digest
        if read["pipeline"] != pipeline:
            return read
        batch = [Document(**document) for document in documents]
        read["results"] = [_result_to_json(result) for result in serial.extract(batch)]
    except (HansaError, TypeError) as error:  # a document of another version has other fields
        read["refused"] = str(error)
    return read


def document_to_json(document: Document) -> JsonObject:
    """Return *document* as a JSON object.

    >>> sent = document_to_json(Document("a.txt", "Riga", "0"))
    >>> Document(**sent) == Document("a.txt", "Riga", "0")
    True
    """
    return asdict(document)


def _result_to_json(result: Result) -> JsonObject:
    if isinstance(result, ExtractionError):
        return {"failed": str(result)}
    return extraction_to_json(result)


@cache
def _serial(model: str | None) -> SerialExecutor:
    """Return the pipeline of this process, which is built once."""
    return SerialExecutor(model=model)
