"""evaluation.json: what is taken for a measurement, and what for damage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.checks.checking import check
from graph.errors import StoreError
from graph.keeping.scores import NAME, keep_scores, kept_scores
from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story


def rates() -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(("precision", "recall", "f1"), 0.5)
    return told | {"right": 1, "wrong": 1, "missed": 1}


def table() -> dict[str, Any]:
    return {"rows": {"City": rates()}, "micro": {**rates(), "interval": [0.25, 1]}, "mean": 0.5}


def measurement() -> dict[str, Any]:
    """Return a measurement as ``hansa evaluate --keep`` writes it."""
    tables: dict[str, Any] = {name: table() for name in ("entities", "facts", "literals", "places")}
    tables["accuracy"] = {name: [0.0, 0] for name in ("status", "verbatim", "year", "role")}
    tables["calibration"] = {"error": 0.1, "bins": [[3, 0.9, 1.0]]}
    told = {"measured": "2026-05-04T10:00:00Z", "pipeline": "0a1b", "model": "en_core 3.8"}
    return {**told, "documents": 1, "tables": tables}


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "data")
    fill(workspace, harbour_story())
    return workspace


def test_what_is_kept_is_told(place: Workspace) -> None:
    assert kept_scores(place.path) is None
    keep_scores(place.path, measurement())
    assert kept_scores(place.path) == measurement()
    assert not check(place).faults


Change = Callable[[Any], None]


def put(*path: str | int, value: Any) -> Change:
    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = value

    return change


DAMAGES = [
    put("measured", value=""),
    put("measured", value="yesterday"),
    put("measured", value="2026-05-04T10:00:00"),
    put("pipeline", value=None),
    put("pipeline", value="\ud800"),
    put("documents", value=True),
    put("documents", value=-1),
    put("documents", value="1"),
    put("tables", value={}),
    put("tables", value=[]),
    put("tables", "facts", value=None),
    put("tables", "facts", "rows", value=[]),
    put("tables", "facts", "rows", "City", "f1", value=float("nan")),
    put("tables", "facts", "rows", "City", "f1", value="0.5"),
    put("tables", "facts", "rows", "City", "right", value=0.5),
    put("tables", "facts", "rows", "", value=rates()),
    put("tables", "facts", "micro", value=rates()),
    put("tables", "facts", "micro", "interval", value=[0.5]),
    put("tables", "literals", "mean", value=1.5),
    put("tables", "accuracy", "role", value=[0.5, 0.5]),
    put("tables", "calibration", "bins", value={"0": [1, 0.5, 0.5]}),
    put("tables", "calibration", "bins", 0, value=[1, 0.5]),
    put("more", value=float("inf")),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=map(str, range(len(DAMAGES))))
def test_what_is_otherwise_is_damage(tmp_path: Path, damage: Change) -> None:
    told = measurement()
    damage(told)
    (tmp_path / NAME).write_text(json.dumps(told))
    with pytest.raises(StoreError, match="is damaged; remove it, or run hansa evaluate --keep"):
        kept_scores(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "1", "[" * 100_000, '{"measured": 1e999}', "\x80"])
def test_what_is_no_measurement_at_all_is_named(place: Workspace, text: str) -> None:
    (place.path / NAME).write_bytes(text.encode("latin-1"))
    (fault,) = check(place).faults
    assert fault.startswith(f"{place.path / NAME} is damaged")
