"""The catalogue in words: a line for each question, or all about one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from .catalogue import Parameter, Question, catalogue
from .kinds import STATUS_WORDS

#: The headings of the catalogue in the order in which they are shown; others follow.
GROUPS: Final[Sequence[str]] = (
    "Networks and their members",
    "Programmes, projects and events",
    "Agreements",
    "Leaders, partners and people",
    "Topics and figures",
    "Documents and what they say",
)


def grouped() -> list[tuple[str, tuple[Question, ...]]]:
    """Return the headings of the catalogue, each with its questions by name."""
    questions = sorted(catalogue().values(), key=lambda each: (_place(each), each.name))
    return [(group, tuple(some)) for group, some in groupby(questions, lambda each: each.group)]


def describe() -> str:
    """Return the catalogue as text: under each heading a line for each question."""
    width = max(len(_call(each)) for each in catalogue().values())
    lines = [
        "Questions of the catalogue. PARAMETER=… is needed, [PARAMETER] may be left out;",
        "most take [status] too. All about one of them: hansa ask NAME --describe",
    ]
    for group, questions in grouped():
        lines += ["", group, *(f"  {_call(each):{width}}  {each.summary}" for each in questions)]
    return "\n".join(lines)


def describe_question(question: Question) -> str:
    """Return all that the catalogue says of one question, and an example to copy."""
    lines = [f"{question.name}: {question.summary}", question.description, ""]
    for parameter in question.parameters:
        needs = "" if parameter.required else f", {_optional(parameter)}"
        lines.append(f"  {parameter.name} ({parameter.type}{needs}): {parameter.description}")
    return "\n".join([*lines, f"  for example: {example_of(question)}"])


def example_of(question: Question) -> str:
    """Return the command that asks a question's example."""
    given = (f" {name}={_shown(value)}" for name, value in question.example.items())
    return f"hansa ask {question.name}{''.join(given)}"


def _call(question: Question) -> str:
    """Return a question's name with its parameters in short, without that for the status."""
    shown = [
        f"{parameter.name}=…" if parameter.required else f"[{parameter.name}]"
        for parameter in question.parameters
        if parameter.type != "status"
    ]
    return " ".join([question.name, *shown])


def _place(question: Question) -> tuple[int, str]:
    known = question.group in GROUPS
    return (GROUPS.index(question.group) if known else len(GROUPS), question.group)


def _optional(parameter: Parameter) -> str:
    words = f"one of {', '.join(STATUS_WORDS)}; " if parameter.type == "status" else ""
    return f"{words}{parameter.default} unless given" if parameter.default else "optional"


def _shown(value: str) -> str:
    return f'"{value}"' if " " in value else value
