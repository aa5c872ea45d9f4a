"""What the writer's process is asked to do and what it answers, as lines of JSON.

An operation is a method of ``Writer`` by its name. To add one, add a row to ``METHODS``: how its
arguments and its result become JSON and come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from graph import errors
from graph.curating.curation import Decision
from graph.curating.editing import Edited
from graph.curating.edits import Wanted
from graph.curating.review import GivenVerdict, Reviewable
from graph.curating.verdicts import Verdict
from graph.errors import WriterError
from graph.foreign.updates import ForeignUpdate
from graph.shacl.withholding import Withheld
from ontology import errors as ontology_errors
from ontology.errors import HansaError
from ontology.model import Document, Extraction
from ontology.serialisation import JsonObject, extraction_from_json, extraction_to_json

from .purging import Purged
from .synchronising import Commit
from .writer import Outcome


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of the writer, by its name in ``METHODS``, and its arguments.

    ``keywords`` hold plain values only.
    """

    method: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


def put(document: Document, extraction: Extraction) -> Operation:
    """Make *document* and what was read in it current; the result is an Outcome."""
    return Operation("put", (document, extraction))


def retract(name: str) -> Operation:
    """Take out the document with that key, IRI or unique end of a key; the result is its key."""
    return Operation("retract", (name,))


def purge(name: str) -> Operation:
    """Leave no byte of the document that *name* means; the result is Purged."""
    return Operation("purge", (name,))


def decide(
    names: list[str], verdict: Verdict, *, who: str | None = None, at: str | None = None
) -> Operation:
    """Accept or reject claims, by whom and when; the result is a list of Reviewable."""
    return Operation("decide", (names, verdict), {"who": who, "at": at})


def edit(name: str, wanted: Wanted, *, who: str, at: str) -> Operation:
    """Say what the sentence of a claim says instead; the result is Edited."""
    return Operation("edit", (name, wanted), {"who": who, "at": at})


def undecide(names: list[str]) -> Operation:
    """Take verdicts back; the result is a list of GivenVerdict."""
    return Operation("undecide", (names,))


def curate(decision: Decision) -> Operation:
    """Keep what a curator decided of things; the result is the Decision that is kept."""
    return Operation("curate", (decision,))


def undo_decision(number: int) -> Operation:
    """Take a decision of a curator back; the result is that Decision."""
    return Operation("undo_decision", (number,))


def rebuild() -> Operation:
    """Make the whole graph anew; the result is a Commit."""
    return Operation("rebuild")


def update(update: ForeignUpdate) -> Operation:
    """Carry out what strangers ask to be written, in graphs of guests; the result is a Commit."""
    return Operation("update", (update,))


def found() -> Operation:
    """Make a directory without documents, which takes any update; the result is a Commit."""
    return Operation("found")


def note(readings: Iterable[str]) -> Operation:
    """Note readings (``graph.keeping.readings``); there is no result."""
    return Operation("note", (list(readings),))


class Codec(NamedTuple):
    """How a value becomes JSON, and how it comes back."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class Method(NamedTuple):
    """How the arguments of a method and its result travel."""

    arguments: tuple[Codec, ...]
    result: Codec


def _plain(value: Any) -> Any:
    return value


def _frozen(value: Any) -> Any:
    """Return *value* with tuples for lists, as dataclasses hold them."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def record(kind: Callable[..., Any]) -> Codec:
    """Return the codec of a dataclass whose fields are plain values, or tuples of them."""
    return Codec(asdict, lambda value: kind(**{name: _frozen(one) for name, one in value.items()}))


def several(codec: Codec) -> Codec:
    """Return the codec of a list."""
    return Codec(
        lambda values: [codec.write(value) for value in values],
        lambda values: [codec.read(value) for value in values],
    )


def _commit(value: JsonObject) -> Commit:
    withheld = tuple(Withheld(**one) for one in value["withheld"])
    return Commit(**{**value, "withheld": withheld, "unreadable": tuple(value["unreadable"])})


PLAIN = Codec(_plain, _plain)
COMMIT = Codec(asdict, _commit)

METHODS = {
    "curate": Method((record(Decision),), record(Decision)),
    "decide": Method((PLAIN, PLAIN), several(record(Reviewable))),
    "edit": Method((PLAIN, record(Wanted)), record(Edited)),
    "found": Method((), COMMIT),
    "note": Method((PLAIN,), PLAIN),
    "purge": Method((PLAIN,), record(Purged)),
    "put": Method(
        (record(Document), Codec(extraction_to_json, extraction_from_json)), record(Outcome)
    ),
    "rebuild": Method((), COMMIT),
    "retract": Method((PLAIN,), PLAIN),
    "undecide": Method((PLAIN,), several(record(GivenVerdict))),
    "undo_decision": Method((PLAIN,), record(Decision)),
    "update": Method((Codec(ForeignUpdate.to_json, ForeignUpdate.from_json),), COMMIT),
}


def operation_to_json(operation: Operation) -> JsonObject:
    """Return an operation as a JSON object.

    >>> operation_to_json(retract("a.txt"))
    {'method': 'retract', 'arguments': ['a.txt'], 'keywords': {}}
    """
    codecs = METHODS[operation.method].arguments
    pairs = zip(codecs, operation.arguments, strict=True)
    return {
        "method": operation.method,
        "arguments": [codec.write(value) for codec, value in pairs],
        "keywords": dict(operation.keywords),
    }


def operation_from_json(value: JsonObject) -> Operation:
    """Return the operation that *value* is the JSON of."""
    pairs = zip(METHODS[value["method"]].arguments, value["arguments"], strict=True)
    arguments = tuple(codec.read(one) for codec, one in pairs)
    return Operation(value["method"], arguments, value["keywords"])


def error_to_json(error: Exception) -> JsonObject:
    """Return what another process needs to raise the same error."""
    if isinstance(error, OSError):
        details: JsonObject = {"errno": error.errno, "filename": error.filename}
        return {"class": "OSError", "text": error.strerror or str(error), "details": details}
    return {"class": type(error).__name__, "text": str(error), "details": dict(vars(error))}


def error_from_json(value: JsonObject) -> Exception:
    """Return the error that *value* tells of: ours by the name of its class, or the system's.

    Any other is a fault of the writer and becomes a WriterError.

    >>> error_from_json({"class": "StoreError", "text": "no store", "details": {}})
    StoreError('no store')
    """
    name, text, details = value["class"], value["text"], value["details"]
    if name == "OSError":
        number, file = details["errno"], details["filename"]
        return OSError(text) if number is None else OSError(number, text, file)
    kind = getattr(errors, name, None) or getattr(ontology_errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, HansaError)):
        return WriterError(
            f"the writer failed ({name}: {text}); nothing is half done, please report it"
        )
    error = kind(text)
    vars(error).update({key: _frozen(one) for key, one in details.items()})
    return error
