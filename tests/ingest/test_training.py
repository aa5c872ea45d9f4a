"""The training as a maintainer calls it: what is wrongly named is said in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import TrainingError
from ingest.training.__main__ import named_folders

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("nonsense", "'nonsense' is not TEXTS=GOLD; name two folders, for example a=b"),
        ("ingest=where", "there is no folder 'where', as 'ingest=where' says; mend it"),
    ],
)
def test_an_argument_that_names_no_folders_is_refused(
    word: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(TrainingError) as told:
        named_folders([word])
    assert str(told.value) == reason


def test_a_refusal_is_one_sentence_on_standard_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest.training", "no=where"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    said = "training: there is no folder 'no', as 'no=where' says; mend it\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
