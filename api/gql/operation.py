"""One operation as a client sends it, by whatever way: a document, its variables, a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from api.errors import BadRequestError

from .failures import TOO_LONG, refuse
from .limits.values import require_few
from .live.trusted import TrustedDocuments

#: Characters of the longest document: comments and commas are no tokens, but are read one by one.
LONGEST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its document, its variables, and which of the document's it is."""

    query: str
    variables: dict[str, Any] | None = None
    name: str | None = None
    extensions: dict[str, Any] | None = None

    @classmethod
    def of(cls, sent: Any, documents: TrustedDocuments) -> Operation:
        """Return what is *sent*, by a text or the id of one of *documents*.

        Raises BadRequestError where that is no request of GraphQL, and GraphQLError, coded, where
        it is too long, names a document that is not answered, or has too many variables.
        """
        if isinstance(sent, list):
            raise BadRequestError("this is a list of requests; send one at a time, an object")
        if not isinstance(sent, dict):
            raise BadRequestError(f"this is {kind_of(sent)}; send an object with a query in it")
        sent = documents.put_in(sent)
        if sent.get("query") in (None, ""):
            raise BadRequestError(f"there is no query; {documents.way}")
        query = _given(sent, "query", str, "the text of a document")
        if len(query) > LONGEST:
            told = f"the document has {len(query):,} characters, and {LONGEST:,} are allowed"
            refuse(TOO_LONG, f"{told}; send long values as variables")
        variables = _given(sent, "variables", dict, "an object of names and values, or null")
        require_few(variables)
        return cls(
            query=query,
            variables=variables,
            name=_given(sent, "operationName", str, "a name, or null") or None,
            extensions=_given(sent, "extensions", dict, "an object, or null"),
        )


def _given(sent: dict[str, Any], name: str, kind: type, wanted: str) -> Any:
    value = sent.get(name)
    if not isinstance(value, kind | None):
        raise BadRequestError(f"{name} is {kind_of(value)}; send {wanted}")
    return value


def kind_of(value: object) -> str:
    """Return what JSON calls a value that is not what was wanted.

    >>> [kind_of(each) for each in (None, True, 7, "x", [1], {})]
    ['null', 'true', 'a number', 'a string', 'a list', 'an object']
    """
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"
