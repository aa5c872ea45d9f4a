"""Which other documents have the same bytes as one that is about to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.errors import HansaError

if TYPE_CHECKING:
    from graph.workspace import Workspace


def twins_of(workspace: Workspace, document: str) -> list[str]:
    """Return the other keys with the same bytes; whether the document is there, its writer says."""
    try:
        return workspace.documents.twins(document, base=workspace.base)
    except HansaError:
        return []
