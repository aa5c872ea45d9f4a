"""Terms and triples as canonical N-Triples text, exactly as the store writes them back.

The graph is compared and written as text, because sets of lines are several times faster than
sets of term objects. So every literal has to be spelt here as the store will spell it: numbers
without needless digits, language tags in lower case, and the store's own escapes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pyoxigraph import Literal

from ontology.namespaces import PREFIXES

_XSD: Final = PREFIXES["xsd"]
_NEEDS_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]')
_LANGUAGE: Final = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_DATES: Final = {
    re.compile(r"\d{4}"): "gYear",
    re.compile(r"\d{4}-(0[1-9]|1[0-2])"): "gYearMonth",
    re.compile(r"\d{4}-\d{2}-\d{2}"): "date",
}


def iri(value: str) -> str:
    """Return an IRI between its angle brackets.

    >>> iri("urn:a")
    '<urn:a>'
    """
    return f"<{value}>"


def triple(subject: str, predicate: str, term: str) -> str:
    """Return one N-Triples line, without its line end, from two IRIs and a written term.

    >>> triple("urn:s", "urn:p", text("Riga"))
    '<urn:s> <urn:p> "Riga" .'
    """
    return f"<{subject}> <{predicate}> {term} ."


def text(value: str, *, language: str = "") -> str:
    r"""Return a string literal, with a language tag where *language* is a well-formed one.

    >>> text('the "Alliance"', language="en-GB")
    '"the \\"Alliance\\""@en-gb'
    """
    quoted = str(Literal(value)) if _NEEDS_ESCAPE.search(value) else f'"{value}"'
    if not language:
        return quoted
    tag = language.lower()
    return f"{quoted}@{tag}" if _LANGUAGE.fullmatch(tag) else quoted


def typed(lexical: str, datatype: str) -> str:
    """Return a literal of that datatype IRI; *lexical* has to be the canonical form."""
    return f"{text(lexical)}^^<{datatype}>"


def integer(value: int) -> str:
    """Return an xsd:integer.

    >>> integer(26)
    '"26"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{value}"^^<{_XSD}integer>'


def number(value: float, *, digits: int = 6) -> str:
    """Return *value* in decimal notation with at most *digits* places and no trailing zeros.

    >>> number(0.920), number(-0.0), number(139.69171)
    ('0.92', '0', '139.69171')
    """
    fixed = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if fixed in {"-0", ""} else fixed


def decimal(value: float, *, digits: int = 6) -> str:
    """Return an xsd:decimal of at most *digits* places.

    >>> decimal(0.5)
    '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return f'"{number(value, digits=digits)}"^^<{_XSD}decimal>'


def calendar(value: str) -> str:
    """Return an ISO 8601 date, month or year with its XML Schema type, else a plain string.

    >>> calendar("2019-06")
    '"2019-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> calendar("last June")
    '"last June"'
    """
    for pattern, name in _DATES.items():
        if pattern.fullmatch(value) and (name != "date" or first_day(value)):
            return f'"{value}"^^<{_XSD}{name}>'
    return text(value)


def first_day(value: str) -> str | None:
    """Return the first day of an ISO 8601 date, month or year, if it is one.

    >>> first_day("2019"), first_day("2019-06"), first_day("2019-06-31")
    ('2019-01-01', '2019-06-01', None)
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        return None
    try:
        return date.fromisoformat(value + "-01-01"[len(value) - 4 :]).isoformat()
    except ValueError:
        return None
