"""The statistical model's entities as proposals: trimmed, and mapped to kinds by weights."""

from __future__ import annotations

from spacy.tokens import Doc

from ingest.lexicon import table, words

from .spans import Proposal
from .words import Words

_STRENGTH = {
    "ORG": 1.0, "GPE": 1.1, "PERSON": 1.1, "LOC": 0.9, "EVENT": 0.9, "LAW": 0.9,
    "FAC": 0.3, "WORK_OF_ART": 0.3, "PRODUCT": 0.5,
}  # fmt: skip
_EDGES = frozenset(
    {
        "the",
        "a",
        "an",
        "'s",
        "’s",
        "’",
        "'",
        '"',
        "“",
        "”",
        "‘",
        ",",
        ".",
        "(",
        ")",
        "-",
        "–",
        ":",
        ";",
        "/",
        "&",
        "and",
        "of",
        "|",
        "*",
    }
)


def statistical_proposals(doc: Doc, w: Words) -> list[Proposal]:
    """Return a proposal for each entity the model saw, without articles and honorifics."""
    found: list[Proposal] = []
    votes = {
        label: tuple(sorted(kinds.items())) for label, kinds in table("weights")["ner"].items()
    }
    for span in doc.ents:
        if span.label_ not in _STRENGTH:
            continue
        start, end = trim(w, span.start, span.end)
        if span.label_ == "PERSON":
            while start < end and w.folded[start] in words("persons", "posts") | words(
                "persons", "honorifics"
            ):
                start += 1
        if start < end and _is_sound(w, start, end):
            found.append(
                Proposal(
                    start, end, f"ner-{span.label_}", _STRENGTH[span.label_], votes[span.label_]
                )
            )
    return found


def trim(w: Words, start: int, end: int) -> tuple[int, int]:
    """Cut articles, quotation marks, possessives and stray marks from both ends."""
    while start < end and (
        w.texts[start].casefold() in _EDGES or (not w.folded[start] and w.texts[start] != ".")
    ):
        start += 1
    while (
        end > start
        and w.texts[end - 1].casefold() in _EDGES
        and not (w.texts[end - 1] == "." and len(w.texts[end - 2]) == 1)
    ):
        end -= 1
    return start, end


def _is_sound(w: Words, start: int, end: int) -> bool:
    """Refuse spans without a capital, across blocks, or with brackets left open."""
    if w.block[start] != w.block[end - 1] or not w.capital[start]:
        return False
    texts = w.texts[start:end]
    return texts.count("(") == texts.count(")")
