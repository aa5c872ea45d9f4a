"""Fits the learned votes for names on the spans that the rules propose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from spacy.tokens import Doc

from ingest.components.entities.arbiter import NAME as ARBITER
from ingest.components.entities.learned_names import NameWording
from ingest.components.learned.model import NONE, RelationModel
from ingest.lexicon import words
from ingest.places import places
from ingest.scoring import Gold
from ontology.iris import normalise_name

from .corpus import Parser, Statement
from .relations import regression

#: Features of fewer documents are not learned; words that may be names need one more.
_SEEN: Final = 4
_PENALTY: Final = 5.0
_ROUNDS: Final = 150
_SMALLEST: Final = 15_000
_WORDS: Final = ("w:", "fw:", "lw:", "ow:", "hdr:", "hd:", "lead:")
Example = tuple[list[str], str]


def examples(doc: Doc, gold: Gold) -> list[Example]:
    """Return the features and kind of each span proposed in a document.

    A span has the kind of the gold entity of that name, unless it lies within a longer one's.
    """
    proposals = [one for one in doc._.proposals if one.source != "learned"]
    wording = NameWording(doc._.words, proposals)
    kinds = _kinds(doc, gold, wording.rivals.spans)
    return [(sorted(set(wording.of(span))), kinds[span]) for span in wording.rivals.spans]


def _kinds(doc: Doc, gold: Gold, spans: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    w = doc._.words
    named: dict[str, str] = {}
    for entity in gold["entities"]:
        for name in entity["names"]:
            named.setdefault(normalise_name(name), entity["type"])
    kinds = {span: named.get(normalise_name(w.surface(*span)), NONE) for span in spans}
    inside: dict[int, int] = {}
    for start, end in sorted((s for s in spans if kinds[s] != NONE), key=lambda s: s[0] - s[1]):
        if all(i in inside for i in range(start, end)) and inside[start] == inside[end - 1]:
            kinds[start, end] = NONE
        else:
            inside.update((i, start) for i in range(start, end) if i not in inside)
    return kinds


def fit(
    documents: Sequence[Sequence[Example]], also: Sequence[Sequence[Example]] = ()
) -> RelationModel:
    """Return the model of the examples of each document.

    Of *also*, which may not be copied, only the features that *documents* have are learned.
    """
    flat = [example for found in (*documents, *also) for example in found]
    return regression(flat, _features(documents), penalty=_PENALTY, rounds=_ROUNDS)


def _features(documents: Iterable[Sequence[Example]]) -> list[str]:
    """Return the features of enough documents; no place or given name is one."""
    seen: dict[str, int] = defaultdict(int)
    for found in documents:
        for name in {name for names, _ in found for name in names}:
            seen[name] += 1
    people, towns = words("persons", "first_names"), places(_SMALLEST).names
    kept = []
    for name, count in seen.items():
        word = name.partition(":")[2] if name.startswith(_WORDS) else ""
        if count >= _SEEN + bool(word) and word not in towns and word not in people:
            kept.append(name)
    return kept


def read(parser: Parser, given: Sequence[Statement]) -> list[Doc]:
    """Return the statements with their proposals."""
    names = parser.nlp.pipe_names
    with parser.nlp.select_pipes(disable=names[names.index(ARBITER) :]):
        return parser.read(given)


def spans(parser: Parser, given: Sequence[Statement]) -> list[list[Example]]:
    """Return the examples of each statement."""
    docs = zip(read(parser, given), given, strict=True)
    return [examples(doc, one.gold) for doc, one in docs]
