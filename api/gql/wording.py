"""What messages quote, in the words of GraphQL and not too long."""

from __future__ import annotations

import re
from typing import Final

#: What is quoted, and what Python calls values that GraphQL calls otherwise.
_WORDS: Final = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False|Undefined)\b"""
)
_MEANT: Final = {"None": "null", "True": "true", "False": "false", "Undefined": "nothing"}


def quoted(text: str, most: int = 80) -> str:
    r"""Return *text* in quotes, its end left out where it has more than *most* characters.

    >>> quoted("abc"), quoted("abcd", 3), quoted("a\n")
    ("'abc'", "'abc…'", "'a\\n'")
    """
    return repr(text if len(text) <= most else f"{text[:most]}…")


def in_graphql(message: str) -> str:
    """Return a message of the library, which is written in Python, as GraphQL says values.

    >>> in_graphql("not to be None, found: {'a': [True, 'None']}.")
    "not to be null, found: {'a': [true, 'None']}."
    """
    return _WORDS.sub(lambda found: _MEANT.get(found[0], found[0]), message)
