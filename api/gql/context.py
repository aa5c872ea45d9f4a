"""What every resolver of one request shares: the reader, the languages asked for, the budget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from strawberry.types import Info as StrawberryInfo

from graph.reader import Reader

from .failures import TOO_COSTLY, refuse

#: Nodes that one request may ask for; about four fields each, so well under a second.
NODE_BUDGET = 10_000


@dataclass(slots=True)
class Context:
    """One request: ``languages`` are BCP 47 tags in the order preferred."""

    reader: Reader
    languages: tuple[str, ...] = ()
    spent: int = field(default=0)

    def spend(self, nodes: int) -> None:
        """Count nodes on their way out; refuse the request when there are too many."""
        self.spent += nodes
        if self.spent > NODE_BUDGET:
            refuse(
                TOO_COSTLY,
                f"the request asks for more than {NODE_BUDGET:,} nodes; "
                "ask for fewer with first, or for less depth",
            )


Info: TypeAlias = StrawberryInfo[Context, None]
