"""The files that GraphiQL's page loads, read once, each at an address that tells its content."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from api.web.asset import Asset

from .build import FOLDER, HERE, is_built

_log = logging.getLogger("hansa")

#: What the page loads, in this order; ours after what it builds on.
SCRIPTS: Final = ("react.js", "react-dom.js", "graphiql.js", "ide.js")
STYLES: Final = ("graphiql.css", "ide.css")

#: What an example begins with: its title, and a sentence on it.
_HEAD: Final = re.compile(
    r"# (?P<title>[^\n]+)\n# (?P<summary>[^\n]+)\n\n(?P<query>.+)\n", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Assets:
    """All that there is, by name, and the names of what the page loads."""

    files: Mapping[str, Asset]
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


#: Where GraphiQL is not built, or not wanted.
NO_ASSETS: Final = Assets({})


@dataclass(frozen=True, slots=True)
class ExampleDocument:
    """A document that shows what can be asked."""

    name: str
    title: str
    summary: str
    query: str


@cache
def assets() -> Assets:
    """Return the files as they are when this is first asked; none where GraphiQL is not built."""
    return read_assets(FOLDER)


def read_assets(folder: Path) -> Assets:
    """Return the files of *folder* and ours; nothing unless *folder* is whole."""
    if not is_built(folder):
        return NO_ASSETS
    try:
        found = [*_read(folder, SCRIPTS), *_read(folder, STYLES)]
    except OSError as error:
        _log.warning("GraphiQL is left out, since its files cannot be read: %s", error)
        return NO_ASSETS
    names = tuple(each.name for each in found)
    files = {each.name: each for each in found}
    return Assets(files, names[: len(SCRIPTS)], names[len(SCRIPTS) :])


def _read(folder: Path, names: tuple[str, ...]) -> Iterator[Asset]:
    for name in names:
        path = HERE / name
        yield Asset.read(path if path.exists() else folder / name)


@cache
def example_documents() -> tuple[ExampleDocument, ...]:
    """Return the examples in the order of their files' names.

    >>> example_documents()[0].title
    'Networks, their members, and the sentences'
    """
    return tuple(_example(path) for path in sorted((HERE / "examples").glob("*.graphql")))


def _example(path: Path) -> ExampleDocument:
    found = _HEAD.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path} does not begin with a title and a sentence, each after #")
    return ExampleDocument(name=path.stem, **found.groupdict())
