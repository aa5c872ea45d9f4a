"""The weights of the learned reader: a multinomial logistic regression over string features."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.errors import PipelineError

Matrix = NDArray[np.float32]
#: The label of a pair that no relation joins.
NONE: Final = "none"


@dataclass(frozen=True, slots=True, eq=False)
class RelationModel:
    """Rows of weights by feature, a column for each label; whole numbers times ``scale``.

    ``labels`` are relations followed by ``>`` or ``<`` for their direction in the text, and
    ``none``. Eight bits a weight: the rounding changes chances in the third digit.
    """

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.int8]
    scale: float
    bias: Matrix

    def chances(self, features: Sequence[Sequence[str]]) -> Matrix:
        """Return the chance of each label (columns) for each list of features (rows)."""
        return self.softmax(
            [sorted({self.rows[n] for n in names if n in self.rows}) for names in features]
        )

    def softmax(self, known: Sequence[Collection[int]]) -> Matrix:
        """Return the chance of each label (columns) for each list of different rows of weights."""
        odds = np.tile(self.bias, (len(known), 1))
        filled = [number for number, rows in enumerate(known) if rows]
        if filled:
            flat = np.fromiter(chain.from_iterable(known), dtype=np.int64)
            starts = np.cumsum([0, *(len(known[number]) for number in filled[:-1])])
            sums = np.add.reduceat(self.weights.take(flat, axis=0), starts, axis=0, dtype=np.int32)
            odds[filled] += sums * self.scale
        odds -= odds.max(axis=1, keepdims=True)
        grown = np.exp(odds)
        return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the model, the same bytes for the same model."""
        ordered = sorted(self.rows, key=self.rows.__getitem__)
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            features=np.frombuffer("\n".join(ordered).encode(), dtype=np.uint8),
            weights=self.weights,
            scale=np.float64(self.scale),
            bias=self.bias,
        )


def load(source: Traversable | None = None) -> RelationModel:
    """Return the model that comes with Hansa, or the one in *source*.

    Raises PipelineError when the file is missing or is no such model.
    """
    place = source or files("ingest") / "models" / "relations.npz"
    try:
        with np.load(BytesIO(place.read_bytes()), allow_pickle=False) as data:
            names = data["features"].tobytes().decode().split("\n")
            return RelationModel(
                labels=tuple(map(str, data["labels"])),
                rows={name: number for number, name in enumerate(names)},
                weights=data["weights"],
                scale=float(data["scale"]),
                bias=data["bias"],
            )
    except (OSError, ValueError, KeyError) as error:
        raise PipelineError(
            f"cannot read the trained relations {place}: {error}; reinstall Hansa"
        ) from error
