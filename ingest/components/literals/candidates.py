"""The tokens worth a look, found without making a Token of each word of a document."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc


def having(doc: Doc, attribute: str, values: Iterable[str]) -> list[int]:
    """Return the indices of the tokens whose *attribute*, such as "LEMMA", is in *values*."""
    wanted = {doc.vocab.strings[value] for value in values}
    return [i for i, code in enumerate(doc.to_array(attribute).tolist()) if code in wanted]
