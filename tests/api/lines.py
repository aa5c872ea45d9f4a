"""Which line of docs/security.md a test stands behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])


def defends(line: str) -> Callable[[Test], Test]:
    """Say that a test stands behind the *line* of that name; ``test_security`` looks for it."""

    def mark(test: Test) -> Test:
        test.__dict__["defends"] = line
        return test

    return mark
