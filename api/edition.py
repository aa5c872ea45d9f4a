"""What made an answer, besides the data: this code, its templates and the engine."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parent.parent
_PACKAGES: Final = ("api", "graph", "ontology", "queries")
_SUFFIXES: Final = {".css", ".graphql", ".html", ".js", ".jsonld", ".py", ".rq", ".toml", ".ttl"}


@cache
def edition() -> str:
    """Return a digest of all that has a part in answers; another one after an upgrade.

    It goes into every tag, so that nobody is told that an answer of an older edition still holds.

    >>> edition() == edition() and len(edition())
    32
    """
    told = sha256(version("pyoxigraph").encode())
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.suffix in _SUFFIXES:
                told.update(f"\0{path.relative_to(_ROOT)}\0".encode())
                told.update(path.read_bytes())
    return told.hexdigest()[:32]
