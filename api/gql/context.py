"""What every resolver of one request shares: the reader, the languages asked for, the budget."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from strawberry.types import Info as StrawberryInfo

from graph.reader import Reader

from .failures import TOO_COSTLY, refuse
from .running.operations import Asked

if TYPE_CHECKING:
    from api.gql.live.news import News
    from api.gql.live.writes import Writes
    from api.gql.means import Means
    from api.gql.types.meeting import Meeting

#: Connections and nodes that one request may ask for.
NODE_BUDGET = 10_000


@dataclass(slots=True)
class Context:
    """One request: ``languages`` are BCP 47 tags in the order preferred.

    ``deadline`` is a time of the monotonic clock after which nothing is read any more. ``ledger``
    is the file that knows what became of IRIs, where there is one. ``asked`` is what the request
    selects, once that was counted. ``lend`` lends the reader of the newest generation to a request
    that has none from the beginning. ``writes`` is what mutations may do, and ``news`` what
    subscriptions wait for, where there are any. ``means`` is what belongs to the server.
    ``as_jsonld`` is true where the answer is to be JSON-LD. ``endpoint`` tells the address of the
    SPARQL endpoint. ``meetings`` are what filters found out about things so far.
    """

    lent: Reader | None = None
    languages: tuple[str, ...] = ()
    deadline: float = math.inf
    spent: int = field(default=0)
    ledger: Path | None = None
    asked: Asked | None = None
    lend: Callable[[], Reader] | None = None
    writes: Writes | None = None
    news: News | None = None
    means: Means | None = None
    as_jsonld: bool = False
    endpoint: Callable[[], str] | None = None
    meetings: dict[Any, Meeting] = field(default_factory=dict)

    @property
    def reader(self) -> Reader:
        """Return the reader; refuse the request when its time is up."""
        self.check_time()
        if self.lent is None:
            if self.lend is None:
                raise RuntimeError("a request reads before it has a reader")
            self.lent = self.lend()
        return self.lent

    def check_time(self) -> None:
        """Refuse the request when its time is up."""
        if monotonic() > self.deadline:
            self.refuse_slow()

    @property
    def left(self) -> float:
        """The seconds that the request may take on."""
        return self.deadline - monotonic()

    def refuse_slow(self) -> NoReturn:
        """Refuse the request since it takes too long."""
        refuse(TOO_COSTLY, "the request took too long; ask for fewer nodes or fewer fields")

    def spend(self, nodes: int) -> None:
        """Count nodes on their way out; refuse the request when there are too many."""
        self.check_time()
        self.spent += nodes
        if self.spent > NODE_BUDGET:
            too_many_nodes()


def too_many_nodes(most: str = "") -> NoReturn:
    """Refuse a request for the number of its nodes, *most* of which some pages give."""
    told = f", most of them by {most}" if most else ""
    refuse(
        TOO_COSTLY,
        f"the request asks for more than {NODE_BUDGET:,} nodes{told}; "
        "ask for fewer with first, or for less depth",
    )


Info: TypeAlias = StrawberryInfo[Context, None]
