"""The variables of the SPARQL beside an answer: named by where their values stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

#: Steps of a path that no variable needs to tell.
_SILENT: Final = frozenset({"edges", "node", "nodes"})
#: Names that patterns made elsewhere use for themselves.
_TAKEN: Final = frozenset(
    {
        *("claim", "confidence", "document", "end", "it", "label", "mentioned", "named", "role"),
        *("place", "tag", "v", "wish", "year"),
    }
)


@dataclass(slots=True)
class Names:
    """Gives each path of an answer its variable, and no two the same."""

    _of: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=lambda: set(_TAKEN))

    def of(self, path: str, *, hint: str | None = None) -> str:
        """Return the variable of a path, always the same one; *hint* is a path to name it by.

        What an answer does not have by itself stands behind a ``#``.

        >>> names = Names()
        >>> names.of("networks.nodes"), names.of("networks.nodes.name")
        ('?networks', '?networks_name')
        >>> names.of("networks.edges.node.name"), names.of("networks.nodes.name")
        ('?networks_name_2', '?networks_name')
        """
        if path not in self._of:
            self._of[path] = self._free(hint or path)
        return f"?{self._of[path]}"

    def _free(self, path: str) -> str:
        steps = [each.lstrip("#") for each in path.split(".") if each not in _SILENT]
        steps = steps or [path.split(".")[0]]
        name = wanted = "_".join(steps)
        number = 1
        while name in self._used:
            number += 1
            name = f"{wanted}_{number}"
        self._used.add(name)
        return name
