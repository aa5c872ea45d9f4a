"""What ``graph`` offers at its front, and that its errors are one tree."""

from __future__ import annotations

import inspect
from types import ModuleType

import graph
from graph import errors
from ontology.errors import HansaError


def test_all_names_exactly_what_is_imported() -> None:
    public = {
        name
        for name, value in vars(graph).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert public == set(graph.__all__)


def test_every_error_of_the_room_is_a_graph_error_and_offered() -> None:
    own = {
        name: value
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if value.__module__ == errors.__name__
    }
    assert all(issubclass(value, errors.GraphError) for value in own.values())
    assert issubclass(errors.GraphError, HansaError)
    assert own.keys() <= set(graph.__all__)
    assert all(name in (errors.__doc__ or "") for name in own)
