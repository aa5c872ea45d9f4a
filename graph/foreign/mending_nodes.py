"""BNODE with a label (SPARQL 1.1, section 17.4.2.9): one node for each label in each solution.

To the engine a label is a name in the whole answer, and many strings are none. So one call alone
becomes BNODE(), which is another node each time, and the calls of one SELECT clause take labels
with something in front that is new for each solution.
"""

from __future__ import annotations

from collections.abc import Iterator

from .brackets import Brackets, Edit, rewritten, unused

_STRING = "<http://www.w3.org/2001/XMLSchema#string>"


def mend_nodes(text: str) -> str:
    """Return *text* with other labels, where their solutions can be told apart.

    Calls in several places, or under GROUP BY, stay as they are.

    >>> mend_nodes("SELECT (BNODE(?l) AS ?n) { ?s ?p ?l }").count("BNODE()")
    1
    """
    found = Brackets(text)
    calls = [
        place
        for place, word in enumerate(found.words)
        if word == "BNODE" and found.is_open(place + 1, "(")
    ]
    calls = [place for place in calls if found.closing[place + 1] > place + 2]
    if len(calls) == 1:
        return rewritten(text, [_relabelled(found, calls[0], "BNODE()")])
    return rewritten(text, _in_select(found, calls)) if calls else text


def _relabelled(found: Brackets, call: int, by: str) -> Edit:
    label = found.between(call + 2, found.closing[call + 1] - 1)
    checked = f"IF(DATATYPE({label}) = {_STRING}, {by.replace('?label', label)}, 1/0)"
    return found.start(call), found.end(found.closing[call + 1]), checked


def _in_select(found: Brackets, calls: list[int]) -> Iterator[Edit]:
    begin = max((each for each in range(calls[0]) if found.words[each] == "SELECT"), default=None)
    if begin is None:
        return
    parent = found.parent(begin)
    end = len(found) if parent is None else found.closing[parent]
    level = [*found.level(begin, end)]
    group = next((each for each in level if found.is_open(each)), None)
    if group is None or calls[-1] > group or {found.words[each] for each in level} & {"GROUP"}:
        return
    is_nested = any(one < other < found.closing[one + 1] for one in calls for other in calls)
    if is_nested or found.word(group + 1) == "SELECT":
        return
    fresh = unused(found.text, "solution")
    for call in calls:
        yield _relabelled(found, call, f"BNODE(SHA1(CONCAT({fresh}, ?label)))")
    place = found.start(found.closing[group])
    yield place, place, f" BIND(STRUUID() AS {fresh}) "
