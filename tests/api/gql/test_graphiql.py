"""GraphiQL from our own files: used in a real browser that reaches nothing else, and kept to it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_schema, parse, validate

from api.errors import AssetsError
from api.gql.schema import schema
from api.web import workbench_build
from api.web.build import main
from api.web.graphiql import build
from api.web.graphiql.assets import NO_ASSETS, example_documents, read_assets
from api.web.policy import WITH_SCRIPTS
from tests import node
from tests.api.problem import assert_problem
from tests.api.proxy import PREFIX
from tests.api.server import ROOT, running_server
from tests.api.test_accessibility import PACKAGES

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TOKEN = "the-keepers-secret"


@pytest.fixture(scope="module")
def built() -> None:
    """Make sure that GraphiQL's files are there, or skip."""
    if not build.is_built():
        try:
            build.build()
        except AssetsError as error:
            pytest.skip(str(error))


def _used(client: httpx.Client, path: str, *, colours: list[str]) -> dict[str, Any]:
    """Return what happened while the page at *path* was used; axe looks at it in *colours*."""
    folder = node.packages("node", *PACKAGES)
    asked = {"page": str(client.base_url.join(path)), "token": TOKEN, "colours": colours}
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("ide.mjs")), node.browser()],
        input=json.dumps(asked),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _code(answer: dict[str, Any]) -> str:
    (error,) = answer["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("prefix", "colours"), [("", ["light", "dark"]), (PREFIX, [])])
def test_graphiql_works_in_a_browser_and_asks_this_server_alone(
    sample_store: Path, prefix: str, colours: list[str]
) -> None:
    with running_server(sample_store, HANSA_TOKEN=TOKEN, HANSA_PREFIX=prefix) as client:
        used = _used(client, f"{prefix}/graphql", colours=colours)
        ours = str(client.base_url.join(f"{prefix}/"))
    elsewhere = {each for each in used["requests"] if not each.startswith((ours, "data:"))}
    assert elsewhere == set()
    assert used["violations"] == []
    # A browser notes what is answered with 401 or 404.
    assert [each for each in used["console"] if "the server responded with" not in each] == []
    assert used["tabs"] < 50
    assert "Answer" in used["way"]
    assert used["way"][-1] in {"out", "Skip to the content"}
    assert used["answers"].pop("typed")["data"] == {"generation": 1}, used["typed"]
    assert len(used["answers"]) == len(example_documents()) - 2 + 2
    for name, answer in used["answers"].items():
        assert "errors" not in answer, name
        assert answer["data"], name
    assert "All city networks" in used["docs"]
    assert used["plain"]
    sent = {each["query"].split()[1]: each["authorization"] for each in used["sent"]}
    assert sent == {"Read": None, "Write": f"Bearer {TOKEN}", "Bare": None}
    assert _code(used["withToken"]) == "NOT_FOUND"
    assert _code(used["withoutToken"]) == "UNAUTHENTICATED"
    assert not used["kept"]
    assert used["tokenAfterReload"] == ""
    assert used["axe"] == []


@pytest.mark.usefixtures("built")
def test_what_the_page_loads_is_named_by_its_bytes_and_kept_for_good(sample_store: Path) -> None:
    with running_server(sample_store, HANSA_WORKBENCH="off") as client:
        page = client.get("/graphql", headers=BROWSER)
        loaded = re.findall(r'(?:src|href)="\./static/([^"]+)"', page.text)
        assert len(loaded) == 6
        for name in loaded:
            found = client.get(f"/static/{name}")
            digest = sha256(found.content).hexdigest()
            assert re.fullmatch(rf"\w[\w.-]*-{digest[:16]}\.(js|css)", name)
            assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert found.headers["x-content-type-options"] == "nosniff"
            tag = {"If-None-Match": found.headers["etag"]}
            assert client.get(f"/static/{name}", headers=tag).status_code == 304
            bare = client.get(f"/static/{name}", headers={"Accept-Encoding": "identity"})
            assert bare.content == found.content
            assert bare.headers["etag"] == f'"{digest}"' != found.headers["etag"]
            assert "accept-encoding" in bare.headers["vary"].lower()
        assert_problem(client.get("/static/none.js"), 404, "not-found")
        assert_problem(client.get("/static/made-from"), 404, "not-found")


@pytest.mark.usefixtures("built")
def test_without_the_workbench_only_the_page_of_graphiql_may_run_scripts(
    sample_store: Path,
) -> None:
    with running_server(sample_store, HANSA_WORKBENCH="off") as client:
        page = client.get("/graphql", headers=BROWSER)
        other = client.get("/sparql", headers=BROWSER)
    policy = page.headers["content-security-policy"]
    assert policy == WITH_SCRIPTS["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<script(?! defer src=\"\./static/)|\son\w+=|\sstyle=", page.text)
    assert "script" not in other.headers["content-security-policy"]


def test_without_graphiql_the_page_has_no_script_and_says_how_to_get_it(
    sample_store: Path,
) -> None:
    with running_server(sample_store, HANSA_GRAPHIQL="off", HANSA_WORKBENCH="off") as client:
        page = client.get("/graphql", headers=BROWSER)
        assert "<script" not in page.text
        assert "script-src" not in page.headers["content-security-policy"]
        assert "make web" in page.text
        for name in read_assets(build.FOLDER).files:
            assert client.get(f"/static/{name}").status_code == 404


def test_examples_fit_the_schema() -> None:
    whole = build_schema(schema().as_str())
    assert len(example_documents()) > 5
    for each in example_documents():
        assert validate(whole, parse(each.query)) == [], each.name


@pytest.mark.usefixtures("built")
def test_files_that_are_not_whole_or_of_other_packages_are_not_served(tmp_path: Path) -> None:
    assert read_assets(tmp_path) is NO_ASSETS
    (tmp_path / build.STAMP).write_text("made from something else")
    assert read_assets(tmp_path) is NO_ASSETS
    assert len(read_assets(build.FOLDER).files) == 6
    torn = shutil.copytree(build.FOLDER, tmp_path / "torn")
    (torn / "react.js").unlink()
    assert read_assets(torn) is NO_ASSETS


def test_a_file_with_other_bytes_than_the_known_ones_is_refused(tmp_path: Path) -> None:
    package, body = tmp_path / "package.tgz", b"alert(1)"
    with tarfile.open(package, "w:gz") as archive:
        member = tarfile.TarInfo("package/umd/react.production.min.js")
        member.size = len(body)
        archive.addfile(member, BytesIO(body))
    part = build.PARTS[0]
    with pytest.raises(AssetsError, match="is not the file that is known"):
        build._file(part, package)
    known = replace(part, sha256=sha256(body).hexdigest())
    assert build._file(known, package) == body


def test_without_npm_or_its_registry_one_sentence_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "is_built", lambda: False)
    monkeypatch.setattr(workbench_build, "is_built", lambda: False)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        assert main([]) == 1
    assert capsys.readouterr().err.count("\n") == 2
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(AssetsError, match="npm cannot fetch graphiql@"):
        build.build(tmp_path / "graphiql")
    assert not (tmp_path / "graphiql").exists()


@pytest.mark.usefixtures("built")
def test_a_wheel_holds_graphiql_where_it_is_built(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {f"api/static/graphiql/{part.name}" for part in build.PARTS}
    wanted |= {
        "api/static/graphiql/made-from",
        "api/web/graphiql/ide.js",
        "api/web/graphiql/package.json",
    }
    assert wanted - names == set()


def test_no_file_of_a_package_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no checkout")
    kept = [each for each in listed.stdout.splitlines() if each.startswith("api/static")]
    assert kept == []
    assert "api/web/node_modules" not in listed.stdout
