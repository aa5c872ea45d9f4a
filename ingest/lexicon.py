"""The word lists of ``patterns/``, read once: data with reasons beside it, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from .errors import PipelineError


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the parsed lexicon ``patterns/NAME.toml``.

    Raises PipelineError when the file is missing or is not TOML.
    """
    source = files("ingest") / "patterns" / f"{name}.toml"
    try:
        return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PipelineError(
            f"cannot read the lexicon {source}: {error}; reinstall Hansa"
        ) from error


@cache
def words(name: str, group: str) -> frozenset[str]:
    """Return the set of words of one group of a lexicon.

    >>> "mayor" in words("persons", "posts")
    True
    """
    return frozenset(table(name)[group]["words"].split())


@cache
def phrases(name: str, group: str) -> frozenset[str]:
    """Return the set of phrases of one group of a lexicon.

    >>> "internet of things" in phrases("names", "generic")
    True
    """
    return frozenset(table(name)[group]["phrases"])


@cache
def head_kinds() -> Mapping[str, tuple[str, ...]]:
    """Return each head noun with the kinds it may speak for.

    >>> head_kinds()["declaration"]
    ('Agreement',)
    """
    kinds: dict[str, list[str]] = {}
    for kind, heads in sorted(table("heads")["kinds"].items()):
        for head in heads.split():
            kinds.setdefault(head, []).append(kind)
    return MappingProxyType({head: tuple(found) for head, found in kinds.items()})
