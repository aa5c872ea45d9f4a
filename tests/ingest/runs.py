"""Runs of ``ingest`` over a folder with a small executor, and what they leave."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.workspace import Workspace
from ingest.run import RunReport, ingest
from tests.ingest.word_executor import WordExecutor

TURKU = "Turku is a member of the Port Cities Network.\n"
OSLO = "Oslo is a member of the Fjord Cities Network.\n"
RIGA = "Riga is a member of the Amber Cities Network.\n"


def press_folder(place: Path) -> Path:
    """Return a new folder with two documents."""
    made = place / "press"
    made.mkdir()
    (made / "a.txt").write_text(TURKU)
    (made / "b.txt").write_text(OSLO)
    return made


def read(
    folder: Path, workspace: Workspace, executor: WordExecutor | None = None, *, force: bool = False
) -> tuple[RunReport, list[str]]:
    """Ingest *folder* and return the report and the keys that were extracted."""
    executor = executor or WordExecutor()
    executor.read.clear()
    opened = Workspace(workspace.path)  # another one each time, as another command would have
    try:
        report = ingest([str(folder)], opened, executor, root=folder, force=force)
    finally:
        opened.documents.close()
    return report, executor.read


def state(workspace: Workspace) -> dict[str, str]:
    """Return the digest of every file of a data directory."""
    return {
        str(path.relative_to(workspace.path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(workspace.path.rglob("*"))
        if path.is_file()
    }


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())
