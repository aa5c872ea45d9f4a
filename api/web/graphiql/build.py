"""Takes GraphiQL's files from npm; ``python -m api.web.build`` and ``make web`` do so.

Each package is fetched alone and unpacked here, so nothing it depends on is installed and no script
of it runs: its file for browsers holds all that it needs. What comes must have the digest written
here. The server reads ``api/static/graphiql`` when it starts; without it, it serves no GraphiQL.
"""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from api.errors import AssetsError
from api.web import node

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE.parents[1] / "static" / "graphiql"

#: The file that says what the others were made from.
STAMP: Final = "made-from"

#: Fonts of nine alphabets, inline: seven eighths of the style sheet. Pages use those of the system.
_FONTS: Final = re.compile(rb"@font-face\s*\{[^}]*\}")
#: Where a map of the source would be, which is not served.
_MAP: Final = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package, with the SHA-256 that it must have, and the name it gets here."""

    package: str
    path: str
    sha256: str
    name: str


PARTS: Final = (
    Part(
        "react",
        "umd/react.production.min.js",
        "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd",
        "react.js",
    ),
    Part(
        "react-dom",
        "umd/react-dom.production.min.js",
        "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d",
        "react-dom.js",
    ),
    Part(
        "graphiql",
        "graphiql.min.js",
        "867226ba8af5ce7949903fc53932f78dac9f4bfc6cc8da0fd3869b8bc6c5256b",
        "graphiql.js",
    ),
    Part(
        "graphiql",
        "graphiql.min.css",
        "30487e07635d312a63f647b140d37740a73c53332b0975bf4b1fe985ca6ec885",
        "graphiql.css",
    ),
    Part(
        "graphiql",
        "LICENSE",
        "4b18fbe55c4e8f9169cb702be138f4d858a2dad920c39857204ffdc9c1c9fdc4",
        "LICENSE-graphiql.txt",
    ),
    Part(
        "react",
        "LICENSE",
        "52412d7bc7ce4157ea628bbaacb8829e0a9cb3c58f57f99176126bc8cf2bfc85",
        "LICENSE-react.txt",
    ),
)


def versions() -> dict[str, str]:
    """Return the exact version of each package.

    >>> versions()["react"]
    '18.3.1'
    """
    found: dict[str, str] = json.loads((HERE / "package.json").read_text())["dependencies"]
    return found


def is_built(folder: Path = FOLDER) -> bool:
    """Say whether *folder* was made from the packages that are wanted, and is whole."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == _wanted()


def build(folder: Path = FOLDER) -> None:
    """Write the files of all parts to *folder*, replacing what is there.

    Raises AssetsError where npm is missing or fails, or a file is not the one that is known.
    """
    with TemporaryDirectory() as name:
        files = {part.name: _file(part, path) for part, path in _fetched(Path(name))}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as name:
        new = Path(name) / "new"
        new.mkdir()
        for file, body in files.items():
            (new / file).write_bytes(_MAP.sub(b"\n", _FONTS.sub(b"", body)))
        (new / STAMP).write_text(_wanted())
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)  # whole or not at all


def _fetched(folder: Path) -> Iterator[tuple[Part, Path]]:
    """Yield each part with its package, fetched once."""
    npm = node.npm()
    for package, version in versions().items():
        into = folder / package
        into.mkdir()
        wanted = f"{package}@{version}"
        node.run([*npm, "pack", "--silent", "--pack-destination", str(into), wanted], into, wanted)
        for part in PARTS:
            if part.package == package:
                yield part, next(into.glob("*.tgz"))


def _file(part: Part, package: Path) -> bytes:
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{part.path}")
        body = member.read() if member else b""
    if sha256(body).hexdigest() != part.sha256:
        raise AssetsError(
            f"{part.path} of {part.package} is not the file that is known; it is not used"
        )
    return body


def _wanted() -> str:
    told = sha256(Path(__file__).read_bytes())
    told.update((HERE / "package.json").read_bytes())
    return told.hexdigest()
