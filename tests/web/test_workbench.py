"""The build of the workbench: what pages load of it, how much that is, and what is without it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from api.errors import AssetsError
from api.web import node, workbench_build
from api.web.workbench import NO_WORKBENCH, NOTHING, Workbench, read_chunks, read_workbench
from api.web.workbench_build import FOLDER, HERE, STAMP
from tests.api.problem import assert_problem
from tests.api.server import ROOT, running_server

BROWSER = {"Accept": "text/html"}
PAGES = sorted(path.stem for path in (HERE / "src" / "pages").glob("*.ts*"))
#: Bytes, gzipped, of all that the first sight of a page needs.
MOST = 250_000


@pytest.fixture(scope="module")
def bench(built: None) -> Workbench:  # noqa: ARG001
    return read_workbench(FOLDER)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_at_first_is_little(bench: Workbench, page: str) -> None:
    loaded = bench.loaded("" if page == "shell" else page)
    names = [*loaded.styles, *loaded.scripts, *loaded.preloads]
    style = (ROOT / "api/templates/style.css").read_bytes()
    bodies = [style, *(bench.files[name].body for name in names)]
    assert sum(len(gzip.compress(body)) for body in bodies) <= MOST
    assert len(names) == len(set(names))


def test_every_template_asks_for_a_page_that_there_is() -> None:
    templates = (ROOT / "api/templates").rglob("*.html")
    asked = {
        name for path in templates for name in re.findall(r'island = "(\w+)"', path.read_text())
    }
    assert asked == set(PAGES) - {"shell"}


def test_its_files_are_kept_for_good_and_have_no_map(demo: httpx.Client) -> None:
    page = demo.get("/explore", headers=BROWSER).text
    names = re.findall(r'static/([\w.-]+)"', page)
    assert len(names) >= 3
    for name in names:
        found = demo.get(f"/static/{name}")
        assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "sourceMappingURL" not in found.text
        tag = {"If-None-Match": found.headers["etag"]}
        assert demo.get(f"/static/{name}", headers=tag).status_code == 304
    assert_problem(demo.get("/static/manifest.json"), 404, "not-found")
    assert_problem(demo.get(f"/static/{STAMP}"), 404, "not-found")


def test_without_it_a_page_that_needs_it_says_how_to_get_it(demo_store: Path) -> None:
    with running_server(demo_store, HANSA_WORKBENCH="off") as client:
        for path in ("/explore", "/explore/map", "/ingest", "/review"):
            assert_problem(client.get(path), 404, "not-found")
            page = client.get(path, headers=BROWSER)
            assert "make web" in page.text, path
            assert "<script" not in page.text, path
            assert f'href=".{path}"' not in client.get("/", headers=BROWSER).text


def test_a_view_that_is_none_is_not_found(demo: httpx.Client) -> None:
    assert_problem(demo.get("/explore/nothing"), 404, "not-found")


def test_a_build_that_is_not_whole_is_left_out(tmp_path: Path, bench: Workbench) -> None:
    assert NO_WORKBENCH.loaded("explore") is NOTHING
    assert read_workbench(tmp_path) is NO_WORKBENCH
    torn = shutil.copytree(FOLDER, tmp_path / "torn")
    for needed in (bench.loaded().scripts[0], bench.loaded("sparql").styles[-1]):
        data = (torn / needed).read_bytes()
        (torn / needed).unlink()
        assert read_workbench(torn) is NO_WORKBENCH
        (torn / needed).write_bytes(data)
        assert read_workbench(torn).is_built


@pytest.mark.parametrize(
    "manifest",
    ["{", "[]", "1", '{"a": 1}', '{"a": {}}', '{"a": {"file": 1}}', '{"a": {"file": ["a.js"]}}']
    + [f'{{"a": {{"file": "a.js", {rest}}}}}' for rest in ('"css": 1', '"imports": ["b"]')],
)
def test_a_manifest_of_another_shape_is_left_out(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "a.js").write_text("")
    (tmp_path / "manifest.json").write_text(manifest)
    assert read_workbench(tmp_path) is NO_WORKBENCH


def test_modules_may_import_one_another_in_a_circle() -> None:
    manifest = {
        "shell": {"isEntry": True, "name": "shell", "file": "shell.js", "imports": ["one"]},
        "one": {"file": "one.js", "imports": ["other"], "css": ["one.css"]},
        "other": {"file": "other.js", "imports": ["one"], "css": ["other.css"]},
    }
    loaded = Workbench({}, read_chunks(manifest)).loaded()
    assert loaded.preloads == ("other.js", "one.js")
    assert loaded.styles == ("other.css", "one.css")


def test_a_module_that_several_share_is_preloaded_once() -> None:
    shared = {"file": "shared.js", "css": ["shared.css"]}
    entry = {"isEntry": True, "imports": ["shared"]}
    manifest = {
        "shared": shared,
        "a": {**entry, "name": "shell", "file": "shell.js"},
        "b": {**entry, "name": "map", "file": "map.js", "css": ["map.css"]},
    }
    chunks = read_chunks(manifest)
    loaded = Workbench({}, chunks).loaded("map")
    assert loaded.scripts == ("shell.js", "map.js")
    assert loaded.preloads == ("shared.js",)
    assert loaded.styles == ("shared.css", "map.css")
    assert Workbench({}, chunks).loaded("nothing").scripts == ("shell.js",)


def test_what_fails_in_the_build_is_told_and_the_old_build_stays(tmp_path: Path) -> None:
    with pytest.raises(AssetsError, match=r"npm cannot fetch the workbench: .*no such file"):
        node.run(["sh", "-c", "echo no such file; exit 1"], tmp_path, "the workbench")


def test_the_lock_file_names_no_registry_and_every_package_by_its_digest() -> None:
    text = (HERE / "package-lock.json").read_text()
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    without = [name for name, each in packages.items() if name and "integrity" not in each]
    assert without == []
    wanted = json.loads((HERE / "package.json").read_text())
    several = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [each for each in several.values() if not re.fullmatch(r"\d+\.\d+\.\d+", each)] == []


@pytest.mark.usefixtures("built")
def test_a_wheel_holds_the_build_and_not_its_sources(tmp_path: Path) -> None:
    if not workbench_build.is_built():
        pytest.skip("the workbench is not built")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"api/static/workbench/{path.name}" for path in FOLDER.iterdir()} <= names
    assert {"api/web/theme.js", "api/templates/workbench/explore.html"} <= names
    assert [
        each for each in names if "node_modules" in each or each.startswith("api/web/src")
    ] == []
