"""How much there is to say in SPARQL: counted before anything of it is written.

What fragments select is one tree with shared branches, and is read as often as there are values. A
query has every branch wherever it stands: a few fragments that spread one another several times,
level by level, would be more text than there is memory.
"""

from __future__ import annotations

from typing import Final

from api.gql.failures import TOO_COSTLY, refuse
from api.gql.running.selections import Selection

#: Fields that one query says.
MOST_FIELDS: Final = 2_000


def require_sayable(root: Selection) -> None:
    """Refuse what would be a query of more than MOST_FIELDS fields."""
    if written(root, {}) > MOST_FIELDS:
        refuse(
            TOO_COSTLY,
            f"the SPARQL of this has more than {MOST_FIELDS:,} fields; ask for it with fewer "
            "fragments in one another, or without extensions.sparql",
        )


def written(selection: Selection, known: dict[Selection, int]) -> int:
    """Return how many fields of a selection are written, those below as often as they stand."""
    if selection not in known:
        fields = {
            (each.key, each.name, each.below)
            for variant in selection.variants
            for each in variant.fields
        }
        known[selection] = sum(
            1 + (written(below, known) if below is not None else 0)
            for _, name, below in fields
            if not name.startswith("__")
        )
    return known[selection]
