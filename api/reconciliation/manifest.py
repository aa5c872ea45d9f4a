"""The manifest: what the service offers, and where (section 3.1)."""

from __future__ import annotations

from typing import Any, Final

from api.http.citing import keep_generation
from api.reconciliation.requests import MOST_QUERIES
from api.reconciliation.terms import Type, type_of_kind, types
from ontology.iris import Base
from ontology.namespaces import HANSA
from ontology.terms import KINDS

#: The versions of the protocol that are spoken; 0.1 would ask for JSONP.
VERSIONS: Final = ("0.2",)
_WIDTH, _HEIGHT = 430, 300


def manifest(root: str, base: Base, *, version: str, generation: int | None) -> dict[str, Any]:
    """Return the manifest of the service below *root*, the server's address up to a slash.

    Where a *generation* was asked for, everything that the manifest names asks for it, too.
    """
    return {
        "versions": list(VERSIONS),
        "name": "Hansa: city networks" + (f", generation {generation}" if generation else ""),
        "identifierSpace": base.iri + "id/",
        "schemaSpace": HANSA,
        "documentation": root,
        "serviceVersion": version,
        "batchSize": MOST_QUERIES,
        "defaultTypes": [described(type_of_kind(kind)) for kind in KINDS],
        "view": {"url": _of_thing(root, "view", generation)},
        "preview": {
            "url": _of_thing(root, "preview", generation),
            "width": _WIDTH,
            "height": _HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": root.rstrip("/"),
                "service_path": _suggest(what, generation),
                "flyout_service_url": root.rstrip("/"),
                "flyout_service_path": keep_generation(
                    f"/reconcile/flyout/{what}?id=${{id}}", generation
                ),
            }
            for what in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {
                "service_url": root.rstrip("/"),
                "service_path": "/reconcile/properties",
            },
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Values at most",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of each thing to fetch at most; 0 fetches all.",
                }
            ],
        },
    }


def described(about: Type) -> dict[str, Any]:
    """Return a type with those right above it."""
    broader = [types()[iri].reference() for iri in about.broader]
    return about.reference() | ({"broader": broader} if broader else {})


def _of_thing(root: str, what: str, generation: int | None) -> str:
    return keep_generation(f"{root}reconcile/{what}?id={{{{id}}}}", generation)


def _suggest(what: str, generation: int | None) -> str:
    """Return the path of a suggest service, to which clients add a question mark themselves."""
    path = f"/reconcile/suggest/{what}"
    return f"{path}/{generation}" if generation and what == "entity" else path
