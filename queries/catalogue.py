"""The catalogue: one question is one ``.rq`` file, a SPARQL query below a header.

The header says what is asked, with which parameters and an example, and how one row of the
answer reads as a sentence. Values of parameters enter where the query has a line ``#VALUES``;
LIMIT and OFFSET enter at a line ``#PAGE``, or at the end where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process, utils

from . import header
from .errors import CatalogueError, UnknownQuestionError
from .kinds import TYPES

#: A line of a query, alone, where the values of the parameters enter.
VALUES_MARK: Final = "#VALUES"
#: A line of a query, alone, where LIMIT and OFFSET enter.
PAGE_MARK: Final = "#PAGE"

_KEYS: Final = frozenset(
    {"summary", "group", "description", "parameters", "example", "sentence", "limit"}
)
_NEEDED: Final = frozenset({"summary", "group", "description", "sentence"})
_PARAMETER_KEYS: Final = frozenset({"type", "description", "default", "optional"})
_NAME: Final = re.compile(r"[a-z]+(-[a-z]+)*\Z")
_VARIABLE: Final = re.compile(r"[?$]([A-Za-z]\w*)")
_PROJECTION: Final = re.compile(r"^SELECT((?:\s+\?\w+)+)\s+WHERE\b", re.MULTILINE)
_SLOT: Final = re.compile(r"\{(\w+)(?:\|[^{}|]*\|[^{}|]*)?\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question asks for.

    ``type`` is a key of ``queries.kinds.TYPES``; without a ``default``, an optional parameter
    that is left out does not narrow the answer.
    """

    name: str
    type: str
    description: str
    required: bool = True
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue: what its header says, and its query as ``text``.

    ``columns`` are the projected variables; ``sentence`` is a template for one row, in which
    ``{name}`` stands for a column or a parameter, ``{name|one|many}`` for the word that fits
    its number, and a part in square brackets is left out where a column in it has no value;
    ``limit`` is how many rows are shown unless more are asked for, None for all; ``group`` is
    the heading under which it is listed.
    """

    name: str
    summary: str
    group: str
    description: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    sentence: str
    columns: tuple[str, ...]
    text: str
    limit: int | None = None

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((known for known in self.parameters if known.name == name), None)


@cache
def catalogue() -> Mapping[str, Question]:
    """Return every question by its name, sorted.

    Raises CatalogueError when one of the files breaks the rules.
    """
    found = {}
    for file in files("queries").iterdir():
        if file.name.endswith(".rq"):
            name = file.name.removesuffix(".rq")
            found[name] = parse_question(name, file.read_text(encoding="utf-8"))
    return MappingProxyType(dict(sorted(found.items())))


def find_question(name: str) -> Question:
    """Return the question of that name.

    Raises UnknownQuestionError, which names the nearest ones or else all.
    """
    if name in catalogue():
        return catalogue()[name]
    near = process.extract(
        name, list(catalogue()), scorer=fuzz.WRatio, processor=utils.default_process,
        limit=3, score_cutoff=60,
    )  # fmt: skip
    names = [known for known, *_ in near]
    hint = f"did you mean {' or '.join(names)}?" if names else f"there are {', '.join(catalogue())}"
    raise UnknownQuestionError(f"no question is named {name!r}; {hint}", candidates=names)


def parse_question(name: str, text: str) -> Question:
    """Return the question that a file's text writes.

    Raises CatalogueError when the header or the query breaks the rules; each message names the
    file and what to change.
    """
    where = f"{name}.rq"
    lines, query = header.split(text)
    fields = header.parse(lines, where=where)
    _check_keys(fields, where)
    example = _mapping(fields, "example", where)
    found = Question(
        name=name,
        summary=str(fields["summary"]),
        group=str(fields["group"]),
        description=str(fields["description"]),
        parameters=tuple(_parameters(fields, where)),
        example={key: str(value) for key, value in example.items()},
        sentence=str(fields["sentence"]),
        columns=_columns(query, where),
        text=query,
        limit=_limit(fields, where),
    )
    for problem in _problems(found):
        raise CatalogueError(f"{where}: {problem}")
    return found


def _check_keys(fields: header.Header, where: str) -> None:
    if unknown := sorted(fields.keys() - _KEYS):
        raise CatalogueError(f"{where}: the header has unknown keys {', '.join(unknown)}")
    if missing := sorted(_NEEDED - fields.keys()):
        raise CatalogueError(f"{where}: the header lacks {', '.join(missing)}")


def _mapping(fields: header.Header, key: str, where: str) -> header.Header:
    value = fields.get(key, {})
    if isinstance(value, str):
        raise CatalogueError(f"{where}: {key} in the header is not a mapping")
    return value


def _parameters(fields: header.Header, where: str) -> Iterator[Parameter]:
    for name, value in _mapping(fields, "parameters", where).items():
        if isinstance(value, str) or not {"type", "description"} <= value.keys():
            raise CatalogueError(f"{where}: parameter {name} needs a type and a description")
        if unknown := sorted(value.keys() - _PARAMETER_KEYS):
            raise CatalogueError(f"{where}: parameter {name} has unknown keys {unknown}")
        default = value.get("default")
        yield Parameter(
            name=name,
            type=str(value["type"]),
            description=str(value["description"]),
            required=default is None and value.get("optional") != "true",
            default=None if default is None else str(default),
        )


def _columns(query: str, where: str) -> tuple[str, ...]:
    projection = _PROJECTION.search(query)
    if projection is None:
        raise CatalogueError(f"{where}: the query does not begin with SELECT ?a ?b … WHERE")
    return tuple(_VARIABLE.findall(projection[1]))


def _limit(fields: header.Header, where: str) -> int | None:
    value = fields.get("limit")
    if value is None:
        return None
    if not isinstance(value, str) or not value.isdecimal() or int(value) == 0:
        raise CatalogueError(f"{where}: limit in the header is not a number of rows")
    return int(value)


def _problems(found: Question) -> Iterator[str]:
    """Yield what is wrong with a question, as the end of a sentence."""
    names = {parameter.name for parameter in found.parameters}
    lines = [line.strip() for line in found.text.splitlines()]
    if not _NAME.match(found.name):
        yield "the name is not lower-case words joined by hyphens"
    for parameter in found.parameters:
        if parameter.type not in TYPES:
            yield f"parameter {parameter.name} has the unknown type {parameter.type}"
        if parameter.name not in _VARIABLE.findall(found.text):
            yield f"the query does not use ?{parameter.name}"
    if names and VALUES_MARK not in lines:
        yield f"the query has no line {VALUES_MARK} for its parameters"
    if unknown := sorted(found.example.keys() - names):
        yield f"the example gives unknown parameters {', '.join(unknown)}"
    if missing := sorted({p.name for p in found.parameters if p.required} - found.example.keys()):
        yield f"the example lacks {', '.join(missing)}"
    if unknown := sorted({*_SLOT.findall(found.sentence)} - names - {*found.columns}):
        yield f"the sentence speaks of unknown columns {', '.join(unknown)}"
    if lines.count(PAGE_MARK) > 1:
        yield f"the query has more than one line {PAGE_MARK}"
    if PAGE_MARK not in lines and re.search(r"\bLIMIT\b", found.text):
        yield f"the query has its own LIMIT; use a line {PAGE_MARK}"
