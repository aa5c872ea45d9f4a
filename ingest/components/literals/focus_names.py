"""Topics that names bring with them: "X on A", "the Declaration on A" that was signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..relations.syntax import Syntax
from .said import say_at
from .saying import Saying

_TITLED = re.compile(
    r"^[^,]+? [Oo][Nn] (?:the )?([^,]+?)(?: \d{4}| (?:in|between|among|of the|by)\b.*)?$"
)
_TITLES = frozenset({"Agreement", "Event", "Network"})
#: Words of sentences that only wish for a text.
_WISHING = frozenset({"hope", "dream", "planning", "would", "wish", "may", "if"})
_SUBJECTS = frozenset({"Programme", "Project", "Agreement", "Event", "Network"})


def read_named(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics behind a name, "X on A", and in the name of a text, "Declaration on A"."""
    titled: set[int] = set()
    for mention in syntax.reading.mentions:
        kind = syntax.reading.kind(mention)
        if mention.form != "name" or kind not in _SUBJECTS:
            continue
        if _is_on(syntax, mention.end):
            yield from say_at(syntax, [mention], mention.end + 1, "literals.name-on")
        if kind not in _TITLES or mention.cluster in titled or not _is_made(syntax, mention):
            continue
        titled.add(mention.cluster)
        match = _TITLED.match(syntax.reading.cluster(mention).names[0])
        if match and not any(character.isdigit() for character in match[1]):
            for text in match[1].lower().split(" and ")[:2]:
                if text in words("literals", "vague") | words("literals", "area_of"):
                    continue
                yield Saying(
                    mention.cluster,
                    "focusArea",
                    text,
                    mention.start,
                    mention.end,
                    "literals.titled",
                )


def _is_made(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a text is what is signed there, or what a heading is about."""
    index = syntax.reading.block_of[mention.start]
    line = syntax.reading.layout.block_text(index).rstrip("*_ ")
    title = index <= 1 and not line.endswith((".", "!", "?", ":"))
    if title or syntax.reading.block(mention.start).kind == "heading":
        return True
    if syntax.reading.kind(mention) != "Agreement":
        return False
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[mention.start]]
    if any(token.lemma_.lower() in _WISHING for token in sentence):
        return False
    return any(token.lemma_.lower() in words("literals", "today") for token in sentence)


def _is_on(syntax: Syntax, at: int) -> bool:
    """Say whether the "on" right after a name leads to its subject rather than to a day."""
    if at + 2 >= len(syntax.doc) or syntax.doc[at].lower_ not in {"on", "about"}:
        return False
    after = syntax.doc[at + 1]
    if syntax.reading.block_of[at - 1] != syntax.reading.block_of[after.i]:
        return False
    day = after.pos_ == "NUM" or after.ent_type_ in {"DATE", "TIME"}
    return not day and syntax.unit(after.i) not in syntax.mention_at and after.pos_ != "PRON"
