"""Whatever happened to the documents on the way, the graph is a function of what they are now."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.assembly import Assembly
from graph.curation import Act, Curation, decision
from graph.curation_lines import decision_lines
from graph.digest import hexadecimal, total_of_quads
from graph.errors import CurationError, UnknownEntityError
from graph.gazetteer import Gazetteer
from graph.shares import Source
from graph.verdicts import Verdict
from graph.workspace import Workspace
from graph.writer import Writer
from ontology.iris import Base
from ontology.terms import RESOLVES_TO
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
    ("Person", ("Ada",), None),
    ("Organization", ("Lantern Works", "LCL"), None),
    ("Network", ("C40",), None),
    ("Network", ("Lanterns", "Lantern Cities League"), None),
    ("Country", ("Georgia",), None),
    ("Region", ("Georgia",), "iso3166:US-GA"),
    ("City", ("Riga LV",), None),
)
RELATIONS = ("memberOf", "partnerOf", "partOf", "worksFor", "locatedIn")

ACTS: tuple[Act, ...] = ("same", "different", "rename")
VERDICTS: tuple[Verdict, ...] = ("accept", "reject")

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
    st.tuples(st.just("rebuild"), st.none(), st.none()),
    st.tuples(
        st.sampled_from(("same", "different", "rename", "undo", "accept", "reject", "undecide")),
        st.none(),
        st.tuples(st.integers(0, 99), st.integers(0, 99)),
    ),
)
Content = tuple[list[int], list[tuple[int, str, int, bool]]]
Move = tuple[str, str | None, Any]


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


def play(workspace: Workspace, moves: list[Move]) -> dict[str, Content]:
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
                elif move == "rebuild" and current:
                    writer.commit()
                    writer.rebuild()
                elif move == "reopen":
                    break
                elif key is None and content is not None:
                    writer.commit()
                    decide(workspace, writer, move, content)
            writer.commit()
    return current


def decide(workspace: Workspace, writer: Writer, act: str, choice: tuple[int, int]) -> None:
    """Let a curator or a reviewer decide something about what is published."""
    if workspace.generations().current() is None:
        return
    given = {"who": "ada", "at": "2024-05-06T07:08:09Z"}
    with workspace.reader() as reader, suppress(CurationError, UnknownEntityError):
        local = NamedNode(RESOLVES_TO)
        iris = sorted(
            {str(quad.subject)[1:-1] for quad in reader.quads(None, local, None, None)}
            | {iri for _, iri, _ in reader.names()}
        )
        claims = [claim.iri for claim in reader.claims()]
        decided = [one.number for one in workspace.documents.decisions()]
        judged = [workspace.base.claim(one.claim) for one in workspace.documents.decided()]
        one, other = (chosen(iris, number) for number in choice)
        for each in ACTS:
            if act == each and one and other:
                name = f"Name {choice[1] % 3}" if each == "rename" else None
                second = None if name else other
                writer.curate(decision(each, one, second, name=name, **given, base=Base()))
        for verdict in VERDICTS:
            if act == verdict and claims:
                writer.decide([chosen(claims, choice[0])], verdict, **given)
        if act == "undo" and decided:
            writer.undo_decision(chosen(decided, choice[0]))
        if act == "undecide" and judged:
            writer.undecide([chosen(judged, choice[0])])


def chosen(values: list[Any], number: int) -> Any:
    return values[number % len(values)] if values else None


def assembled(workspace: Workspace, current: dict[str, Content]) -> bytes:
    """Return the export as documents and decisions make it: no store, no index, no history."""
    documents = workspace.documents
    speaking: dict[str, Story] = {}
    for key in sorted(current, reverse=True):
        written = story(key, current[key])
        speaking[written.document().sha256] = written
    gazetteer = Gazetteer()
    gazetteer.look_up(link for _, _, link in THINGS if link)
    gazetteer.look_up(["iso3166:GE"])
    sources = [
        Source(*written.pair(), documents.verdicts_for(written.key))
        for written in speaking.values()
    ]
    decisions = documents.decisions()
    curation = Curation.of(decisions)
    assembly = Assembly(sources, gazetteer, Base(), curation=curation, singled_out=curation.singled)
    graphs = assembly.graphs()
    graphs[Base().graph("curation")] = decision_lines(decisions, documents.decided(), Base())
    lines = {
        f"{line[:-1]}<{graph}> .\n" if graph else f"{line}\n"
        for graph, triples in graphs.items()
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
    moves: list[Move],
) -> None:
    with TemporaryDirectory() as name:
        workspace = Workspace(Path(name, "data"))
        current = play(workspace, moves)
        if workspace.generations().current() is None:
            assert not current
            return
        found = exported(workspace)
        assert found == assembled(workspace, current)
        with workspace.generations().lease() as lease:
            assert lease.manifest.digest == hexadecimal(
                total_of_quads(line for line in found.splitlines())
            )
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
