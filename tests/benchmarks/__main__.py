"""``make bench``: run every benchmark, or those whose names are given, and print their figures.

A name may be given with a size, as in ``make bench ARGS=graph=10000``.
Benchmarks print ratios taken in one run; none of them passes or fails.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(wanted: list[str]) -> None:
    """Run ``main()`` of each module ``bench_*`` of this folder, in the order of their names."""
    sizes = {name: size for name, _, size in (word.partition("=") for word in wanted)}
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if not sizes or name in sizes:
            print(f"== {name}", flush=True)
            size = sizes.get(name)
            import_module(f"tests.benchmarks.{path.stem}").main(*([int(size)] if size else []))


if __name__ == "__main__":
    main(sys.argv[1:])
