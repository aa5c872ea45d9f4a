"""Countries by their ISO 3166-1 codes, which the gazetteer gives as ``schema:identifier``."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Literal

from ontology.namespaces import PREFIXES

from .names import Source

_CODE: Final = re.compile(r"[A-Z]{2,3}\Z")


def country_of(source: Source, code: str) -> str | None:
    """Return the IRI of the country with an alpha-2 or alpha-3 code in capitals, if there is one.

    Only countries that some document names are known.
    """
    alpha_2 = _alpha_2(code) if _CODE.match(code) else None
    if alpha_2 is None:
        return None
    query = f"""
        SELECT ?country WHERE {{
          GRAPH ?gazetteer {{ ?country <{PREFIXES["schema"]}identifier> {Literal(alpha_2)} }}
        }} ORDER BY ?country"""
    iris = [row["country"].value for row in source.solutions(query)]
    return next((iri for iri in iris if source.kind(iri) == "Country"), None)


def _alpha_2(code: str) -> str | None:
    """Return the alpha-2 form of a code.

    >>> _alpha_2("DE"), _alpha_2("DEU"), _alpha_2("XXX")
    ('DE', 'DE', None)
    """
    if len(code) == 2:
        return code
    import pycountry  # heavy, and hardly ever needed

    found = pycountry.countries.get(alpha_3=code)
    return found.alpha_2 if found else None
