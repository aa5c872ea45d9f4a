"""Taking the graph out and keeping it, as people type it: real stores, real files."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph.workspace import Workspace
from tests.api.command_line import hansa
from tests.api.sample import KEY, first, second, write_namesakes, write_sample

SUFFIXES = ("nq", "trig", "ttl", "nt", "jsonld")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with two documents, for reading only."""
    return write_sample(tmp_path_factory.mktemp("keeping") / "data")


class TestExport:
    """hansa export."""

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_suffix_says_the_format(self, store: Path, tmp_path: Path, suffix: str) -> None:
        file = tmp_path / f"graph.{suffix}"
        done = hansa("export", file, "--store", store)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        form = RdfFormat.from_extension(suffix)
        assert list(parse(path=file, format=form))
        assert list(tmp_path.iterdir()) == [file]
        named = hansa("export", "-", "--format", suffix, "--store", store)
        assert named.stdout == file.read_text()

    def test_a_compressed_export_is_the_same_bytes_each_time(
        self, store: Path, tmp_path: Path
    ) -> None:
        files = [tmp_path / "one.nq.gz", tmp_path / "two.nq.gz"]
        for file in files:
            assert hansa("export", file, "--store", store).returncode == 0
            os.utime(file, (1, 1))
        assert files[0].read_bytes() == files[1].read_bytes()
        plain = hansa("export", "-", "--store", store).stdout
        assert gzip.decompress(files[0].read_bytes()).decode() == plain

    def test_an_unknown_suffix_names_those_known(self, store: Path, tmp_path: Path) -> None:
        for name in ("graph.rdf", "graph", "graph.gz"):
            done = hansa("export", tmp_path / name, "--store", store)
            assert (done.returncode, done.stdout) == (2, "")
            assert ".nq, .trig, .ttl, .nt, .jsonld" in done.stderr
            assert done.stderr.count("\n") == 1
        assert not list(tmp_path.iterdir())

    def test_a_named_format_needs_no_suffix(self, store: Path, tmp_path: Path) -> None:
        file = tmp_path / "graph"
        assert hansa("export", file, "--format", "nq", "--store", store).returncode == 0
        assert file.read_bytes()

    def test_a_folder_and_a_place_that_is_not_there_are_refused(
        self, store: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "folder.nq").mkdir()
        folder = hansa("export", tmp_path / "folder.nq", "--store", store)
        assert (folder.returncode, folder.stderr.count("\n")) == (2, 1)
        assert "is a folder" in folder.stderr
        missing = hansa("export", tmp_path / "none" / "graph.nq", "--store", store)
        assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
        assert f"{tmp_path}/none/graph.nq: No such file" in missing.stderr
        special = hansa("export", "/proc/graph.nq", "--store", store)
        assert (special.returncode, special.stderr.count("\n")) == (1, 1)

    def test_a_full_disk_is_told_in_one_sentence(self, store: Path) -> None:
        full = hansa("export", "/dev/full", "--format", "nq", "--store", store)
        assert (full.returncode, full.stderr.count("\n")) == (1, 1)
        assert "No space left" in full.stderr
        assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)

    def test_an_export_that_fails_leaves_nothing_behind(self, store: Path, tmp_path: Path) -> None:
        file = tmp_path / "graph.ttl"
        file.write_text("what was there before")
        done = hansa("export", file, "--graph", "urn:nowhere", "--store", store)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "urn:nowhere" in done.stderr
        assert file.read_text() == "what was there before"
        assert list(tmp_path.iterdir()) == [file]

    def test_a_graph_may_be_named_without_the_base(self, store: Path) -> None:
        (document, *_) = hansa("documents", "--store", store).stdout.splitlines()[1:]
        whole = document.split("\t")[-1]
        short = whole[whole.index("doc/") :]
        named = hansa("export", "-", "--graph", whole, "--store", store).stdout
        assert named
        for written in (short, f"<{whole}>"):
            assert hansa("export", "-", "--graph", written, "--store", store).stdout == named

    def test_a_link_is_followed(self, store: Path, tmp_path: Path) -> None:
        (tmp_path / "link.nt").symlink_to(tmp_path / "file.nt")
        assert hansa("export", tmp_path / "link.nt", "--store", store).returncode == 0
        assert (tmp_path / "link.nt").is_symlink()
        assert (tmp_path / "file.nt").read_bytes()

    def test_a_generation_that_is_not_kept_names_those_that_are(self, store: Path) -> None:
        done = hansa("export", "-", "--generation", "7", "--store", store)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "hansa: there never was a generation 7; there are: 1\n"
        newest = hansa("export", "-", "--generation", "1", "--store", store)
        assert newest.stdout == hansa("export", "-", "--store", store).stdout


class TestBackup:
    """hansa backup and hansa restore."""

    def test_what_was_backed_up_is_restored(self, store: Path, tmp_path: Path) -> None:
        done = hansa("backup", tmp_path / "monday", "--store", store)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"generation 1 is backed up to {tmp_path}/monday: ")
        again = hansa("restore", tmp_path / "monday", "--store", tmp_path / "new")
        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout.startswith(f"generation 1 is restored into {tmp_path}/new: ")
        before = hansa("export", "-", "--store", store).stdout
        assert hansa("export", "-", "--store", tmp_path / "new").stdout == before

    def test_a_damaged_backup_is_one_sentence(self, store: Path, tmp_path: Path) -> None:
        assert hansa("backup", tmp_path / "monday", "--store", store).returncode == 0
        (tmp_path / "monday" / "data" / "documents.sqlite").write_bytes(b"nothing")
        done = hansa("restore", tmp_path / "monday", "--store", tmp_path / "new")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert "documents.sqlite is not what was backed up; take another one" in done.stderr
        assert not (tmp_path / "new").exists()

    def test_places_that_are_not_empty_are_refused(self, store: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        for command in ("backup", "restore"):
            done = hansa(command, tmp_path, "--store", store)
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


class TestDiff:
    """hansa diff."""

    @pytest.fixture
    def grown(self, tmp_path: Path) -> Path:
        """Return a data directory with one document more in its second generation."""
        with Workspace(tmp_path / "data").writer() as writer:
            for document, extraction in (first(), second()):
                writer.put(document, extraction)
                writer.commit()
        return tmp_path / "data"

    def test_facts_come_and_go_with_their_documents(self, grown: Path) -> None:
        retracted = hansa("retract", KEY, "--store", grown)
        assert retracted.returncode == 0, retracted.stderr
        done = hansa("diff", "2", "3", "--store", grown)
        assert (done.returncode, done.stderr) == (0, "")
        head, *rows = [line.split("\t") for line in done.stdout.splitlines()]
        assert head == ["", "subject", "property", "object", "status", "documents"]
        title = "Joint <statement> of the League"
        assert ["-", "Tartu", "memberOf", "Baltic Sea League", "asserted", title] in rows
        assert ["-", "Baltic Sea League", "foundingYear", "1998", "asserted", title] in rows
        assert not any(row[1] == "Riga" for row in rows)  # the news says it too
        turned = hansa("diff", "3", "2", "--store", grown).stdout
        assert turned == done.stdout.replace("\n-", "\n+")

    def test_json_has_the_iris(self, grown: Path) -> None:
        hansa("retract", KEY, "--store", grown)
        done = hansa("diff", "2", "3", "--format", "json", "--store", grown)
        told = json.loads(done.stdout)
        assert (told["from"], told["to"]) == (2, 3)
        assert {change["change"] for change in told["changes"]} == {"removed"}
        year = next(each for each in told["changes"] if each["property"] == "foundingYear")
        assert year["object"] == {"name": "1998"}
        assert year["subject"]["iri"].startswith("https://w3id.org/hansa/id/network/")
        assert [each["iri"].startswith("https://") for each in year["documents"]] == [True]

    def test_a_thing_that_goes_by_another_iri_is_told_in_a_line_of_its_own(
        self, tmp_path: Path
    ) -> None:
        store = write_namesakes(tmp_path / "data", at_once=False)
        done = hansa("diff", "1", "2", "--store", store)
        assert (done.returncode, done.stderr) == (0, "")
        _, renamed, new = (line.split("\t") for line in done.stdout.splitlines())
        sign, before, verb, after, facts, titles = renamed
        assert (sign, before, verb) == ("=", "Ida Lind (id/person/ida-lind)", "is now")
        assert after.startswith("Ida Lind (id/person/ida-lind-")
        assert (facts, titles) == ("1 fact", "News 0")
        assert new == ["+", "Ida Lind", "worksFor", "Grey Press", "asserted", "News 1"]
        told = json.loads(hansa("diff", "2", "1", "--format", "json", "--store", store).stdout)
        assert [each["change"] for each in told["changes"]] == ["removed"]
        (renaming,) = told["renamed"]
        assert renaming["before"]["iri"].startswith("https://w3id.org/hansa/id/person/ida-lind-")
        assert renaming["after"] == {
            "name": "Ida Lind",
            "iri": "https://w3id.org/hansa/id/person/ida-lind",
        }
        assert renaming["facts"] == 1
        assert [each["name"] for each in renaming["documents"]] == ["News 0"]

    def test_the_same_generation_differs_in_nothing(self, grown: Path) -> None:
        done = hansa("diff", "2", "2", "--store", grown)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_a_generation_that_is_not_there_is_one_sentence(self, grown: Path) -> None:
        for numbers in (("1", "9"), ("9", "1"), ("9", "9")):
            done = hansa("diff", *numbers, "--store", grown)
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr == "hansa: there never was a generation 9; there are: 1, 2\n"


class TestCheck:
    """hansa check."""

    def test_a_sound_directory_is_said_to_be(self, store: Path) -> None:
        for options in ([], ["--all"], ["--deep"]):
            done = hansa("check", *options, "--store", store)
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout == "generation 1 is sound\n"

    def test_each_fault_is_a_line(self, store: Path, tmp_path: Path) -> None:
        shutil.copytree(store, tmp_path / "data")
        (tmp_path / "data" / "generations" / ".partial").mkdir()
        (tmp_path / "data" / "current.new").write_text("9")
        done = hansa("check", "--store", tmp_path / "data")
        assert (done.returncode, done.stderr) == (1, "")
        *faults, verdict = done.stdout.splitlines()
        assert verdict == "generation 1 is not sound"
        assert [fault.partition(": ")[0] for fault in faults] == [
            f"{tmp_path}/data/current.new",
            f"{tmp_path}/data/generations/.partial",
        ]

    def test_where_nothing_is_there_is_nothing_to_check(self, tmp_path: Path) -> None:
        done = hansa("check", "--store", tmp_path / "none")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
