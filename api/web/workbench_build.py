"""Builds the workbench: its packages from npm as the lock file says, its sources through Vite."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from . import node

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE.parent / "static" / "workbench"

#: The file that says what the others were made from.
STAMP: Final = "made-from"
_SETTINGS: Final = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def is_built(folder: Path = FOLDER) -> bool:
    """Say whether *folder* was made from the sources as they are."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == _wanted()


def build(folder: Path = FOLDER) -> None:
    """Write what pages load to *folder*, replacing what is there.

    Raises AssetsError where Node.js is missing, or npm or Vite fails.
    """
    install()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as name:
        new = Path(name) / "new"
        vite = [node.node(), "node_modules/vite/bin/vite.js", "build", "--outDir", str(new)]
        node.run([*vite, "--logLevel", "warn"], HERE, "the workbench")
        (new / STAMP).write_text(_wanted())
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)  # whole or not at all


def install(*, development: bool = False) -> None:
    """Have npm install what the sources need, and with *development* what checks them.

    No script of a package runs. What is installed already stays. Raises AssetsError.
    """
    locked = sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules" / ".hansa"
    told = stamp.read_text().split() if stamp.is_file() else []
    if locked in told and ("development" in told or not development):
        return
    more = () if development else ("--omit=dev",)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *more)
    node.run([*node.npm(), "ci", *options], HERE, "the packages of the workbench")
    stamp.write_text(f"{locked} development" if development else locked)


def _wanted() -> str:
    told = sha256()
    sources = (path for path in (HERE / "src").rglob("*") if path.is_file())
    for path in sorted([*sources, *(HERE / name for name in _SETTINGS)]):
        told.update(f"\0{path.relative_to(HERE)}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()
