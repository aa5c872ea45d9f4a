"""What ``ontology`` offers at its front."""

from __future__ import annotations

from types import ModuleType

import ontology


def test_all_names_exactly_what_is_imported() -> None:
    public = {
        name
        for name, value in vars(ontology).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert public == set(ontology.__all__)


def test_every_error_of_the_room_is_a_hansa_error() -> None:
    assert issubclass(ontology.OntologyError, ontology.HansaError)
