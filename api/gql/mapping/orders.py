"""What things can be ordered by: their name, a figure, a value documents state, how many they
have of a relation; each from the table, each as SPARQL that binds a variable."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.iris import Base

from .rows import Attribute, Home, Relation, Row, Statement
from .sources import short
from .table import ATTRIBUTES, TABLE


@dataclass(frozen=True, slots=True)
class By:
    """One thing to order by; ``row`` is None for the name."""

    name: str
    row: Row | None
    description: str

    @property
    def is_text(self) -> bool:
        """Whether its values compare as text: names, and days as ISO 8601 writes them."""
        return self.row is None or self.row.field in {"dates", "date"}

    def pattern(self, variable: str, it: str, base: Base) -> str:
        """Return what binds *variable*, with nothing where a thing has no value.

        >>> by_of("Network")["FOUNDING_YEARS"].pattern("?v", "?it", Base())
        'OPTIONAL { SELECT ?it (MAX(?end) AS ?v) { ?it hansa:foundingYear ?end } GROUP BY ?it }'
        """
        if self.row is None:
            return f"{it} rdfs:label ?named BIND(LCASE(STR(?named)) AS {variable})"
        value, found = self.value(it, base)
        if not isinstance(self.row, Relation):
            return _optional(it, value, variable, found)
        counted = f"{variable}Counted"
        none = f"BIND(COALESCE({counted}, 0) AS {variable})"
        return f"{_optional(it, value, counted, found)} {none}"

    def value(self, it: str, base: Base) -> tuple[str, str]:
        """Return the expression of the value, over the rows of a thing that a pattern gives."""
        row = self.row
        if isinstance(row, Relation):
            return "COUNT(*)", f"{it} {short(row.predicate)} ?end"
        if isinstance(row, Statement):
            predicate = "hansa:dateFrom" if self.is_text else short(row.predicate)
            value = "MAX(STR(?end))" if self.is_text else "MAX(?end)"
            return value, f"{it} {predicate} ?end"
        if isinstance(row, Attribute):
            graph = it if row.home is Home.DOCUMENT else row.home.graph("", base)
            value = "MIN(STR(?end))" if self.is_text else "MIN(?end)"
            return value, f"GRAPH {graph} {{ {it} {short(row.predicate)} ?end }}"
        raise TypeError(f"nothing is ordered by {row}")


def _optional(it: str, value: str, variable: str, found: str) -> str:
    return f"OPTIONAL {{ SELECT {it} ({value} AS {variable}) {{ {found} }} GROUP BY {it} }}"


_NAME = By("NAME", None, "Its preferred name, upper and lower case alike.")
_OF_DOCUMENTS = {
    "TITLE": By("TITLE", None, "Its title, upper and lower case alike."),
    "DATE": By("DATE", ATTRIBUTES["date"], ATTRIBUTES["date"].description),
}


def by_of(kind: str | None) -> dict[str, By]:
    """Return what things of a kind can be ordered by, those of any kind where it is None.

    >>> sorted(by_of("Person"))
    ['CHAIRS', 'FOUNDED', 'FOUNDING_YEARS', 'LEADS', 'MEMBER_COUNTS', 'NAME', 'PARTS', ...]
    """
    if kind == "Document":
        return _OF_DOCUMENTS
    found = [_NAME]
    for row in TABLE.values():
        if kind is not None and kind not in row.kinds:
            continue
        if isinstance(row, Relation):
            found.append(By(_upper(row.field), row, f"How many things `{row.field}` has."))
        elif isinstance(row, Statement) and row.field != "focusAreas":
            found.append(By(_upper(row.field), row, f"The greatest of `{row.field}`."))
        elif row is ATTRIBUTES["population"]:
            found.append(By("POPULATION", row, row.description))
    return {by.name: by for by in found}


def _upper(field: str) -> str:
    """Return a field's name as values of an enumeration are written.

    >>> _upper("participatesIn")
    'PARTICIPATES_IN'
    """
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in field).upper()
