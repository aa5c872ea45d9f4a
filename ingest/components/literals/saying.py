"""One value as a literal reader found it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """That the cluster ``subject`` has a value, said in tokens ``start`` to ``end``."""

    subject: int
    property: str
    value: int | str
    start: int
    end: int
    rule: str
