"""Places written side by side: "Turku, Finland" says that Turku lies in Finland."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import fits

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..lists.listed import leading
from .chains import Atom, atoms, between
from .evidence import evidence_span

NAME = "hansa_pairs_v1"
_FARTHEST = 400  # tokens back from a place to the word for the places in it
_CONFIDENCE = {"comma": 0.92, "bracket": 0.9, "beside": 0.88, "in": 0.8, "address": 0.8}
#: What leads over to examples.
_INSTANCES = re.compile(
    r"\b(?:including|such as|like|among them|namely|for (?:example|instance),?|e\.g\.)"
    r"(?: the (?:cit|town|municipalit)\w+ of)?$"
)
#: Places, whichever, of a country: right before its name, or between it and the examples.
_PLURALS = r"(?:cities|towns|municipalities|counties|places|communities|metropolises|capitals)"
_SETTLEMENTS = re.compile(
    _PLURALS + r"(?: \w+){0,2} (?:across|in|throughout|around|of|from)(?: the)?$"
)
_SETTLED = re.compile(rf"\b{_PLURALS}\b")


def read_pairs(doc: Doc) -> Doc:
    """Add a ``locatedIn`` candidate for each name that has its place beside it."""
    reading = Reading(doc)
    for index in range(len(reading.layout.blocks)):
        mentions = reading.mentions_of_block(index, references=False)
        doc._.facts.extend(_under_country(reading, index, mentions))
        if len(mentions) < 2:
            continue
        for atom in atoms(reading, mentions):
            doc._.facts.extend(_facts(reading, atom))
        doc._.facts.extend(_listed_by_country(reading, mentions))
    doc._.facts.extend(_named_after_place(reading))
    doc._.facts.extend(_named_after_body(reading))
    return doc


def _facts(reading: Reading, atom: Atom) -> Iterator[FactCandidate]:
    """Yield that the atom's name lies in the first place, and that place in the next."""
    chain = (atom.head, *atom.places)
    for position, (inner, outer) in enumerate(pairwise(chain)):
        form = atom.form if position == 0 else "comma"
        yield _located(reading, inner, outer, form)


def _named_after_place(reading: Reading) -> Iterator[FactCandidate]:
    """Yield the city that a project carries in its name ("Riga Night Bus Project").

    Only where the document speaks of that city as well: a name alone may only honour a place.
    """
    cities = [c for c in reading.clusters if c.kind == "City"]
    seen: set[int] = set()
    for mention in reading.mentions:
        project = reading.cluster(mention)
        if mention.form != "name" or project.kind != "Project" or project.index in seen:
            continue
        seen.add(project.index)
        named = f" {fold(' '.join(project.names))} "
        for city in cities:
            if any(len(name) > 3 and f" {fold(name)} " in named for name in city.names):
                start, end = evidence_span(reading, mention.start, mention.end)
                yield FactCandidate(
                    project.index,
                    "locatedIn",
                    city.index,
                    start,
                    end,
                    "pairs.named",
                    confidence=0.7,
                )


def _named_after_body(reading: Reading) -> Iterator[FactCandidate]:
    """Yield the body that a unit carries in front of its name ("Port Bank Riga Branch")."""
    bodies = [c for c in reading.clusters if c.kind in {"Organization", "Network"}]
    owners = {fold(name): c for c in bodies for name in c.names if len(name) > 2}
    seen: set[int] = set()
    for mention in reading.mentions:
        unit = reading.cluster(mention)
        if mention.form != "name" or unit.kind != "Organization" or unit.index in seen:
            continue
        seen.add(unit.index)
        front = fold(unit.names[0]).split()
        cuts = range(len(front) - 1, 0, -1)
        cut = next((end for end in cuts if " ".join(front[:end]) in owners), 0)
        owner = owners[" ".join(front[:cut])] if cut else unit
        if owner.index != unit.index and set(front[cut:]) & words("pairs", "units"):
            start, end = evidence_span(reading, mention.start, mention.end)
            yield FactCandidate(
                unit.index, "partOf", owner.index, start, end, "pairs.unit", confidence=0.75
            )


def _located(reading: Reading, inner: Mention, outer: Mention, form: str) -> FactCandidate:
    start, end = evidence_span(reading, min(inner.start, outer.start), max(inner.end, outer.end))
    return FactCandidate(
        inner.cluster,
        "locatedIn",
        outer.cluster,
        start,
        end,
        f"pairs.{form}",
        confidence=_CONFIDENCE.get(form, 0.8),
    )


def _under_country(
    reading: Reading, index: int, mentions: list[Mention]
) -> Iterator[FactCandidate]:
    """Yield the cities listed under a heading or lead-in that is only a country's name."""
    block = reading.layout.blocks[index]
    if block.kind == "heading" or not mentions:
        return
    for above in (block.parent, block.lead_in, block.heading):
        if above is None:
            continue
        span = reading.block_spans[above]
        named = reading.mentions_in(span.start, span.end, references=False)
        outer = named[0] if len(named) == 1 else None
        if outer is None or outer.end - outer.start < len(span) - 2:
            continue
        for atom in leading(
            reading, reading.block_spans[index].start, reading.block_spans[index].end
        ):
            kinds = (reading.kind(atom.head), reading.kind(outer))
            if kinds[0] == "City" and not atom.places and fits("locatedIn", *kinds):
                start, end = evidence_span(reading, atom.start, atom.end)
                yield FactCandidate(
                    atom.head.cluster, "locatedIn", outer.cluster, start, end, "pairs.heading"
                )
        return


def _listed_by_country(reading: Reading, mentions: list[Mention]) -> Iterator[FactCandidate]:
    """Yield the cities of "Estonia: Tartu, Narva" and "Estonia (Tartu, Narva)"."""
    country: Mention | None = None
    for before, mention in pairwise(mentions):
        gap = between(reading, before.end, mention.start)
        opens = gap in {":", "(", "–", "-"} or _is_fronted(reading, before, gap)
        opens = opens or _is_instanced(reading, before, gap)
        if opens and reading.kind(before) in {"Country", "Region"}:
            country = before
        elif gap not in {",", "and", ", and", "&"}:
            country = None
        if country is not None and reading.kind(mention) == "City":
            if fits("locatedIn", "City", reading.kind(country)):
                yield _located(reading, mention, country, "listed")
        else:
            country = None


def _is_instanced(reading: Reading, place: Mention, gap: str) -> bool:
    """Say whether examples follow: "cities across Kenya have joined, including", "places like"."""
    if not _INSTANCES.search(gap) or set(gap) & {".", ";", "?", "!"}:
        return False
    sentence = reading.sentences[reading.sentence_of[place.start]]
    start = max(sentence.start, place.start - _FARTHEST)
    front = between(reading, start, place.start).lower()
    return bool(_SETTLEMENTS.search(front) or _SETTLED.search(gap.lower()))


def _is_fronted(reading: Reading, place: Mention, gap: str) -> bool:
    """Say whether a sentence begins with a place and goes on with what is there."""
    verb = re.match(
        r"^,? ?(?:there (?:are|is|were)|(?:we|you) (?:have|find)|comes?|came)(?: the cit\w+ of)?$",
        gap,
    )
    if verb is None:
        return False
    sentence = reading.sentences[reading.sentence_of[place.start]]
    front = between(reading, sentence.start, place.start).lower().removeprefix("and ")
    return front in {"in", "from", "in the", "from the"}


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_pairs)
