"""The hansa command as people type it: real processes, a real model, a real store.

Each command starts cold at least once; ``warm.hansa`` is the same command, forked, for what a test
says about something else than starting.
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests import warm
from tests.api.sample import write_namesakes
from tests.ingest.document_makers import make_pdf

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "ingest" / "samples"
STATEMENT = SAMPLES / "joint-statement-baltic-harbour-cities.md"
RELEASE = SAMPLES / "press-release-indian-ocean-port-cities.md"


def hansa(
    *words: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in *cwd* and return what came of it."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "api.cli", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory into which two samples were ingested."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    done = hansa("ingest", STATEMENT, RELEASE, "--store", folder, "--root", SAMPLES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 added; generation 1\n"
    return folder


def test_the_same_documents_again_change_nothing(store: Path) -> None:
    before = hansa("export", "-", "--store", store).stdout
    again = hansa("ingest", RELEASE, STATEMENT, "--store", store, "--root", SAMPLES)
    assert again.stdout == "2 unchanged; generation 1\n"
    assert warm.hansa("export", "-", "--store", store).stdout == before


def test_a_question_is_answered_with_the_sentence_behind_it(store: Path) -> None:
    asked = hansa("ask", "members-of-network", "network=IOPCN", "--store", store)
    assert asked.returncode == 0
    assert "Colombo is a member of Indian Ocean Port Cities Network." in asked.stdout
    assert "The founding members are Mombasa" in asked.stdout


def test_an_unknown_name_is_answered_with_the_nearest(store: Path) -> None:
    asked = warm.hansa("ask", "members-of-network", "network=IOPCM", "--store", store)
    assert asked.returncode == 2
    assert asked.stdout == ""
    assert asked.stderr.startswith("hansa: no network named 'IOPCM'; did you mean")
    assert "IOPCN" in asked.stderr
    assert asked.stderr.count("\n") == 1


def test_of_a_page_without_rows_only_what_is_true_is_said(store: Path) -> None:
    words = ("ask", "members-of-network", "network=IOPCN", "--store", store)
    asked = warm.hansa(*words, "--limit", "0")
    assert asked.stdout == "… more follow: --offset 0\n"
    asked = warm.hansa(*words, "--offset", "500")
    assert asked.stdout == "No row comes after the first 500.\n"


def test_a_name_of_several_things_lists_what_to_type_for_each(tmp_path: Path) -> None:
    store = write_namesakes(tmp_path / "data")
    asked = warm.hansa("ask", "posts-of", "person=Ida Lind", "--store", store)
    assert (asked.returncode, asked.stdout) == (2, "")
    lines = asked.stderr.splitlines()
    assert lines[2].strip() == "the person Ida Lind, in News 0"
    again = warm.hansa("ask", "posts-of", lines[1].strip(), "--store", store)
    assert "Ida Lind works for Blue Bank." in again.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "members-of-netwerk"),
        ("ask", "members-of-network", "IOPCN"),
        ("ask", "members-of-network"),
        ("ask", "members-of-network", "network=IOPCN", "colour=red"),
        ("ask", "members-of-network", "network=IOPCN", "network=BHCN"),
        ("ask", "networks", "--store", ""),
        ("serve", "--port", "99999"),
        ("ingest", "a.md", "b.md", "--id", "one"),
        ("ingest",),
        ("nothing-of-the-kind",),
        ("query", "no-such-file.rq"),
        ("ingest", STATEMENT, "--id", ""),
        ("ingest", STATEMENT, "--root", "no-such-folder"),
        ("ingest", STATEMENT, "--root", STATEMENT),
        ("extract", STATEMENT, "--root", "no-such-folder"),
    ],
)
def test_wrong_use_exits_2_and_says_so(store: Path, words: tuple[str | Path, ...]) -> None:
    done = warm.hansa(*words, HANSA_STORE=str(store))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    done = hansa("--version")
    assert (done.returncode, done.stdout) == (0, f"hansa {version('hansa')}\n")


def test_without_a_name_the_questions_are_listed() -> None:
    listed = hansa("ask")
    assert listed.returncode == 0
    (line,) = [each for each in listed.stdout.splitlines() if "Who belongs to a network?" in each]
    assert line.split()[:2] == ["members-of-network", "network=…"]


def test_a_question_is_described_when_asked_or_when_a_value_is_missing(store: Path) -> None:
    described = warm.hansa("ask", "members-of-network", "--describe")
    assert described.returncode == 0
    assert 'hansa ask members-of-network network="' in described.stdout
    missing = warm.hansa("ask", "members-of-network", "--store", store)
    assert missing.returncode == 2
    assert described.stdout in missing.stderr


def test_sparql_answers_as_table_csv_and_turtle(store: Path) -> None:
    text = "SELECT ?n { ?x a hansa:Network ; rdfs:label ?n } ORDER BY ?n LIMIT 1"
    assert hansa("query", text, "--store", store).stdout.startswith("n\nBaltic Harbour")
    # (in text mode Python turns the line ends CRLF of CSV into LF)
    assert warm.hansa("query", text, "--format", "csv", "--store", store).stdout.startswith("n\n")
    graph = "CONSTRUCT { ?x a hansa:Network } WHERE { ?x a hansa:Network }"
    assert "a hansa:Network" in warm.hansa("query", graph, "--store", store).stdout
    assert warm.hansa("query", "ASK {}", "--store", store).stdout == "yes\n"
    wrong = warm.hansa("query", "SELECT {", "--store", store)
    assert (wrong.returncode, wrong.stdout) == (1, "")


def test_an_empty_query_is_said_to_be_empty(store: Path) -> None:
    done = warm.hansa("query", "", "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "hansa: the query is empty; give SPARQL, a file that holds it, or - for standard input\n"
    )


def test_a_query_may_come_from_a_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?x a hansa:City }", encoding="utf-8")
    assert hansa("query", tmp_path / "q.rq", "--store", store).stdout == "yes\n"


def test_extract_prints_the_form_of_the_gold_files() -> None:
    done = hansa("extract", STATEMENT, "--format", "json", "--root", SAMPLES)
    read = json.loads(done.stdout)
    text = STATEMENT.read_text(encoding="utf-8")
    assert read["document"] == STATEMENT.name
    assert {entity["type"] for entity in read["entities"]} >= {"City", "Country", "Network"}
    assert read["facts"]
    assert all(fact["evidence"] in text for fact in read["facts"])
    several = warm.hansa("extract", STATEMENT, RELEASE, "--format", "json", "--root", SAMPLES)
    assert len(json.loads(several.stdout)) == 2


def test_extract_as_turtle_can_be_parsed() -> None:
    from pyoxigraph import RdfFormat, parse

    done = warm.hansa("extract", STATEMENT, "--format", "ttl", "--root", SAMPLES)
    assert len(list(parse(done.stdout, format=RdfFormat.TURTLE))) > 100


def test_good_files_are_ingested_and_each_bad_one_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in (STATEMENT.name, RELEASE.name, "newsletter-quiet-streets.md"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "latin.txt").write_bytes("Málaga joined the network in June.\n".encode("latin-1"))
    (folder / "locked.pdf").write_bytes(make_pdf(password="secret"))  # noqa: S106
    done = warm.hansa("ingest", folder, "--store", tmp_path / "data", "--root", folder)
    assert done.returncode == 1
    assert done.stdout == "3 added, 4 failed; generation 1\n"
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    for name, reason in (
        ("empty.txt", "empty"),
        ("picture.txt", "binary"),
        ("latin.txt", "UTF-8"),
        ("locked.pdf", "password"),
    ):
        assert any(name in line and reason in line for line in lines), (name, lines)


def test_a_changed_document_replaces_what_it_said_and_retract_takes_it_back(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", tmp_path / "note.md"
    lasting = tmp_path / "lasting.md"
    lasting.write_text("# Note\n\nOslo is a member of the Fjord Cities Network.\n", "utf-8")
    file.write_text("# News\n\nTurku is a member of the Port Cities Network.\n", "utf-8")
    warm.hansa("ingest", lasting, "--store", data, "--root", tmp_path)
    alone = warm.hansa("export", "-", "--store", data).stdout
    warm.hansa("ingest", file, "--store", data, "--root", tmp_path)
    assert "Port Cities Network" in warm.hansa("export", "-", "--store", data).stdout
    file.write_text("# News\n\nVaasa is a member of the Archipelago Cities Network.\n", "utf-8")
    changed = warm.hansa("ingest", file, "--store", data, "--root", tmp_path)
    assert changed.stdout.startswith("1 changed")
    exported = warm.hansa("export", "-", "--store", data).stdout
    assert "Port Cities Network" not in exported
    assert "Archipelago Cities Network" in exported
    rebuilt = hansa("rebuild", "--store", data)
    assert rebuilt.returncode == 0
    assert warm.hansa("export", "-", "--store", data).stdout == exported
    assert hansa("retract", "note.md", "--store", data).returncode == 0
    assert warm.hansa("export", "-", "--store", data).stdout == alone
    assert warm.hansa("retract", "note.md", "--store", data).returncode == 2


def test_a_duplicate_is_named_when_it_comes_when_listed_and_when_it_goes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Turku is a member of the Port Cities Network.\n", "utf-8")
    files = (tmp_path / "a.txt", tmp_path / "b.txt")
    done = warm.hansa("ingest", *files, "--store", data, "--root", tmp_path)
    assert done.stdout == "1 added, 1 duplicate; generation 1\n"
    assert done.stderr == "hansa: b.txt has the same bytes as a.txt; they count once\n"
    assert "b.txt\t(the same bytes as a.txt)" in hansa("documents", "--store", data).stdout
    gone = warm.hansa("retract", "b.txt", "--store", data)
    assert gone.stderr == "hansa: the same bytes are still there as a.txt\n"


def test_a_purge_tells_of_the_copies_that_go_with_it_and_of_those_that_stay(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("Turku is a member of the Port Cities Network.\n", "utf-8")
    files = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    warm.hansa("ingest", *files, "--store", data, "--root", tmp_path)
    warm.hansa("retract", "a.txt", "--store", data)
    done = warm.hansa("retract", "a.txt", "--purge", "--store", data)
    assert (done.returncode, done.stderr) == (
        0,
        "hansa: its text is still there as b.txt, c.txt\n",
    )
    warm.hansa("retract", "b.txt", "--store", data)
    files[0].write_text("Turku is on the coast.\n", "utf-8")
    warm.hansa("ingest", files[0], "--id", "c.txt", "--store", data)
    warm.hansa("ingest", files[1], "--store", data, "--id", "d.txt")
    done = warm.hansa("retract", "d.txt", "--purge", "--store", data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        "with it: b.txt, which had the same bytes and was retracted",
        "with it: what c.txt once had of the same bytes; what it has now stays",
    ]
    assert b"Port Cities" not in (data / "documents.sqlite").read_bytes()


def test_one_key_is_for_one_document(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Turku is a member of the {name} Network.\n", "utf-8")
    done = warm.hansa("ingest", tmp_path, "--id", "x", "--store", tmp_path / "data")
    assert done.returncode == 1
    assert "the key 'x' is for one document, and 2 were found" in done.stderr


def test_validate_says_that_the_graph_conforms(store: Path) -> None:
    done = hansa("validate", "--store", store)
    assert (done.returncode, done.stdout) == (0, "generation 1 conforms\n")


def test_an_empty_data_directory_is_said_in_one_sentence(tmp_path: Path) -> None:
    for words in (("ask", "networks"), ("documents",), ("validate",), ("query", "ASK {}")):
        done = warm.hansa(*words, "--store", tmp_path / "none")
        assert (done.returncode, done.stdout) == (1, "")
        assert "hansa ingest" in done.stderr
        assert not (tmp_path / "none").exists()


def test_an_unknown_setting_is_refused_with_the_list_of_known_ones() -> None:
    done = hansa("documents", HANSA_STOER="x")
    assert done.returncode == 2
    assert "HANSA_STOER" in done.stderr
    assert "HANSA_STORE" in done.stderr


def test_asking_loads_neither_the_model_nor_the_server(store: Path) -> None:
    code = (
        "import sys; sys.argv = ['hansa', 'ask', 'networks', '--store', sys.argv[1]]\n"
        "from api.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'spacy', 'fastapi', 'strawberry', 'rdflib'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "networks", "--store", "{folder}/none"),
        ("retract", "a.md", "--store", "{folder}/none"),
        ("rebuild", "--store", "{folder}/none"),
        ("export", "{folder}/none/file.nq"),
        ("serve", "--host", "no..host", "--port", "0"),
        ("serve", "--host", "192.0.2.1", "--port", "0"),
    ],
)
def test_what_the_system_refuses_is_one_line(
    store: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("Riga is a city.")
    filled = [word.format(file=tmp_path / "file", folder=tmp_path) for word in words]
    done = warm.hansa(*filled, cwd=tmp_path, HANSA_STORE=str(store))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("hansa: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_taken_port_is_said(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = hansa("serve", "--port", str(port), "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"hansa: cannot listen on 127.0.0.1, port {port}: ")


def test_a_query_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes("ASK { ?s ?p 'Gdańsk' }".encode("utf-16"))
    done = warm.hansa("query", "latin.rq", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hansa: latin.rq is not UTF-8 from byte 0 on")


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("export - | head -n 1", 0, ""),
        ("ask | head -n 1", 0, ""),
        ("ask networks | true", 0, ""),
        ("ask networks > /dev/full", 1, "hansa: No space left on device\n"),
        ("export - > /dev/full", 1, "hansa: No space left on device\n"),
        ("ask networks >&-", 1, "hansa: standard output is closed; give the answer some"),
        ("query - <&-", 2, "hansa: standard input is closed; give the query as an"),
    ],
)
def test_streams_may_end_early(store: Path, command: str, status: int, said: str) -> None:
    line = f"{shlex.quote(sys.executable)} -m api.cli {command}; exit ${{PIPESTATUS[0]}}"
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "HANSA_STORE": str(store)}
    done = subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == status
    assert done.stderr.startswith(said) if said else not done.stderr
    assert done.stderr.count("\n") <= 1


def test_the_demonstration_answers_its_three_questions(tmp_path: Path) -> None:
    done = hansa("demo", "--no-serve", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    _, *answers = done.stdout.split("\nhansa ask ")
    assert len(answers) == 3
    for answer in answers:
        typed, shown = answer.split("\n", maxsplit=1)
        assert "\n- " in f"\n{shown}", answer
        again = warm.hansa("ask", *shlex.split(typed), "--limit", "4", cwd=tmp_path)
        assert shown.startswith(again.stdout)
        assert "“" in answer, answer
