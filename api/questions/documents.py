"""The GraphQL document that asks what a question of the catalogue was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from queries.answers import Answer

#: Rows that GraphQL answers at most, see ``api.gql.limits.weights``.
_MOST: Final = 1_000

_ROWS: Final = """    columns
    rows {
      sentence
      cells { column value }
      evidence { quote document { id title } }
    }
    hasMore
    totalCount
    resolved { parameter iri }"""


def to_graphql(answer: Answer, values: Mapping[str, str]) -> str:
    """Return the document that asks for *answer*, which had these *values*."""
    rows = _MOST if answer.limit is None else min(answer.limit, _MOST)
    given = [f"{{ name: {_text(name)}, value: {_text(value)} }}" for name, value in values.items()]
    arguments = [f"name: {_text(answer.question.name)}", f"limit: {rows}"]
    if given:
        arguments.append(f"parameters: [{', '.join(given)}]")
    if answer.offset:
        arguments.append(f"offset: {answer.offset}")
    return f"query {{\n  question({', '.join(arguments)}) {{\n{_ROWS}\n  }}\n}}\n"


def _text(value: str) -> str:
    """Return a string of GraphQL, whose escapes are those of JSON.

    >>> print(_text('a "b"'))
    "a \\"b\\""
    """
    return json.dumps(value, ensure_ascii=False)
