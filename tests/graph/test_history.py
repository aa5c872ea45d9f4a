"""Whatever happened to the documents on the way, the graph is a function of what they are now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.curating.curation import Act, Curation, decision
from graph.curating.lines import decision_lines
from graph.curating.verdicts import Verdict
from graph.deriving.assembly import Assembly
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Source
from graph.deriving.turnover import published
from graph.errors import CurationError, UnknownEntityError
from graph.lines.digest import hexadecimal, total_of_quads
from graph.store import Store
from graph.workspace import Workspace
from graph.writing.ledger import Ledger
from graph.writing.writer import Writer
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
    st.lists(facts, min_size=1, max_size=4),
)
choices = st.tuples(st.integers(0, 99), st.integers(0, 99))
JUDGING = ("same", "different", "rename", "undo", "accept", "reject", "undecide")
Content = tuple[list[int], list[tuple[int, str, int, bool]]]
Move = tuple[str, str | None, Any]


@st.composite
def histories(draw: st.DrawFn) -> list[Move]:
    """Draw what happens: a few documents come, and then anything to them, or to others."""
    pool = draw(st.lists(contents, min_size=2, max_size=4))  # few, so that keys share bytes
    put = st.tuples(st.just("put"), st.sampled_from(KEYS), st.sampled_from(pool))
    pause = st.sampled_from([(each, None, None) for each in ("commit", "reopen", "rebuild")])
    taken = st.tuples(st.sampled_from(("retract", "purge")), st.sampled_from(KEYS), st.none())
    judged = st.tuples(st.sampled_from(JUDGING), st.none(), choices)
    first = draw(st.lists(put, min_size=2, max_size=4))
    rest = draw(st.lists(st.one_of(put, judged, taken, judged, pause), min_size=2, max_size=9))
    return [*first, ("commit", None, None), *rest]


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
    workspace: Workspace, moves: list[Move], watch: Callable[[], None] = lambda: None
) -> dict[str, Content]:
    """Do the moves, and *watch* after each; return what is current in the end."""
    current: dict[str, Content] = {}
    position = 0
    while position < len(moves):
        with workspace.writer() as writer:
            for move, key, content in moves[position:]:
                position += 1
                if move == "put" and key and content:
                    writer.put(*story(key, content).pair())
                    current[key] = content
                elif move in ("retract", "purge") and key in current:
                    getattr(writer, move)(key)
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
                watch()
            writer.commit()
        watch()
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
        one = chosen(iris, choice[0])
        other = chosen([iri for iri in iris if iri != one], choice[1])
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
        if act == "undecide" and not judged and claims:
            writer.decide([chosen(claims, choice[1])], chosen([*VERDICTS], choice[1]), **given)
            writer.commit()
            judged = [workspace.base.claim(one.claim) for one in workspace.documents.decided()]
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
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(moves=histories(), many=st.sampled_from((1, 200)))
def test_every_history_ends_like_a_rebuild_from_scratch(moves: list[Move], many: int) -> None:
    with TemporaryDirectory() as name, patch("graph.writing.synchronising._MANY", many):
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


class Published:
    """The IRIs of entities and documents that were ever published."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._newest = 0
        self._ever: set[str] = set()

    def there(self) -> set[str]:
        """Return those of the newest generation."""
        with self._workspace.generations().lease() as lease:
            return {iri for iri in published(Store.read_only(lease.path)) if "/claim/" not in iri}

    def look(self) -> None:
        """Take in what was published since the last look, and hold the ledger to it."""
        newest = self._workspace.generations().current() or 0
        if newest == self._newest:
            return
        self._newest, there = newest, self.there()
        self._ever |= there
        ledger = Ledger.open(self._workspace.path / "published.sqlite")
        assert {iri: ledger.look_up(iri) for iri in there} == dict.fromkeys(there)
        for iri in sorted(self._ever - there):
            gone = ledger.look_up(iri)
            assert gone is not None, iri
            assert there.issuperset(gone.successors), (iri, gone)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(moves=histories(), many=st.sampled_from((1, 200)))
def test_whatever_was_published_is_there_or_known_to_have_gone(
    moves: list[Move], many: int
) -> None:
    with TemporaryDirectory() as name, patch("graph.writing.synchronising._MANY", many):
        workspace = Workspace(Path(name, "data"))
        play(workspace, moves, Published(workspace).look)


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
