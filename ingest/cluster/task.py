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
from .likeness import Runs, what_runs

JsonObject = dict[str, Any]


class Read(TypedDict):
    """What a process read: on which machine, by what, or why it cannot read at all."""

    node: str
    runs: Runs
    results: list[JsonObject]
    refused: str


def read_batch(documents: list[JsonObject], model: str | None, runs: Runs) -> Read:
    """Read documents in a process of a cluster, unless it runs anything else than *runs*.

    Whatever happens is in what is returned.
    """
    read = Read(node=os.uname().nodename, runs={}, results=[], refused="")
    try:
        serial = _serial(model)
        read["runs"] = what_runs(serial.digest)
        if read["runs"] != runs:
            return read
        batch = [Document(**document) for document in documents]
        read["results"] = [_result_to_json(result) for result in serial.extract(batch)]
    except HansaError as error:
        read["refused"] = str(error)
    except Exception as error:  # Ray would tell neither which it was nor where
        said = " ".join(f"{type(error).__name__}: {error}".split())
        read["refused"] = (
            f"{said}; install the same version of Hansa, its packages and the model there"
        )
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
