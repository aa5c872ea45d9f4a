"""A query that takes all the memory it is given."""

from __future__ import annotations


def swelling(times: int) -> str:
    """Return a query that soon takes all memory, before it is slow on a busy machine."""
    steps = [f"BIND(CONCAT({', '.join([f'?x{i}'] * 8)}) AS ?x{i + 1})" for i in range(times)]
    start = "a" * 4096
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('{start}' AS ?x0) {' '.join(steps)} }}"
