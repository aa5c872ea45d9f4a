"""One thing's graph as a JSON-LD tree with the thing on top (JSON-LD 1.1 Framing, section 4).

Nodes are compact by our context, as ``graph.lines.jsonld`` writes them. What is part of a node
stands inside it, what refers to the thing stands under ``@reverse``, and what neither holds under
``@included``; so a reader begins at the top and nothing of the graph is lost or said twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from pyoxigraph import Triple

from graph.lines.jsonld import Node, context, nodes

#: How deep parts stand in parts; what is deeper stands beside the thing.
_DEEPEST: Final = 20
#: Lines from which on a document has one node on a line, which takes a fifth of the time.
_MANY: Final = 5_000


def framed(triples: Iterable[Triple], about: str | None = None) -> bytes:
    """Return *triples* as one JSON-LD document, the node of the IRI *about* on top.

    Without *about*, or where nothing is said of it, all nodes stand beside one another. Raises
    ExportError for what JSON-LD 1.1 cannot say: triple terms, and IRIs that readers would take for
    ones with a prefix of the context.

    >>> from pyoxigraph import NamedNode
    >>> one, other, part = (NamedNode(f"urn:{name}") for name in ("a", "b", "a#c"))
    >>> made = framed([Triple(one, other, part), Triple(part, other, other)], "urn:a")
    >>> {key: value for key, value in json.loads(made).items() if key != "@context"}
    {'id': 'urn:a', 'urn:b': {'id': 'urn:a#c', 'urn:b': {'id': 'urn:b'}}}
    """
    return framed_lines({f"{each} .\n".encode() for each in triples}, about)


def framed_lines(lines: Iterable[bytes], about: str | None = None) -> bytes:
    """Return the same of N-Triples lines, each there once, in any order."""
    ordered = sorted((_whole(line), line) for line in lines)
    if about is not None and not any(
        line.startswith(f"<{about}> ".encode()) for _, line in ordered
    ):
        about = None
    top: Node = {}
    beside: list[str] = []
    backwards: dict[str, list[str]] = {}
    written = _in_one_line if len(ordered) > _MANY else _to_read
    for _, group in groupby(ordered, key=itemgetter(0)):
        for node in _nested({str(each["id"]): each for each in nodes(line for _, line in group)}):
            if node["id"] == about:
                top = node
            elif about is not None and (key := _refers(node, about)):
                _take_out(node, key, about)
                backwards.setdefault(key, []).append(written(node))
            else:
                beside.append(written(node))
    return _document(top, backwards, beside)


def _document(top: Node, backwards: dict[str, list[str]], beside: list[str]) -> bytes:
    """Return a document of its parts, of which only the top is not written yet."""
    head = {"@context": context()} | top
    parts = [json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")]
    if backwards:
        keys = (f"{json.dumps(key)}: {_listed(some)}" for key, some in backwards.items())
        parts.append('"@reverse": {\n' + ",\n".join(keys) + "\n}")
    if beside or not top:
        parts.append(f'"{"@included" if top else "@graph"}": {_listed(beside)}')
    return (",\n".join(parts) + "\n}\n").encode()


def _listed(written: list[str]) -> str:
    return "[\n" + ",\n".join(written) + "\n]"


def _in_one_line(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False)


def _to_read(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False, indent=1)


def _whole(line: bytes) -> bytes:
    """Return what a thing's line has in common with those of its parts: the IRI, no fragment."""
    return line[: line.index(b" ")].removesuffix(b">").partition(b"#")[0]


def _nested(waiting: dict[str, Node]) -> Iterator[Node]:
    """Yield the nodes of one thing, the parts of each inside of it; the thing itself first."""
    for name in sorted(waiting, key=lambda name: "#" in name):
        if name in waiting:
            yield _taken(waiting, name, 0)


def _taken(waiting: dict[str, Node], name: str, depth: int) -> Node:
    node = waiting.pop(name)
    for key, value in node.items():
        if isinstance(value, list):
            node[key] = [_with_parts(waiting, key, each, depth) for each in value]
        else:
            node[key] = _with_parts(waiting, key, value, depth)
    return node


def _with_parts(waiting: dict[str, Node], key: str, value: Any, depth: int) -> Any:
    to = _reference(key, value)
    if to is not None and to in waiting and "#" in to and depth < _DEEPEST:
        return _taken(waiting, to, depth + 1)
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
