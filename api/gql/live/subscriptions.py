"""The subscriptions: a generation came, a document is being read."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from api.gql.context import Info
from api.gql.failures import UNKNOWN_INGESTION, refuse
from api.gql.types.changes import Changes, changes_since
from api.gql.types.query import Query

from .news import Change, News
from .progress import Ingestion


@strawberry.type(description="A generation that is newer than what the client knew.")
class GenerationChange:
    """One event; whatever is selected in it is read from its generation."""

    change: strawberry.Private[Change]

    @strawberry.field(description="The newest generation, from which all of this event is read.")
    def generation(self, info: Info) -> int:
        """Return the generation that is read."""
        return info.context.reader.generation

    @strawberry.field(
        description="The generation that the client knew: that of the event before, or what it "
        "said itself; null at the very beginning."
    )
    def since(self) -> int | None:
        """Return what came before."""
        return self.change.since

    @strawberry.field(
        description="What came and went since the generation that the client knew, as "
        "`changes(since:)` tells it; null at the very beginning."
    )
    def changes(self, info: Info) -> Changes | None:
        """Return the comparison with what came before."""
        since = self.change.since
        return None if since is None else changes_since(info.context, since)

    @strawberry.field(description="Everything else, read from this generation.")
    def query(self) -> Query:
        """Return the root."""
        return Query()


@strawberry.type(
    description="What is told as it happens, as server-sent events or over a WebSocket."
)
class Subscription:
    """Each event is read from the generation that is the newest then, within a query's limits."""

    @strawberry.subscription(
        description="The newest generation at once, and each that is published from then on; "
        "whoever was away for a while hears of the newest one only."
    )
    async def generation_changed(
        self,
        info: Info,
        since: Annotated[
            int | None,
            strawberry.argument(
                description="The generation that is known already: nothing is told while it is the "
                "newest. Send the last one that you were told, when you come back."
            ),
        ] = None,
    ) -> AsyncGenerator[GenerationChange, None]:
        """Yield generations."""
        async for change in _news(info).generations(since):
            yield GenerationChange(change=change)

    @strawberry.subscription(
        description="How far the reading of a document is, at once and whenever that changes, "
        "until it is done or has failed."
    )
    async def document_progress(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of an `Ingestion`.")],
    ) -> AsyncGenerator[Ingestion, None]:
        """Yield how far it is."""
        async for progress in _news(info).ingestion(str(id)):
            if progress is None:
                refuse(
                    UNKNOWN_INGESTION,
                    "no ingestion has that id, or it ended long ago; take the one that "
                    "ingestDocument gave",
                )
            yield Ingestion.of(progress)


def _news(info: Info) -> News:
    news = info.context.news
    if news is None:
        raise RuntimeError("a subscription is executed where there is no news")
    return news
