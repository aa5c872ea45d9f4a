"""The decisions of curators as RDF: the graph ``graph/curation``.

Each is a ``hansa:Decision``, an activity of PROV-O with an agent and an end, and is named by what
was decided, by whom and when. So taking one back and giving it again to the letter leads to the
same lines, and no number that depends on the order of undoing stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from graph.lines.ntriples import iri, text, triple, typed
from ontology import terms
from ontology.iris import CLAIM_DIGITS, Base, digest
from ontology.namespaces import PREFIXES

from .curation import Decision
from .edits import edited_digest

_PROV: Final = PREFIXES["prov"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_ABOUT: Final = PREFIXES["schema"] + "about"
_DATE_TIME: Final = PREFIXES["xsd"] + "dateTime"


class Judged(Protocol):
    """A verdict on a claim, by its digest; who gave it and when is not known of old ones."""

    @property
    def claim(self) -> str:
        """The digest in the claim's IRI."""

    @property
    def verdict(self) -> str:
        """``accept``, ``reject`` or ``edit``."""

    @property
    def who(self) -> str | None:
        """Who gave it."""

    @property
    def at(self) -> str | None:
        """When it was given, in UTC."""

    @property
    def edit(self) -> str | None:
        """What an edit says in the place of the claim."""


def decision_lines(
    decisions: Iterable[Decision], verdicts: Iterable[Judged], base: Base
) -> set[str]:
    """Return the lines of ``graph/curation``, canonical N-Triples without line ends.

    *decisions* are all that were not taken back, the latest last; *verdicts* likewise.
    """
    lines: set[str] = set()
    equal: Counter[tuple[str, ...]] = Counter()
    for one in decisions:
        said = (one.act, one.one, one.other or "", one.name or "", one.language or "")
        named = (*said, one.who, one.at)
        about = base.decision(_digest(*named, str(equal[named])))
        equal[named] += 1
        lines.update(_activity(about, one.act, one.who, one.at, base))
        lines.update(triple(about, _ABOUT, iri(base.iri + end)) for end in one.ends)
        if one.name:
            name = text(one.name, language=one.language or "")
            lines.add(triple(about, _RDF + "value", name))
    for verdict in verdicts:
        said_by = (verdict.who or "", verdict.at or "")
        edit = (verdict.edit,) if verdict.edit else ()
        about = base.decision(_digest(verdict.verdict, verdict.claim, *said_by, *edit))
        lines.update(_activity(about, verdict.verdict, verdict.who, verdict.at, base))
        lines.add(triple(about, _ABOUT, iri(base.claim(verdict.claim))))
        if edit:
            made = base.claim(edited_digest(verdict.claim, *edit))
            lines.add(triple(about, _PROV + "generated", iri(made)))
    return lines


def _digest(*parts: str) -> str:
    return digest(*parts)[:CLAIM_DIGITS]


def _activity(about: str, act: str, who: str | None, at: str | None, base: Base) -> Iterator[str]:
    yield triple(about, _RDF + "type", iri(terms.DECISION))
    yield triple(about, _RDF + "type", iri(_PROV + "Activity"))
    yield triple(about, terms.ACT, iri(base.scheme(f"decision/{act}")))
    if at:
        yield triple(about, _PROV + "endedAtTime", typed(at, _DATE_TIME))
    if who:
        agent = base.curator(who)
        yield triple(about, _PROV + "wasAssociatedWith", iri(agent))
        yield triple(agent, _RDF + "type", iri(_PROV + "Agent"))
        yield triple(agent, _RDFS + "label", text(who))
