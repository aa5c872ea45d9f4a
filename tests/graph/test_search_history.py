"""The search index over generations: what each holds, and what is left of those forgotten."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.lines.ntriples import text, triple
from graph.searching.search import NameRow, QuoteRow, SearchIndex, rows_of
from ontology.namespaces import PREFIXES

from .search_lines import BASE, NEWS, REPORT, Part, built, city, named, said, texts

# In which generation


def test_each_generation_finds_what_it_holds(tmp_path: Path) -> None:
    one, two = named(city("x"), "Riga", "RIX"), named(city("x"), "Riga", "Rīga City")
    with closing(built(tmp_path, ("x", "Riga", "RIX"), quotes={"a": "Old words."})) as index:
        change = Part({None: one - two, REPORT: said({"a": "Old words."})}, {None: two - one})
        assert index.apply(2, [change])
        assert index.apply(3, [])
        assert texts(index.find("rix", generation=1)) == ["RIX"]
        assert index.find("rix", generation=2) == []
        for generation in (2, 3):
            assert texts(index.find("riga city", generation=generation)) == ["Rīga City"]
            assert index.find("old", generation=generation) == []
        assert texts(index.find("old", generation=1)) == ["Old words."]
        assert index.generations == range(1, 4)


def test_a_generation_that_is_applied_again_is_undone_first(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("r", "Riga"), quotes={"a": "Riga."})) as index:
        change = Part(
            {None: named(city("r"), "Riga"), REPORT: said({"a": "Riga."})},
            {None: named(city("t"), "Tartu"), REPORT: said({"a": "Tartu."})},
        )
        before = sorted(index.rows(1), key=repr)
        for _ in range(3):
            assert index.apply(2, [change])
            assert texts(index.find("tartu", generation=2)) == ["Tartu", "Tartu."]
            assert index.find("riga", generation=2) == []
        assert index.apply(2, [])
        assert sorted(index.rows(2), key=repr) == sorted(index.rows(1), key=repr) == before
        assert texts(index.find("riga", generation=2)) == ["Riga", "Riga."]


def test_one_generation_may_come_in_many_parts(tmp_path: Path) -> None:
    with closing(SearchIndex.open(tmp_path / "search.sqlite", writable=True)) as index:
        parts = [
            Part(added={None: named(city(f"{number}"), f"Riga {number}")}) for number in range(5)
        ]
        parts += [Part(added={REPORT: said({f"c{n}": "One sentence."})}) for n in range(5)]
        assert index.apply(1, iter(parts))
        assert index.count("riga", generation=1) == 5
        (hit,) = index.find("sentence", generation=1)
        assert len(hit.claims) == 5
        removal = [Part(removed={REPORT: said({f"c{n}": "One sentence."})}) for n in range(5)]
        assert index.apply(2, removal[:4])
        (hit,) = index.find("sentence", generation=2)
        assert hit.claims == (BASE.claim("c4"),)
        assert index.apply(3, removal[4:])
        assert index.find("sentence", generation=3) == []


def test_an_index_that_missed_a_generation_says_so_and_changes_nothing(tmp_path: Path) -> None:
    with closing(SearchIndex.open(tmp_path / "search.sqlite", writable=True)) as index:
        part = Part(added={None: named(city("r"), "Riga")})
        assert not index.apply(7, [part])
        assert index.generations == range(1, 1)
        assert index.apply(7, [part], whole=True)
        assert not index.apply(9, [])
        assert index.apply(8, [])
        assert index.generations == range(7, 9)


def test_the_differences_are_taken_whatever_becomes_of_them(tmp_path: Path) -> None:
    taken: list[int] = []

    def parts(number: int) -> Iterator[Part]:
        taken.append(number)
        yield Part(added={None: named(city("t"), "Tartu")})
        if number == 2:
            raise ArithmeticError

    with closing(built(tmp_path, ("r", "Riga"))) as index:
        assert not index.apply(5, parts(5))
        with pytest.raises(ArithmeticError):
            index.apply(2, parts(2))
        assert taken == [5, 2]
        assert index.generations == range(1, 2)
        assert index.find("tartu", generation=2) == []


def test_a_graph_made_anew_takes_nothing_from_older_generations(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("r", "Riga"), quotes={"a": "Old."})) as index:
        for _ in range(2):
            parts = [
                Part(added={None: named(city("t"), "Tartu")}),
                Part(added={NEWS: said({"b": "New."})}),
            ]
            assert index.apply(2, parts, whole=True)
            assert texts(index.find("t", generation=2)) == ["Tartu"]
            assert index.find("riga old", generation=2) == []
            assert texts(index.find("riga", generation=1)) == ["Riga"]
            assert texts(index.find("old", generation=1)) == ["Old."]
            assert texts(index.find("new", generation=2)) == ["New."]


def test_a_rebuild_keeps_what_older_generations_hold(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("r", "Riga"), ("t", "Tartu"), quotes={"a": "Old."})) as index:
        now = {None: named(city("r"), "Riga", "RIX"), NEWS: said({"b": "New.", "c": "New."})}
        lines = [(graph, line) for graph, found in now.items() for line in sorted(found)]
        index.rebuild(2, lines)
        for _ in range(2):
            rows = {row for graph, found in now.items() for row in rows_of(graph, found)}
            assert {*index.rows(2)} == rows
            assert texts(index.find("t", generation=1)) == ["Tartu"]
            assert texts(index.find("old", generation=1)) == ["Old."]
            assert texts(index.find("new", generation=2)) == ["New."]
            assert index.generations == range(1, 3)
            index.rebuild(2, reversed(lines))
        index.rebuild(9, lines)
        assert index.generations == range(9, 10)


NAMES = [
    NameRow(city(slug), "City", name, language, is_alternative)
    for slug in "ab"
    for name in ("Riga", "riga", "Tartu Port")
    for language in ("", "lv")
    for is_alternative in (False, True)
]
SENTENCES = [
    QuoteRow(document, quote, BASE.claim(claim))
    for document in (REPORT, NEWS)
    for quote in ("Riga.", "Tartu has a port.")
    for claim in "xy"
]


def _lines(rows: Iterable[NameRow | QuoteRow]) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for row in rows:
        if isinstance(row, NameRow):
            label = PREFIXES["skos"] + ("altLabel" if row.is_alternative else "prefLabel")
            line = triple(row.iri, label, text(row.name, language=row.language))
            found.setdefault(None, set()).add(line)
        else:
            line = triple(f"{row.claim}#quote", PREFIXES["oa"] + "exact", text(row.quote))
            found.setdefault(row.document, set()).add(line)
    return found


@given(
    states=st.lists(st.sets(st.sampled_from([*NAMES, *SENTENCES])), min_size=2, max_size=6),
    repeated=st.sets(st.integers(2, 6)),
    rebuilt=st.sets(st.integers(2, 6)),
)
@settings(deadline=None, max_examples=60)
def test_every_history_leaves_each_generation_what_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    states: list[set[NameRow | QuoteRow]],
    repeated: set[int],
    rebuilt: set[int],
) -> None:
    path = tmp_path_factory.mktemp("history") / "search.sqlite"
    with closing(SearchIndex.open(path, writable=True)) as index:
        before: set[NameRow | QuoteRow] = set()
        for number, after in enumerate(states, 1):
            if number in repeated:
                index.apply(number, [Part({}, _lines(set(NAMES) - before))])
            if number in rebuilt:
                index.rebuild(number, [(g, line) for g, ls in _lines(after).items() for line in ls])
            else:
                assert index.apply(
                    number, [Part(_lines(before - after), {}), Part({}, _lines(after - before))]
                )
            before = after
        _check(index, states, kept=range(1, len(states) + 1))
        oldest = len(states) // 2 + 1
        index.forget_before(oldest)
        _check(index, states, kept=range(oldest, len(states) + 1))
        index.erase([len(states)])
        _check(index, states, kept=[len(states)])


def _check(
    index: SearchIndex, states: list[set[NameRow | QuoteRow]], *, kept: Iterable[int]
) -> None:
    for number in kept:
        state = states[number - 1]
        assert {*index.rows(number)} == state
        for query in ("riga", "port"):
            things = {r.iri for r in state if isinstance(r, NameRow) and query in r.name.lower()}
            quotes = {
                (row.document, row.quote, row.claim)
                for row in state
                if isinstance(row, QuoteRow) and query in row.quote.lower()
            }
            found = index.find(query, generation=number)
            assert {hit.iri for hit in found if hit.kind == "City"} == things
            assert index.count(query, generation=number) == len(things)
            assert {
                (hit.document, hit.text, claim) for hit in found for claim in hit.claims
            } == quotes


def test_who_reads_one_generation_sees_nothing_of_the_next(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    with (
        closing(built(tmp_path, ("r", "Riga"))) as writer,
        closing(SearchIndex.open(path)) as index,
    ):
        rows = index.rows(1)
        first = next(rows)
        assert writer.apply(
            2, [Part({None: named(city("r"), "Riga")}, {None: named(city("r"), "Tartu")})]
        )
        assert texts(index.find("riga", generation=1)) == ["Riga"]
        assert texts(index.find("tartu", generation=2)) == ["Tartu"]
        assert [first, *rows] == [NameRow(city("r"), "City", "Riga", "en")]


def _die_halfway(path: Path) -> None:
    def parts() -> Iterator[Part]:
        yield Part({None: named(city("r"), "Riga")}, {None: named(city("t"), "Tartu")})
        yield Part(added={REPORT: said({f"c{n}": f"Riga {n}." for n in range(20_000)})})
        os.kill(os.getpid(), signal.SIGKILL)

    SearchIndex.open(path, writable=True).apply(2, parts())


def test_a_writer_that_is_killed_leaves_the_generation_before(tmp_path: Path) -> None:
    built(tmp_path, ("r", "Riga")).close()
    path = tmp_path / "search.sqlite"
    process = multiprocessing.get_context("spawn").Process(target=_die_halfway, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with closing(SearchIndex.open(path, writable=True)) as index:
        assert index.generations == range(1, 2)
        assert texts(index.find("riga", generation=2)) == ["Riga"]
        assert index.apply(2, [Part(added={None: named(city("t"), "Tartu")})])
        assert texts(index.find("t", generation=2)) == ["Tartu"]


# What is left


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_is_erased_leaves_no_byte_behind(tmp_path: Path) -> None:
    # Every secret word begins differently, so that no term shares its beginning with another.
    secrets = [f"{chr(97 + n)}qz{n}kwxv" for n in range(20)]
    quotes = {f"c{n}": f"The {word} of Riga is {word[::-1]}." for n, word in enumerate(secrets)}
    public = {f"p{n}": f"Public words {n} of Riga and its port." for n in range(2000)}
    with closing(built(tmp_path, ("r", "Riga", *secrets), quotes=quotes)) as index:
        assert index.apply(2, [Part(added={NEWS: said(public)})])
        for generation, word in enumerate(secrets, 3):
            lines = {line for line in named(city("r"), "Riga", word) if word in line}
            gone = {f"c{generation - 3}": quotes[f"c{generation - 3}"]}
            assert index.apply(generation, [Part({None: lines, REPORT: said(gone)}, {})])
        last = index.generations[-1]
        assert all(word.encode() in _bytes(tmp_path) for word in secrets)
        index.erase([last])
        assert index.cut_log()
        left = _bytes(tmp_path)
        assert not [word for word in secrets if word.encode() in left]
        assert not [word for word in secrets if word[2:].encode() in left]
        assert not [word for word in secrets if word[::-1].encode() in left]
        assert REPORT.encode() not in left
        assert len(index.find("riga", generation=last, limit=5000)) == 2001
    assert not [word for word in secrets if word.encode() in _bytes(tmp_path)]


def test_erasing_keeps_what_any_kept_generation_holds(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("r", "Riga"))) as index:
        assert index.apply(
            2, [Part({None: named(city("r"), "Riga")}, {None: named(city("r"), "Tartu")})]
        )
        assert index.apply(
            3, [Part({None: named(city("r"), "Tartu")}, {None: named(city("r"), "Oslo")})]
        )
        index.erase([1, 3])
        assert index.cut_log()
        assert texts(index.find("r", generation=1)) == ["Riga"]
        assert texts(index.find("oslo", generation=3)) == ["Oslo"]
        assert b"Tartu" not in _bytes(tmp_path)
        assert b"tartu" not in _bytes(tmp_path)


def test_a_file_that_is_no_index_is_made_anew_by_a_writer_only(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    assert SearchIndex.covering(path, 1) is None
    path.write_bytes(b"no database at all" * 100)
    assert SearchIndex.covering(path, 1) is None
    with pytest.raises(StoreError, match=r"search\.sqlite"):
        SearchIndex.open(path)
    with closing(built(tmp_path, ("r", "Riga"))) as index:
        assert texts(index.find("riga", generation=1)) == ["Riga"]
    covering = SearchIndex.covering(path, 1)
    assert covering is not None
    covering.close()
    assert SearchIndex.covering(path, 2) is None


def test_a_file_of_another_version_is_made_anew_by_a_writer_only(tmp_path: Path) -> None:
    built(tmp_path, ("r", "Riga")).close()
    path = tmp_path / "search.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'layout'")
    with pytest.raises(StoreError, match="another version"):
        SearchIndex.open(path)
    with closing(SearchIndex.open(path, writable=True)) as index:
        assert index.generations == range(1, 1)
        assert [*index.rows(1)] == []


def test_readers_and_a_writer_are_not_in_each_others_way(tmp_path: Path) -> None:
    quotes = {f"c{n}": f"Riga says {n}." for n in range(50)}
    built(tmp_path, ("r", "Riga"), quotes=quotes).close()
    path, last, finished = tmp_path / "search.sqlite", 12, threading.Event()

    def read(index: SearchIndex) -> int:
        rounds = 0
        while not finished.is_set() or not rounds:
            newest = index.generations[-1]
            for generation in {1, newest}:
                hits = index.find("riga", generation=generation, limit=None)
                assert sum(hit.kind == "City" for hit in hits) == generation
                assert sum(hit.kind == "Claim" for hit in hits) == 51 - generation
            rounds += 1
        return rounds

    with (
        closing(SearchIndex.open(path)) as shared,
        closing(SearchIndex.open(path, writable=True)) as writer,
        ThreadPoolExecutor(3) as threads,
    ):
        reading = [threads.submit(read, shared) for _ in range(3)]
        try:
            for number in range(2, last + 1):
                gone = {f"c{number}": quotes[f"c{number}"]}
                come = named(city(f"n{number}"), f"Riga {number}")
                assert writer.apply(number, [Part({REPORT: said(gone)}, {None: come})])
            writer.erase([1, *range(3, last + 1)])
        finally:
            finished.set()
        assert all(each.result() for each in reading)


def _read_as_nobody(path: Path) -> None:
    """Search as a user who may write nothing there; the exit status says what was found."""
    if os.geteuid() == 0:
        os.setuid(65534)
    with closing(SearchIndex.open(path)) as index:
        sys.exit(len(index.find("riga", generation=1)))


def test_a_folder_that_nothing_can_be_written_in_is_searched_all_the_same() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built(folder, ("r", "Riga"), quotes={"a": "Riga."}).close()
        (folder / "search.sqlite").chmod(0o444)
        folder.chmod(0o555)
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_read_as_nobody, args=(folder / "search.sqlite",))
        process.start()
        process.join()
        folder.chmod(0o755)
        assert process.exitcode == 2
