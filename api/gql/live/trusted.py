"""Documents that the keeper trusts: read at the start, and asked for by the digest of their text.

A client sends ``documentId`` (the appendix on persisted documents of GraphQL over HTTP) or
``extensions.persistedQuery.sha256Hash`` (as Apollo's clients and urql do) in place of the text.
What a client registers by itself is not kept: a document of a stranger is no more trusted for
having come before, and would take memory that anybody could fill.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import strawberry
from graphql import GraphQLError

from api.errors import SettingsError
from api.gql.failures import (
    BAD_REQUEST,
    DOCUMENT_NOT_TRUSTED,
    PERSISTED_QUERY_NOT_FOUND,
    PERSISTED_QUERY_NOT_SUPPORTED,
    refuse,
)

#: Endings of files that hold one document each.
_SUFFIXES: Final = (".graphql", ".gql")
#: What the ids of documents that are known by their digest may begin with.
_SHA256: Final = "sha256:"
_HEX: Final = re.compile(r"[0-9a-f]{64}")
#: What Apollo's clients and urql look for, to the letter.
_NOT_FOUND: Final = "PersistedQueryNotFound"
_NOT_SUPPORTED: Final = "PersistedQueryNotSupported"
#: What is said of every other document where only trusted ones are answered.
_ONLY: Final = (
    "this server answers only documents that it was started with; send the documentId of one"
)


class TrustedDocuments:
    """The texts of documents by their ids."""

    def __init__(self, texts: Mapping[str, str], *, only: bool = False) -> None:
        """Know *texts* by their ids; *only* refuses every other."""
        self._texts = dict(texts)
        self._trusted = frozenset(self._texts.values())
        self._only = only

    @property
    def is_strict(self) -> bool:
        """Whether every other document is refused."""
        return self._only

    @property
    def way(self) -> str:
        """How to ask here, as a message says it."""
        if self._only:
            return "send the documentId of one of the documents that this server was started with"
        return "send the text of a document as query"

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._trusted)

    @classmethod
    def read(
        cls, place: Path | None, schema: strawberry.Schema, *, only: bool = False
    ) -> TrustedDocuments:
        """Return the documents of a folder or file; none where *place* is None.

        Raises SettingsError where one cannot be read or does not fit *schema*, and where *only*
        they are to be answered and there are none.
        """
        texts: dict[str, str] = {}
        for name, text, ids in _found(place) if place is not None else ():
            _require_valid(name, text, schema)
            texts |= dict.fromkeys((*ids, _digest(text), _digest(text.strip())), text)
        if only and not texts:
            raise SettingsError(
                "HANSA_GRAPHQL_ONLY_DOCUMENTS=on leaves nothing to answer, since there are no "
                "documents; name a folder with some in HANSA_GRAPHQL_DOCUMENTS"
            )
        return cls(texts, only=only)

    def put_in(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return what was *asked*, with the text of the document that it names by an id.

        Raises GraphQLError, coded, for an id that is not known or is not that of the text beside
        it, and for a text that is not answered.
        """
        text, id = asked.get("query"), asked.get("documentId")
        digest = _apollo(asked.get("extensions"))
        if id is not None:
            return self._by_id(asked, id)
        if digest is not None and text in (None, ""):
            return {**asked, "query": self._by_digest(digest)}
        if digest is not None and isinstance(text, str) and _digest(text) != digest:
            refuse(BAD_REQUEST, "the digest is not that of the text; send the one that belongs to")
        if isinstance(text, str):
            self._require_trusted(text)
        return asked

    def _by_id(self, asked: dict[str, Any], id: Any) -> dict[str, Any]:
        if asked.get("query") not in (None, ""):
            refuse(BAD_REQUEST, "there are a query and a documentId; send one of them")
        found = self._texts.get(id.removeprefix(_SHA256)) if isinstance(id, str) else None
        found = found or (self._texts.get(id) if isinstance(id, str) else None)
        if found is None:
            refuse(
                PERSISTED_QUERY_NOT_FOUND,
                f"this server knows no document with that documentId; {self.way}",
            )
        return {**asked, "query": found}

    def _by_digest(self, digest: str) -> str:
        if not self._texts:
            refuse(PERSISTED_QUERY_NOT_SUPPORTED, _NOT_SUPPORTED)
        found = self._texts.get(digest)
        if found is None and self._only:  # to send the text would be in vain
            refuse(DOCUMENT_NOT_TRUSTED, _ONLY)
        if found is None:
            refuse(PERSISTED_QUERY_NOT_FOUND, _NOT_FOUND)
        return found

    def _require_trusted(self, text: str) -> None:
        if self._only and text not in self._trusted and _digest(text) not in self._texts:
            refuse(DOCUMENT_NOT_TRUSTED, _ONLY)


def _apollo(extensions: Any) -> str | None:
    """Return the digest that an Apollo client sends; GraphQLError where that is none."""
    sent = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if sent is None:
        return None
    digest = sent.get("sha256Hash") if isinstance(sent, dict) else None
    if not isinstance(digest, str) or sent.get("version") != 1:
        refuse(BAD_REQUEST, "persistedQuery needs version 1 and sha256Hash; send both")
    return digest.lower()


def _found(place: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each document with what to call it in messages, its text and its further ids."""
    if place.is_dir():
        files = sorted(path for path in place.rglob("*") if path.suffix in (*_SUFFIXES, ".json"))
    else:
        files = [place]
    for path in files:
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"HANSA_GRAPHQL_DOCUMENTS: {path} cannot be read: {error}"
            ) from error
        if path.suffix == ".json":
            yield from _manifest(path, text)
        else:
            yield str(path), text, ()


def _manifest(path: Path, text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the documents of a file that a client's build wrote: ids and texts."""
    try:
        told = json.loads(text)
        if isinstance(told, dict) and isinstance(told.get("operations"), list):  # Apollo's
            pairs = [(each["id"], each["body"]) for each in told["operations"]]
        else:
            pairs = list(told.items())
        if not all(isinstance(part, str) for pair in pairs for part in pair):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"HANSA_GRAPHQL_DOCUMENTS: {path} is no list of documents; "
            "it has to be a JSON object of ids and texts, or Apollo's manifest"
        ) from error
    for id, document in pairs:
        if _HEX.fullmatch(id) and id not in (_digest(document), _digest(document.strip())):
            raise SettingsError(
                f"HANSA_GRAPHQL_DOCUMENTS: {path} calls a document {id}, which is not the SHA-256 "
                "of its text; build the file anew"
            )
        yield f"{path}, {id}", document, (id,)


def _require_valid(name: str, text: str, schema: strawberry.Schema) -> None:
    from api.gql.schema import faults

    found: list[GraphQLError] = faults(schema, text)
    if found:
        raise SettingsError(
            f"HANSA_GRAPHQL_DOCUMENTS: {name} cannot be answered here: {found[0].message}"
        )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
