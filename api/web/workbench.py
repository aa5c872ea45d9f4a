"""The built workbench: its files, and which of them each page loads."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from .asset import TYPES, Asset
from .workbench_build import FOLDER

_log = logging.getLogger("hansa")

#: What runs before a page is painted, in the way of its first paint, and therefore short.
THEME: Final = Path(__file__).with_name("theme.js")

#: What Vite says of what it made (its documentation, "Backend Integration").
_MANIFEST: Final = "manifest.json"
#: What every page loads, before its own.
_SHELL: Final = "shell"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The names of what a page loads: style sheets, modules that run, modules these import."""

    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    preloads: tuple[str, ...] = ()


#: What a page loads where the workbench is not built.
NOTHING: Final = Loaded()


@dataclass(frozen=True, slots=True)
class Chunk:
    """One of the modules of a build: its file, its style sheets, and the keys of what it imports
    before it runs. The ``entry`` is the name of the page that it is for, if it is for one.
    """

    file: str
    styles: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    entry: str | None = None


class Workbench:
    """The files of a build by name, and what its pages load."""

    def __init__(self, files: Mapping[str, Asset], chunks: Mapping[str, Chunk]) -> None:
        """Hold *files* and the *chunks* that they belong to, by their keys."""
        self.files = files
        self._chunks = chunks
        self._entries = {each.entry: key for key, each in chunks.items() if each.entry}

    @property
    def is_built(self) -> bool:
        """Whether there is one."""
        return bool(self._entries)

    def loaded(self, page: str = "") -> Loaded:
        """Return what the page named *page* loads beside what all do; of no name, only that.

        A page that the build does not know, since it is older, loads what all do.
        """
        if not self.is_built:
            return NOTHING
        entries = [self._entries[name] for name in (_SHELL, page) if name in self._entries]
        chunks = self._in_order(entries)
        styles = dict.fromkeys(name for key in chunks for name in self._chunks[key].styles)
        scripts = tuple(self._chunks[entry].file for entry in entries)
        preloads = (self._chunks[key].file for key in chunks if key not in entries)
        return Loaded(tuple(styles), scripts, tuple(preloads))

    def _in_order(self, entries: Iterable[str]) -> list[str]:
        """Return the keys of *entries* and of all that they import, each after what it imports.

        Modules may import one another in a circle; there the one that is met first comes last.
        """
        met: set[str] = set()
        ordered: list[str] = []

        def add(key: str) -> None:
            if key not in met:
                met.add(key)
                for each in self._chunks[key].imports:
                    add(each)
                ordered.append(key)

        for entry in entries:
            add(entry)
        return ordered


#: Where it is not built, or not wanted.
NO_WORKBENCH: Final = Workbench({}, {})


@cache
def workbench() -> Workbench:
    """Return the build as it is when this is first asked."""
    return read_workbench(FOLDER)


def read_workbench(folder: Path) -> Workbench:
    """Return the build in *folder*; nothing unless it is whole."""
    if not (folder / _MANIFEST).is_file():
        return NO_WORKBENCH
    try:
        chunks = read_chunks(json.loads((folder / _MANIFEST).read_text()))
        paths = (path for path in sorted(folder.iterdir()) if path.name != _MANIFEST)
        files = {p.name: Asset.read(p, name=p.name) for p in paths if p.suffix in TYPES}
    except (OSError, ValueError) as error:
        _log.warning("the workbench is left out, since its files cannot be read: %s", error)
        return NO_WORKBENCH
    named = {name for each in chunks.values() for name in (each.file, *each.styles)}
    if missing := named - files.keys():
        _log.warning("the workbench is left out, since %s is missing", min(missing))
        return NO_WORKBENCH
    return Workbench(files, chunks)


def read_chunks(manifest: Any) -> dict[str, Chunk]:
    """Return what a manifest says of the modules; ValueError where that is none of Vite's.

    >>> read_chunks({"a.ts": {"file": "a.js", "css": ["a.css"], "src": "a.ts"}})
    {'a.ts': Chunk(file='a.js', styles=('a.css',), imports=(), entry=None)}
    """
    try:
        chunks = {key: _chunk(**each) for key, each in manifest.items()}
    except (AttributeError, TypeError) as error:
        raise ValueError(f"{_MANIFEST} is not as Vite writes it") from error
    if absent := {each for one in chunks.values() for each in one.imports} - chunks.keys():
        raise ValueError(f"{_MANIFEST} does not tell of {min(absent)}, which something imports")
    return chunks


def _chunk(
    *,
    file: str,
    name: str | None = None,
    css: Iterable[str] = (),
    imports: Iterable[str] = (),
    isEntry: bool = False,  # noqa: N803  as Vite has it
    **_: object,
) -> Chunk:
    """Return one module; raises TypeError where something is of another kind."""
    styles, needed = tuple(css), tuple(imports)
    if not all(isinstance(each, str) for each in (file, *styles, *needed, name or "")):
        raise TypeError("a name is a text")
    return Chunk(file, styles, needed, entry=name if isEntry else None)
