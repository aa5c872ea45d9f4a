"""The training as a maintainer calls it: what is wrongly named is said in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("nonsense", "'nonsense' is not TEXTS=GOLD; name two folders, for example a=b"),
        ("no=where", "there is no folder 'no', as 'no=where' says; mend it"),
        ("ingest=where", "there is no folder 'where', as 'ingest=where' says; mend it"),
    ],
)
def test_an_argument_that_names_no_folders_is_refused_in_a_sentence(word: str, reason: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest.training", word],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"training: {reason}\n")
