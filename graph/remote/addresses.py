"""Where a remote SPARQL server is, and how it knows us."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Remote:
    """The addresses of a SPARQL server: of queries, of updates, of graphs (GSP; "" for none).

    It is shown ``token`` as a bearer, or ``user`` and ``password`` by digest where it asks for
    them. A request may take ``seconds``; one that changes something is repeated for ``patience``
    seconds while the server cannot be reached.
    """

    query: str
    update: str
    data: str = ""
    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 60.0
    patience: float = 60.0


def remote_at(url: str, *, update: str = "", data: str = "", **others: Any) -> Remote:
    """Return the server at *url*; without a path it is one with the doors of Oxigraph.

    Any other address is that of queries, and takes updates too unless *update* says where.

    >>> remote_at("http://127.0.0.1:7878").update
    'http://127.0.0.1:7878/update'
    >>> remote_at("https://db.example/sparql", update="https://db.example/sparql-auth").data
    ''
    """
    root = url.rstrip("/")
    if not urlsplit(root).path:
        return Remote(
            f"{root}/query", update or f"{root}/update", data or f"{root}/store", **others
        )
    return Remote(url, update or url, data, **others)
