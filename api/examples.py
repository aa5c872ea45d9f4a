"""The questions of the catalogue as pages show them: with a link that asks an example."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from queries.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question and the query string of its example."""

    name: str
    summary: str
    description: str
    query: str


def examples() -> list[ExampleQuestion]:
    """Return every question of the catalogue, by name."""
    return [
        ExampleQuestion(name, question.summary, question.description, urlencode(question.example))
        for name, question in sorted(catalogue().items())
    ]
