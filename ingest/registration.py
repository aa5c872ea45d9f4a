"""The one place where Hansa's components enter spaCy's registry: nothing happens at import."""

from __future__ import annotations

from importlib import import_module

#: The modules of ``ingest.components`` whose ``register()`` declares a component each.
COMPONENTS = (
    "attributes",
    "blocks",
    "entities.proposers",
    "entities.arbiter",
    "entities.clusterer",
    "entities.typer",
    "entities.linker",
    "relations.pairs",
    "relations.references",
    "relations.frames",
    "posts.roles",
    "lists.lists",
    "learned.relations",
    "literals.literals",
    "relations.qualifiers",
    "relations.validator",
    "confidence.scorer",
)


def register_components() -> None:
    """Register every component under its versioned name; harmless when called again."""
    for name in COMPONENTS:
        import_module(f"ingest.components.{name}").register()
