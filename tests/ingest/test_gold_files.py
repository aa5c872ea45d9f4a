"""Gold files are written by hand: what is wrong with one is said in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import EvaluationError
from ingest.evaluation import load_pairs

GOLD: dict[str, Any] = {
    "document": "x.txt",
    "entities": [{"id": "a", "type": "City", "names": ["Turku"]}],
    "facts": [],
    "literals": [],
}


def _load(folder: Path, gold: object) -> int:
    (folder / "x.txt").write_text("Turku.")
    (folder / "x.json").write_text(json.dumps(gold))
    return len(list(load_pairs(folder, folder)))


def test_a_whole_gold_file_is_read(tmp_path: Path) -> None:
    assert _load(tmp_path, GOLD) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"entities": [{"id": "a", "type": "Town", "names": ["Turku"]}]}, "no kind there is"),
        ({"entities": [{"id": "a", "type": "City", "names": []}]}, "without names"),
        ({"facts": [{"s": "a", "p": "memberOf", "o": "b"}]}, "no entities it names"),
        ({"facts": [{"s": "a", "p": "likes", "o": "a"}]}, "no such relation"),
        ({"literals": [{"s": "z", "p": "date", "value": "2020"}]}, "no entity it names"),
        ({"literals": [{"s": "a", "p": "date"}]}, "without a value"),
        ({"document": "none.txt"}, "does not exist"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, object], said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        _load(tmp_path, {**GOLD, **change})
