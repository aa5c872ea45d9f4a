"""Whatever happened to the documents on the way, the graph is a function of what they are now."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.assembly import Assembly
from graph.gazetteer import Gazetteer
from graph.shares import Source
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.factories import (
    RIGA,
    SPRINGFIELD_ILLINOIS,
    SPRINGFIELD_MISSOURI,
    Story,
)

KEYS = ("a.txt", "b.md", "c.html", "d.txt")
#: Things that meet, clash and pass each other by: shared names, links, acronyms, generic names.
THINGS = (
    ("Network", ("Lantern Cities League", "LCL"), None),
    ("Organization", ("LCL",), None),
    ("Network", ("League of Coastal Lights", "LCL"), None),
    ("Organization", ("Lantern Cities League",), None),
    ("City", ("Riga",), RIGA),
    ("City", ("Riga",), None),
    ("City", ("Springfield",), SPRINGFIELD_MISSOURI),
    ("City", ("Springfield",), SPRINGFIELD_ILLINOIS),
    ("City", ("Springfield",), None),
    ("Country", ("Latvia",), "iso3166:LV"),
    ("Agreement", ("Joint Statement",), None),
    ("Programme", ("Lantern Walk",), None),
    ("Project", ("Lantern Walk",), None),
    ("Person", ("Ada Lind",), None),
)
RELATIONS = ("memberOf", "partnerOf", "partOf", "worksFor", "locatedIn")

facts = st.tuples(st.integers(0, 3), st.sampled_from(RELATIONS), st.integers(0, 3), st.booleans())
contents = st.tuples(
    st.lists(st.sampled_from(range(len(THINGS))), min_size=4, max_size=4, unique=True),
    st.lists(facts, max_size=4),
)
steps = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(KEYS), contents),
    st.tuples(st.just("retract"), st.sampled_from(KEYS), st.none()),
    st.tuples(st.just("commit"), st.none(), st.none()),
    st.tuples(st.just("reopen"), st.none(), st.none()),
)
Content = tuple[list[int], list[tuple[int, str, int, bool]]]


def story(key: str, content: Content) -> Story:
    things, said = content
    written = Story(key, title=key.split(".")[0])
    for number, thing in enumerate(things):
        kind, names, link = THINGS[thing]
        written.name(str(number), kind, *names, link=link)
    for subject, relation, object_, is_planned in said:
        ends = [THINGS[things[number]][1][0] for number in (subject, object_)]
        evidence = written.say(f"{ends[0]} {relation} {ends[1]}.")
        status = "planned" if is_planned else "asserted"
        written.state(str(subject), relation, str(object_), evidence, status=status)
    return written


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def play(
    workspace: Workspace, moves: list[tuple[str, str | None, Content | None]]
) -> dict[str, Content]:
    """Do the moves; return what is current in the end."""
    current: dict[str, Content] = {}
    position = 0
    while position < len(moves):
        with workspace.writer() as writer:
            for move, key, content in moves[position:]:
                position += 1
                if move == "put" and key and content:
                    writer.put(*story(key, content).pair())
                    current[key] = content
                elif move == "retract" and key in current:
                    writer.retract(key)
                    del current[key]
                elif move == "commit":
                    writer.commit()
                elif move == "reopen":
                    break
            writer.commit()
    return current


def assembled(current: dict[str, Content]) -> bytes:
    """Return the export as the documents alone make it: no store, no difference, no history."""
    speaking: dict[str, Story] = {}
    for key in sorted(current, reverse=True):
        written = story(key, current[key])
        speaking[written.document().sha256] = written
    gazetteer = Gazetteer()
    gazetteer.look_up(link for _, _, link in THINGS if link)
    sources = [Source(*written.pair()) for written in speaking.values()]
    lines = {
        f"{line[:-1]}<{graph}> .\n" if graph else f"{line}\n"
        for graph, triples in Assembly(sources, gazetteer, Base()).graphs().items()
        for line in triples
    }
    return b"".join(sorted(line.encode() for line in lines))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(moves=st.lists(steps, min_size=1, max_size=12))
def test_every_history_ends_like_a_rebuild_from_scratch(
    moves: list[tuple[str, str | None, Content | None]],
) -> None:
    with TemporaryDirectory() as name:
        workspace = Workspace(Path(name, "data"))
        current = play(workspace, moves)
        if workspace.generations().current() is None:
            assert not current
            return
        found = exported(workspace)
        assert found == assembled(current)
        with workspace.writer() as writer:
            writer.rebuild()
        assert exported(workspace) == found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    current=st.dictionaries(st.sampled_from(KEYS), contents, min_size=1),
    data=st.data(),
)
def test_every_order_and_every_batching_ends_the_same(
    current: dict[str, Content], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        results = set()
        for attempt in range(2):
            workspace = Workspace(Path(name, "data"))
            with workspace.writer() as writer:
                for key in data.draw(st.permutations(sorted(current))):
                    writer.put(*story(key, current[key]).pair())
                    if data.draw(st.booleans(), label=f"commit {attempt}"):
                        writer.commit()
                writer.commit()
            results.add(exported(workspace))
            shutil.rmtree(workspace.path)
        assert len(results) == 1
