"""Which sources a command line means, and the key each is known by."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import SourceKeyError
from ingest.readers import MEDIA_TYPES

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
#: Query parameters that say where a reader came from, never which page it is.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)(?:=.*)?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_url(source: str | Path) -> bool:
    """Tell whether *source* is a URL rather than a path.

    >>> is_url("https://example.org/a"), is_url("press/a.md")
    (True, False)
    """
    return isinstance(source, str) and _URL.match(source) is not None


def source_key(source: str | Path, *, root: Path) -> str:
    """Return the key by which *source* is known: its canonical URL, or its path under *root*.

    Raises SourceKeyError for a URL that is none.
    """
    if isinstance(source, str) and is_url(source):
        return canonical_url(source)
    # A file outside the root is known by its way from there: "../press/a.md".
    return os.path.relpath(_absolute(source), _absolute(root)).replace(os.sep, "/")


def canonical_url(url: str) -> str:
    """Return *url* in the one form that is its key (RFC 3986, section 6.2.2 and 6.2.3).

    Scheme and host in lower case, no default port, fragment or dot segments, ``/`` for no
    path, percent-encoding only where needed, and no parameters that track readers. Other
    parameters keep their order; a redirect does not change the key.

    >>> canonical_url("HTTPS://Example.ORG:443/a/../b%7ec?utm_source=x&id=2#top")
    'https://example.org/b~c?id=2'
    """
    from httpx import URL, InvalidURL

    try:
        parts = urlsplit(url)
        path = _without_dots(_percent_normal(parts.path) or "/")
        parsed = URL(parts._replace(path=path, fragment="").geturl())
    except (InvalidURL, ValueError) as error:
        raise SourceKeyError(f"{url!r} is not a URL that can be read; check it") from error
    if parsed.scheme not in _DEFAULT_PORTS or not parsed.host:
        raise SourceKeyError(f"{url!r} is not an http or https URL; only these can be read")
    host = parsed.raw_host.decode("ascii").lower()
    host = f"[{host}]" if ":" in host else host
    port = "" if parsed.port in {None, _DEFAULT_PORTS[parsed.scheme]} else f":{parsed.port}"
    path, _, query = parsed.raw_path.decode("ascii").partition("?")
    kept = "&".join(one for one in query.split("&") if one and not _TRACKING.fullmatch(one))
    address = f"{parsed.scheme}://{host}{port}{_percent_normal(path)}"
    return f"{address}?{_percent_normal(kept)}" if kept else address


def discover(paths: Iterable[str | Path], *, root: Path) -> list[str | Path]:
    """Return the sources that *paths* mean, each once, in the order named.

    A folder stands for the files under it that have a reader, sorted by path, hidden ones left
    out; a file or URL that is named is always there. A relative path is sought from the current
    directory. Nothing is raised: what is missing, a folder without such files and one that
    cannot be listed stand for themselves, and reading them says what is wrong.
    """
    sources: dict[str, str | Path] = {}
    for path in paths:
        for source in _expand(path):
            sources.setdefault(_identity(source, root), source)
    return list(sources.values())


def _expand(path: str | Path) -> list[str | Path]:
    if is_url(path):
        return [path]
    found = Path(path)
    return [*_files(found)] or [found] if os.path.isdir(found) else [found]


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []

    def keep(error: OSError) -> None:
        found.append(Path(error.filename))

    for parent, folders, names in os.walk(folder, onerror=keep):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [os.path.join(parent, name) for name in names if _is_document(name)]
        found += [Path(path) for path in paths if os.path.isfile(path)]
    return sorted(found, key=lambda file: file.as_posix())


def _is_document(name: str) -> bool:
    hidden = name.startswith((".", "~$"))  # the latter are the locks of open Office files
    return not hidden and os.path.splitext(name)[1].lower() in MEDIA_TYPES


def _identity(source: str | Path, root: Path) -> str:
    if isinstance(source, Path):
        return _absolute(source)
    try:
        return source_key(source, root=root)
    except SourceKeyError:  # no URL after all: reading it will say so
        return source


def _absolute(path: str | Path) -> str:
    # Not resolve(): a symbolic link is the name its owner gave the file.
    return os.path.abspath(path)


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    closing = "/" if segments and segments[-1] in {".", ".."} and kept else ""
    return "/" + "/".join(kept) + closing


def _percent_normal(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        plain = character.isascii() and (character.isalnum() or character in "-._~")
        return character if plain else match[0].upper()

    return re.sub(r"%([0-9A-Fa-f]{2})", normal, text)
