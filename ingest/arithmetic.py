"""The model's matrix products, three times as fast as spaCy's own and as repeatable."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_limits

#: Products of fewer rows are made of so many: a library sums small matrices in another order,
#: and what is read in a text would hang on what it was batched with.
_ROWS = 64


class SteadyOps(NumpyOps):  # type: ignore[misc]  # thinc's Cython has no types
    """Products by NumPy's BLAS, of which a row is the same whatever stands above and below it."""

    def gemm(
        self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Any:
        """Return the product of two matrices, each turned first if ``trans`` says so."""
        if not (trans1 or is_steady()) and out is None:
            return _rounded(x, y.T if trans2 else y)
        if trans1 or out is not None or len(x) >= _ROWS:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        filled = np.zeros((_ROWS, x.shape[1]), dtype=x.dtype)
        filled[: len(x)] = x
        return super().gemm(filled, y, trans2=trans2)[: len(x)]


@cache
def is_steady() -> bool:
    """Say whether NumPy's BLAS sums every row of a product in one order, wherever it stands.

    That of OpenBLAS for processors without AVX-512 takes three rows one way, and three another.
    """
    chance = np.random.default_rng(0)
    left = chance.standard_normal((4 * _ROWS, 96), dtype=np.float32)
    right = chance.standard_normal((96, 50), dtype=np.float32)
    whole = left @ right
    return all(
        np.array_equal(np.ascontiguousarray(left[start:]) @ right, whole[start:])
        for start in (1, 2, 3, 7, _ROWS)
    )


def _rounded(x: Any, y: Any) -> Any:
    """Return a product summed in twice the precision, where the order of summing is lost again."""
    return (x.astype(np.float64) @ y.astype(np.float64)).astype(x.dtype)


def quicken(nlp: Language) -> None:
    """Let the model of *nlp* count with NumPy's BLAS on one thread of this process.

    spaCy's own BLIS does not know many newer processors. One thread: processes are what work is
    spread over, and threads of each would wait for one another.
    """
    threadpool_limits(1, user_api="blas")
    ops = SteadyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops
