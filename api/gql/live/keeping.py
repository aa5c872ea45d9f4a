"""What only the keeper may read: what is kept beside the graph, in the data directory."""

from __future__ import annotations

from api.gql.context import Context
from api.gql.failures import BAD_REQUEST, refuse
from graph.workspace import Workspace


def kept_by(context: Context) -> Workspace:
    """Return the data directory, to the keeper only.

    Raises ForbiddenError where the server has no token, UnauthorizedError where the request has
    none or another; refuses what comes over a stream.
    """
    if context.writes is None:
        refuse(BAD_REQUEST, "this is read by the keeper only, and over HTTP; send it by POST")
    context.writes.require_keeper()
    return context.writes.workspace
