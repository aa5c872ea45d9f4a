"""What ``hansa extract --explain`` shows: why each entity and fact was read, as text or JSON."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.errors import UsageError
from api.pages.characters import json_text, visible
from ingest.explanation import EntityNote, Explanation, Part, SayingNote, Spoken
from ingest.reasons import describe_source
from ontology.model import Document, Entity, Extraction, Fact, LiteralFact
from ontology.serialisation import extraction_to_json

Explained = tuple[Document, Extraction, Explanation]
#: Characters shown of a context, which may be a whole paragraph.
_SHOWN = 200


def show_explained(read: Sequence[Explained], *, form: str, output: Path | None = None) -> None:
    """Print explained extractions as ``table``, ``json`` (an array when several) or ``html``.

    The page goes to the file *output* if one is given, else to stdout like the rest.
    """
    if form == "html":
        from .page import render_page

        write_page(render_page(read), output)
    elif form == "json":
        objects = [explained_to_json(extraction, notes) for _, extraction, notes in read]
        whole = objects[0] if len(objects) == 1 else objects
        print(json_text(whole))
    else:
        for _, extraction, notes in read:
            for line in explained_to_text(extraction, notes):
                print(visible(line))


def write_page(page: str, output: Path | None) -> None:
    """Write a page to stdout or whole to a file: beside it first, then renamed.

    Raises UsageError where the file cannot be written.
    """
    data = page.encode()
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"the page cannot be written to {output} ({reason})") from error


def explained_to_json(extraction: Extraction, notes: Explanation) -> dict[str, Any]:
    """Return the JSON of *extraction* with a key ``explanation`` in each entity and saying.

    >>> explained_to_json(Extraction("a.txt", "p1"), Explanation("a.txt"))["facts"]
    []
    """
    whole = extraction_to_json(extraction)
    for name in ("entities", "facts", "literals", "proposals"):
        for one, note in zip(whole[name], getattr(notes, name), strict=True):
            one["explanation"] = _note_to_json(note)
    return whole


def _note_to_json(note: EntityNote | SayingNote) -> dict[str, Any]:
    found = {name: value for name, value in asdict(note).items() if value}
    if isinstance(note, EntityNote):
        found["votes"] = dict(note.votes)
    return found


def explained_to_text(extraction: Extraction, notes: Explanation) -> Iterator[str]:
    """Yield the lines that explain one extraction: its entities first, then each saying."""
    yield f"# {extraction.document}"
    known = dict(zip((entity.id for entity in extraction.entities), notes.entities, strict=True))
    entities = {entity.id: entity for entity in extraction.entities}
    for entity in extraction.entities:
        yield ""
        yield from _entity_lines(entity, known[entity.id])
    for saying, note, proposed in notes.sayings(extraction):
        yield ""
        yield from _saying_lines(saying, note, entities, known, proposed=proposed)


def _entity_lines(entity: Entity, note: EntityNote) -> Iterator[str]:
    others = f" ({'; '.join(entity.names[1:])})" if len(entity.names) > 1 else ""
    yield f"{entity.kind}: {entity.names[0]}{others}"
    yield f"  kind: {said_votes(note)}; {entity.confidence:.2f} sure"
    if note.sources:
        yield f"  name: {said_sources(note)}"
    if entity.link:
        yield f"  link: {entity.link}" + (f" ({note.linked})" if note.linked else "")
    if note.references:
        yield f"  also: {said_words(note.references)}"


def _saying_lines(
    saying: Fact | LiteralFact,
    note: SayingNote,
    entities: Mapping[str, Entity],
    known: Mapping[str, EntityNote],
    *,
    proposed: bool,
) -> Iterator[str]:
    ends = [("subject", saying.subject, note.subject)]
    if isinstance(saying, Fact):
        ends.append(("object", saying.object, note.object))
        said = entities[saying.object].names[0]
    else:
        said = str(saying.value)
    label = "Proposal" if proposed else "Fact"
    yield f"{label}: {entities[saying.subject].names[0]} {saying.property} {said}"
    yield f"  said: {said_qualifiers(saying, proposed=proposed)}"
    yield f"  sentence: {' '.join(saying.evidence.exact.split())}"
    yield f"  rule: {saying.rule}. {' '.join([*note.reasons, *said_record(note)])}"
    for end, id_, words in ends:
        kind = f"{entities[id_].kind} ({said_votes(known[id_])})"
        yield f"  {end}: {said_words(words) or 'not in these words'}; {kind}"
    for context in note.contexts:
        yield f"  {context.where}: {shortened(context.text)}"
    if note.parts:
        yield f"  confidence: {said_parts(note.parts)}"


def said_qualifiers(saying: Fact | LiteralFact, *, proposed: bool) -> str:
    """Return status, year, role and confidence in words."""
    role = saying.role if isinstance(saying, Fact) else None
    said = [saying.status, str(saying.year or ""), f"as {role}" if role else ""]
    unsure = ["too unsure to assert"] if proposed else []
    return ", ".join([*filter(None, said), f"{saying.confidence:.2f} sure", *unsure])


def said_votes(note: EntityNote) -> str:
    """Return the votes, most first.

    >>> said_votes(EntityNote(votes=(("City", 7.95), ("Region", 0.5))))
    'City 7.95, Region 0.50'
    """
    return ", ".join(f"{kind} {weight:.2f}" for kind, weight in note.votes) or "no votes"


def said_sources(note: EntityNote) -> str:
    """Return in words who proposed the names of an entity."""
    return "; ".join(describe_source(source) for source in note.sources)


def said_words(words: Sequence[Spoken]) -> str:
    """Return words that speak of an entity, each once.

    >>> said_words([Spoken(0, 4, "Riga", "name"), Spoken(9, 11, "it", "reference")])
    '“Riga”, “it” (reference)'
    """
    counts = Counter((one.text, one.form) for one in words)
    return ", ".join(
        f"“{text}”" + ("" if form == "name" else f" ({form})") + (f" ×{n}" if n > 1 else "")
        for (text, form), n in counts.items()
    )


def said_record(note: SayingNote) -> list[str]:
    """Return how often the rule was right, as one sentence or none.

    >>> said_record(SayingNote(record=(10.5, 3.5)))
    ['Right 75 % of the time on annotated text.']
    """
    if note.record is None:
        return []
    right, wrong = note.record
    return [
        f"Right {right / (right + wrong):.0%} of the time on annotated text.".replace("%", " %")
    ]


def said_parts(parts: Sequence[Part]) -> str:
    """Return what raised and lowered a confidence, most first.

    >>> said_parts([Part("bias", 1.0, -0.5), Part("rule", 2.0, 0.6), Part("planned", 0.0, 1.0)])
    'rule +1.20, bias -0.50'
    """
    weighed = [(part.value * part.weight, part.feature) for part in parts]
    counted = [(amount, name) for amount, name in weighed if abs(amount) >= 0.005]
    counted.sort(key=lambda one: -abs(one[0]))
    return ", ".join(f"{name} {amount:+.2f}" for amount, name in counted)


def shortened(text: str) -> str:
    """Return *text* on one line, cut where it is long.

    >>> shortened("The members\\nare:")
    'The members are:'
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"
