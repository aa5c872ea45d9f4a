"""Values of enumerations, each with what it is for."""

from __future__ import annotations

from typing import Any

import strawberry


def choice(value: str, description: str) -> Any:
    """Return a value of an enumeration, which stands for *value* in Python."""
    return strawberry.enum_value(value, description=description)
