"""What can go wrong between a question and its answer.

HansaError
└── QuestionError
    ├── CatalogueError           a question's file breaks the rules of the catalogue
    ├── UnknownQuestionError     no question goes by that name
    └── ParameterError           a value is missing, superfluous or of the wrong form
        └── UnknownNameError     a name that nothing, or more than one thing, of that kind bears
"""

from __future__ import annotations

from collections.abc import Sequence

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


class UnknownNameError(ParameterError):
    """A name stands for nothing, or for several things, of the kind that was asked for.

    ``candidates`` are the names that were perhaps meant or, where several things share the
    name, their IRIs.
    """

    def __init__(self, message: str, *, parameter: str, candidates: Sequence[str] = ()) -> None:
        """Keep the candidates, best first."""
        super().__init__(message, parameter=parameter)
        self.candidates = tuple(candidates)
