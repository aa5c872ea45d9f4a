"""The built workbench: its files, and which of them each page loads."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
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


class Workbench:
    """The files of a build by name, and what its pages load."""

    def __init__(self, files: Mapping[str, Asset], manifest: Mapping[str, Any]) -> None:
        """Hold *files* and what the *manifest* says of them."""
        self.files = files
        self._manifest = manifest
        self._entries = {each["name"]: key for key, each in manifest.items() if "isEntry" in each}

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
        keys = list(dict.fromkeys(key for entry in entries for key in self._imports(entry)))
        styles = dict.fromkeys(name for key in keys for name in self._manifest[key].get("css", ()))
        scripts = tuple(self._manifest[entry]["file"] for entry in entries)
        preloads = (self._manifest[key]["file"] for key in keys if key not in entries)
        return Loaded(tuple(styles), scripts, tuple(preloads))

    def _imports(self, key: str) -> Iterator[str]:
        """Yield the keys of what an entry imports before it runs, and its own, last."""
        for each in self._manifest[key].get("imports", ()):
            yield from self._imports(each)
        yield key


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
        manifest = json.loads((folder / _MANIFEST).read_text())
        paths = (path for path in sorted(folder.iterdir()) if path.name != _MANIFEST)
        files = {p.name: Asset.read(p, name=p.name) for p in paths if p.suffix in TYPES}
        missing = {each["file"] for each in manifest.values()} - files.keys()
    except (OSError, ValueError) as error:
        _log.warning("the workbench is left out, since its files cannot be read: %s", error)
        return NO_WORKBENCH
    if missing:
        _log.warning("the workbench is left out, since %s is missing", min(missing))
        return NO_WORKBENCH
    return Workbench(files, manifest)
