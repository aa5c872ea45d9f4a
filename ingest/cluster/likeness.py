"""What has to be the same on every machine of a cluster, so that each reads the same in a text.

The digest of the pipeline is for one machine: a key to what it has read, which leaves out what
changes there with all else at once. Between machines that is where they may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Final, TypeAlias

from ..digests import files_digest

#: What a machine runs: names of parts with their digests or versions.
Runs: TypeAlias = dict[str, str]
#: The packages whose arithmetic the model is; the others are in the digest of the pipeline.
_PACKAGES: Final = ("blis", "hansa", "numpy", "thinc")
#: What the pipeline stands on, and what carries documents and Extractions over the wire.
_CODE: Final = (("ontology", None), ("ingest", frozenset(("cluster", "executors.py"))))


def what_runs(pipeline: str) -> Runs:
    """Return what this machine runs, whose pipeline has that digest.

    Raises PackageNotFoundError where a package is not installed.
    """
    code = "-".join(files_digest(package, within) for package, within in _CODE)
    return {"pipeline": pipeline, "code": code, **{name: version(name) for name in _PACKAGES}}


def differences(theirs: Mapping[str, str], ours: Mapping[str, str]) -> tuple[str, str]:
    """Return in words how two machines differ, as it is on each; empty where they do not.

    >>> differences({"code": "a", "numpy": "1"}, {"code": "a", "numpy": "2"})
    ('numpy 1', 'numpy 2')
    """
    names = [name for name in {**ours, **theirs} if theirs.get(name) != ours.get(name)]
    return _said(names, theirs), _said(names, ours)


def _said(names: list[str], runs: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {runs.get(name, 'unknown')}" for name in names)
