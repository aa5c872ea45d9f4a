"""What can go wrong between a question and its answer.

HansaError
└── QuestionError
    ├── CatalogueError           a question's file breaks the rules of the catalogue
    ├── UnknownQuestionError     no question goes by that name
    └── ParameterError           a value is missing, superfluous or of the wrong form
        ├── MissingValueError    a value that the question needs was not given
        └── UnknownNameError     a name that nothing of that kind bears
            └── AmbiguousNameError   a name that more than one thing of that kind bears
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ontology.errors import HansaError


class QuestionError(HansaError):
    """Base of the errors of the catalogue, its parameters and its answers."""


class CatalogueError(QuestionError):
    """A question's file has a header or a query that the catalogue cannot use."""


class UnknownQuestionError(QuestionError):
    """No question goes by that name; ``candidates`` are the names that come nearest."""

    def __init__(self, message: str, *, candidates: Sequence[str] = ()) -> None:
        """Keep the names that were perhaps meant."""
        super().__init__(message)
        self.candidates = tuple(candidates)


class ParameterError(QuestionError):
    """A value is missing, superfluous or of the wrong form; ``parameter`` names it."""

    def __init__(self, message: str, *, parameter: str) -> None:
        """Keep the name of the parameter, for interfaces that mark the field."""
        super().__init__(message)
        self.parameter = parameter


class MissingValueError(ParameterError):
    """A value that the question needs was not given; ``question`` names the question."""

    def __init__(self, message: str, *, parameter: str, question: str) -> None:
        """Keep the name of the question, for interfaces that explain it."""
        super().__init__(message, parameter=parameter)
        self.question = question


class UnknownNameError(ParameterError):
    """A name stands for nothing of the kind that was asked for, or for no single thing.

    ``candidates`` are the names that were perhaps meant or, where several things share the
    name, their IRIs.
    """

    def __init__(self, message: str, *, parameter: str, candidates: Sequence[str] = ()) -> None:
        """Keep the candidates, best first."""
        super().__init__(message, parameter=parameter)
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things of the same name, and ``about``, by which a person tells it apart."""

    iri: str
    label: str
    kind: str
    about: str


class AmbiguousNameError(UnknownNameError):
    """A name stands for several things; ``choices`` tell them apart."""

    def __init__(self, message: str, *, parameter: str, choices: Sequence[Choice]) -> None:
        """Keep the choices; their IRIs are the candidates."""
        super().__init__(message, parameter=parameter, candidates=[each.iri for each in choices])
        self.choices = tuple(choices)
