"""Characters of documents that could mislead a reader or a terminal, made visible by their names.

Control characters move cursors and colour terminals, bidirectional ones reorder what stands around
them (Unicode Standard Annex 9, section 2), and some code points no HTML may hold (the HTML
Standard, section 13.2.3.5). Whoever judges what a document says has to see them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup, escape

_MISLEADING = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff"  # separators and the byte order mark
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # what no text may hold
    "]"
)


def visible(text: str) -> str:
    """Return *text* with each misleading character as its code point in angle brackets.

    >>> visible("Riga\\x1b[31m")
    'Riga⟨U+001B⟩[31m'
    """
    return _MISLEADING.sub(lambda match: _name(match[0]), text)


def json_text(value: Any) -> str:
    r"""Return *value* as JSON to read: indented, misleading characters as JSON's own escapes.

    >>> print(json_text(["Riga\u202e"]))
    [
     "Riga\u202e"
    ]
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _MISLEADING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def marked(text: str) -> Markup:
    """Return *text* as HTML: escaped, misleading characters as marked code points.

    >>> marked("<b>Riga\\u202e")
    Markup('&lt;b&gt;Riga<span class="code-point">⟨U+202E⟩</span>')
    """
    return Markup(  # noqa: S704  escaped first; the names are ASCII
        _MISLEADING.sub(
            lambda match: f'<span class="code-point">{_name(match[0])}</span>', str(escape(text))
        )
    )


def isolated(text: object) -> Markup:
    """Return the same in a ``bdi`` element, so that its direction leaves its surroundings alone.

    >>> isolated("Riga")
    Markup('<bdi>Riga</bdi>')
    """
    return Markup("<bdi>{}</bdi>").format(marked(str(text)))


def _name(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
