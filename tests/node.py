"""What tests take from npm and from the system: packages pinned exactly, and a browser.

Where Node.js, a browser or the registry is missing, the test that asks is skipped and says so.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: The oldest version of Node.js that Playwright and the clients run on.
OLDEST = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str:
    """Return the path of a browser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser is installed; there may be one of {', '.join(BROWSERS)}")
    return found


def packages(name: str, *wanted: str) -> Path:
    """Return the folder *name* beside the environment in which npm has installed *wanted*.

    It stays with the environment; of several that ask at once one installs.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST:
        pytest.skip(f"Node.js is of version {version.strip()}; {OLDEST} is needed")
    folder = Path(sys.prefix) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / "installed"
        if not stamp.exists() or stamp.read_text() != " ".join(wanted):
            _install(npm, folder, wanted)
            stamp.write_text(" ".join(wanted))
    return folder


def _install(npm: str, folder: Path, wanted: tuple[str, ...]) -> None:
    options = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"]
    command = [npm, "install", "--prefix", str(folder), *options, *wanted]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm does not answer for {' and '.join(wanted)}")
    if done.returncode:
        pytest.skip(f"npm cannot install {' and '.join(wanted)}: {done.stderr[-300:]}")
