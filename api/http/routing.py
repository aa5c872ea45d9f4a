"""Routes of plain functions and applications, that whoever logs and counts knows by their paths."""

from __future__ import annotations

from starlette.routing import Match, Route
from starlette.types import Scope


class Known(Route):
    """A route that notes itself in the scope of what it answers, as those of the framework do."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether this answers a request, and what is known of it then."""
        match, found = super().matches(scope)
        return match, ({**found, "route": self} if found else found)
