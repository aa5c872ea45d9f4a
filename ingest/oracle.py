"""Gold entities in place of found ones, so that relations can be judged by themselves.

The share of facts that rules find when the entities are true says how far the rules reach; what is
lost beyond that is the entity components' doing.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from ontology.iris import normalise_name

from .annotations import Cluster, Mention
from .scoring import Gold

#: The longest name looked for, in tokens.
_LONGEST = 24


def set_gold_entities(doc: Doc, gold: Gold) -> None:
    """Write *gold*'s entities on *doc*: a cluster each, and a mention wherever a name stands.

    Longer names win over shorter ones that overlap them.
    """
    names: dict[str, int] = {}
    doc._.clusters = [
        Cluster(index, entity["type"], list(entity["names"]))
        for index, entity in enumerate(gold["entities"])
    ]
    for cluster in doc._.clusters:
        for name in cluster.names:
            names.setdefault(normalise_name(name), cluster.index)
    doc._.mentions = _mentions(doc, names)


def _mentions(doc: Doc, names: dict[str, int]) -> list[Mention]:
    found: list[Mention] = []
    start = 0
    while start < len(doc):
        mention = _longest(doc, start, names) if _may_start(doc, start) else None
        if mention is not None:
            found.append(mention)
        start = mention.end if mention is not None else start + 1
    return found


def _may_start(doc: Doc, start: int) -> bool:
    token = doc[start]
    return not _is_sign(token) and token.lower_ not in {"the", "a", "an"}


def _is_sign(token: Token) -> bool:
    """Say whether a token is no word: punctuation, or a picture such as a flag."""
    return token.is_punct or not (token.text.isascii() or any(map(str.isalnum, token.text)))


def _longest(doc: Doc, start: int, names: dict[str, int]) -> Mention | None:
    for end in range(min(len(doc), start + _LONGEST), start, -1):
        if _is_sign(doc[end - 1]) and not _belongs(doc, start, end):
            continue
        if doc[end - 1].text in {"'s", "’s"}:
            continue
        cluster = names.get(normalise_name(doc[start:end].text))
        if cluster is not None and _cased(doc, start, end):
            return Mention(start, end, cluster)
    return None


def _belongs(doc: Doc, start: int, end: int) -> bool:
    """Tell a full stop or bracket that ends a name from one that ends the words around it."""
    last = doc[end - 1]
    if last.text == ")":
        return "(" in doc[start:end].text
    return last.text == "." and not (end == len(doc) or doc[end].is_sent_start or last.is_sent_end)


def _cased(doc: Doc, start: int, end: int) -> bool:
    """Keep pronoun-like names apart from words: "us" is no mention of the US."""
    return end - start > 1 or not doc[start].is_lower or not doc[start].is_stop
