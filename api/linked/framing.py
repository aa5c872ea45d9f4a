"""One thing's graph as a JSON-LD tree with the thing on top (JSON-LD 1.1 Framing, section 4).

Nodes are compact by our context, as ``graph.lines.jsonld`` writes them. What is part of a node
stands inside it, what refers to the thing stands under ``@reverse``, and what neither holds under
``@included``; so a reader begins at the top and nothing of the graph is lost or said twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pyoxigraph import Triple

from graph.lines.jsonld import Node, context, nodes


def framed(triples: Iterable[Triple], about: str | None = None) -> bytes:
    """Return *triples* as one JSON-LD document, the node of the IRI *about* on top.

    Without *about*, or where nothing is said of it, all nodes stand beside one another. What holds
    a triple term is left out, for JSON-LD 1.1 cannot say it. Raises ExportError for an IRI that
    readers would take for one with a prefix of the context.

    >>> from pyoxigraph import NamedNode
    >>> one, other, part = (NamedNode(f"urn:{name}") for name in ("a", "b", "a#c"))
    >>> made = framed([Triple(one, other, part), Triple(part, other, other)], "urn:a")
    >>> {key: value for key, value in json.loads(made).items() if key != "@context"}
    {'id': 'urn:a', 'urn:b': {'id': 'urn:a#c', 'urn:b': {'id': 'urn:b'}}}
    """
    lines = sorted(f"{each} .\n".encode() for each in triples if _can_be_said(each))
    known = {str(node["id"]): node for node in nodes(lines)}
    is_known = about is not None and about in known
    content = _Tree(known).on_top(about or "") if is_known else {"@graph": list(known.values())}
    document = {"@context": context()} | content
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _can_be_said(triple: Triple) -> bool:
    return not isinstance(triple.object, Triple)


class _Tree:
    """Nodes that find their places, each in one."""

    def __init__(self, known: dict[str, Node]) -> None:
        self._waiting = known

    def on_top(self, about: str) -> Node:
        """Return the tree under one of the nodes; all others are in it."""
        top = self._taken(about)
        backwards: dict[str, list[Node]] = {}
        for name in list(self._waiting):
            if name in self._waiting and (key := _refers(self._waiting[name], about)):
                node = self._taken(name)
                _take_out(node, key, about)
                backwards.setdefault(key, []).append(node)
        if backwards:
            top["@reverse"] = backwards
        if rest := list(self._rest()):
            top["@included"] = rest
        return top

    def _rest(self) -> Iterator[Node]:
        while self._waiting:
            yield self._taken(next(iter(self._waiting)))

    def _taken(self, name: str) -> Node:
        """Return a node with its parts inside."""
        node = self._waiting.pop(name)
        for key, value in node.items():
            if isinstance(value, list):
                node[key] = [self._with_parts(name, key, each) for each in value]
            else:
                node[key] = self._with_parts(name, key, value)
        return node

    def _with_parts(self, name: str, key: str, value: Any) -> Any:
        to = _reference(key, value)
        whole = name.partition("#")[0]
        if to is not None and to in self._waiting and to.startswith(f"{whole}#"):
            return self._taken(to)
        return value


@cache
def _references() -> frozenset[str]:
    """Return the terms whose values are IRIs."""
    terms = {name: about for name, about in context().items() if isinstance(about, dict)}
    return frozenset(name for name, about in terms.items() if about.get("@type") == "@id")


def _reference(key: str, value: Any) -> str | None:
    """Return the IRI of the node to which a value refers, if that is what it does."""
    if isinstance(value, str) and key in _references():
        return value
    if isinstance(value, dict) and value.keys() == {"id"}:
        return str(value["id"])
    return None


def _values(node: Node, key: str) -> list[Any]:
    found = node[key]
    return found if isinstance(found, list) else [found]


def _refers(node: Node, about: str) -> str | None:
    """Return the first key under which a node refers to *about*."""
    for key in node:
        if any(_reference(key, value) == about for value in _values(node, key)):
            return key
    return None


def _take_out(node: Node, key: str, about: str) -> None:
    left = [value for value in _values(node, key) if _reference(key, value) != about]
    if not left:
        del node[key]
    else:
        node[key] = left if len(left) > 1 else left[0]
