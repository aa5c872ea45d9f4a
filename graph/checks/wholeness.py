"""Whether what was read of a SPARQL server is one generation, and else what helps."""

from __future__ import annotations

from graph.backups.moments import is_abandoned
from graph.errors import RemoteError
from graph.reader import Reader
from graph.workspace import Workspace


def require_whole(workspace: Workspace, reader: Reader) -> None:
    """Raise RemoteError where what *reader* has read may be of two generations."""
    try:
        reader.require_still()
    except RemoteError as error:
        if error.is_passing or not is_abandoned(workspace.path):
            raise
        raise RemoteError(
            f"a commit to {workspace.path} was broken off, and the SPARQL server holds part of it "
            "until the next one finishes it; give one, such as hansa ingest of what was to come"
        ) from error
