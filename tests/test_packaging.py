"""The files for operation keep the rules of those who look into them, and go with the product."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.setting_table import SETTINGS
from graph.workspace import Workspace
from tests.api.server import ROOT, running_server
from tests.graph.factories import fill, harbour_story
from tests.packaging import DOCKERFILE, copy, environment, health_check, steps
from tests.warm import hansa

FOLDER = DOCKERFILE.parent
HADOLINT = Path(sys.executable).with_name("hadolint")
FOUND = [*steps(DOCKERFILE.read_text())]


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    done = subprocess.run(
        [HADOLINT, DOCKERFILE], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_image_runs_as_nobody_special_and_tells_its_health() -> None:
    last = {step.word: step.rest for step in FOUND if step.stage == 2}
    uid, _, gid = last["USER"].partition(":")
    assert int(uid) > 1000
    assert int(gid) > 1000
    assert last["VOLUME"] == f'["{environment(FOUND)["HANSA_STORE"]}"]'


def test_the_health_check_is_content_with_a_server_that_is_empty_at_any_port(
    tmp_path: Path,
) -> None:
    command = [sys.executable, *health_check(FOUND)[1:]]
    settings = environment(FOUND) | {"PATH": os.defpath}
    with running_server(tmp_path / "data") as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503
        settings["HANSA_PORT"] = str(client.base_url.port)
        assert subprocess.run(command, env=settings, check=False).returncode == 0
    gone = subprocess.run(command, env=settings, check=False, capture_output=True)
    assert gone.returncode == 1


def test_who_writes_to_the_data_directory_of_the_service_is_its_user() -> None:
    unit = (FOLDER / "hansa.service").read_text()
    (user,) = re.findall("^User=(.+)$", unit, re.MULTILINE)
    assert re.search(rf"^#   useradd --system .* {user}$", unit, re.MULTILINE)
    assert "DynamicUser" not in unit  # else root alone could run a command on the directory
    page = (FOLDER.parent / "operations.md").read_text()
    (store,) = re.findall("HANSA_STORE=([^ \n]+)", unit)
    assert re.search(rf"sudo -u {user} \S+/hansa ingest \S+ --store {store}\n", page)


def test_the_build_stage_is_given_what_an_engine_would_give_it(tmp_path: Path) -> None:
    ignore = (FOLDER / "Dockerfile.dockerignore").read_text()
    copy(tmp_path / "src", ignore)
    copy(tmp_path / "less", f"{ignore}\n**/en*\n")  # names that the wheel may well need
    source = {str(path.relative_to(tmp_path / "src")) for path in (tmp_path / "src").rglob("*")}
    assert {"pyproject.toml", "constraints.txt", "README.md", "api/web/build.py"} <= source
    assert not {"tests", "tests/packaging.py"} & source
    less = {str(path.relative_to(tmp_path / "less")) for path in (tmp_path / "less").rglob("*")}
    gone = source - less
    assert gone
    assert all("/en" in f"/{path}" for path in gone)


def test_the_image_installs_what_is_pinned_and_carries_no_secret() -> None:
    installed = [step.rest for step in FOUND if "pip install" in step.rest]
    assert installed
    for rest in installed:
        assert rest.count("pip install") == rest.count("-c constraints.txt")
    text = "".join(path.read_text() for path in FOLDER.iterdir())
    assert not re.search(r"(TOKEN|PASSWORD)=(?!\.\.\.)\S", text)


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_settings_that_are_named_exist(path: Path) -> None:
    known = {setting.name for setting in SETTINGS}
    assert {*re.findall(r"HANSA_[A-Z_]*[A-Z]", path.read_text())} <= known


UNITS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".service", ".timer"})


def test_every_unit_runs_as_the_user_of_the_service_on_its_directory() -> None:
    (user,) = re.findall("^User=(.+)$", (FOLDER / "hansa.service").read_text(), re.MULTILINE)
    page = (FOLDER.parent / "operations.md").read_text()
    for unit in UNITS:
        assert f"](operations/{unit.name})" in page
        text = unit.read_text()
        if unit.suffix == ".timer":
            assert unit.with_suffix(".service") in UNITS
        else:
            assert re.findall("^User=(.+)$", text, re.MULTILINE) == [user]
            assert "/var/lib/hansa" in text


def test_commands_of_units_are_commands_of_ours(tmp_path: Path) -> None:
    ran = [
        words
        for unit in UNITS
        for words in re.findall(r"/opt/hansa/bin/hansa (\w+)", unit.read_text())
    ]
    assert {"serve", "backup", "check", "follow", "promote"} <= {*ran}
    for word in {*ran}:
        assert hansa(word, "--help", cwd=tmp_path).returncode == 0


def test_the_backup_unit_keeps_a_folder_a_day_and_four_weeks(tmp_path: Path) -> None:
    unit = (FOLDER / "hansa-backup.service").read_text()
    made, cleared = re.findall("^Exec(?:Start|StopPost)=(.+)$", unit, re.MULTILINE)
    store, backups = tmp_path / "data", tmp_path / "backups"
    fill(Workspace(store), harbour_story())
    (backups / "2001-02-03").mkdir(parents=True)
    (backups / "2001-02-04").mkdir()
    os.utime(backups / "2001-02-03", (0, 0))
    command = f"{sys.executable} -m api.cli backup --store {store}"
    for line in (cleared, made, cleared):  # at first there is none of today
        assert (backups / "2001-02-03").exists()
        line = line.replace("/opt/hansa/bin/hansa backup", command).replace("$$", "$")
        line = line.replace("%%", "%").replace("/mnt/backups/hansa", str(backups))
        subprocess.run(shlex.split(line), check=True, cwd=ROOT, capture_output=True)
    today, kept = sorted(backups.iterdir(), reverse=True)
    assert kept.name == "2001-02-04"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", today.name)
    assert hansa("restore", today, "--store", tmp_path / "again").returncode == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing(unit: Path, tmp_path: Path) -> None:
    for each in UNITS:  # a timer names its service; /bin/true is installed
        text = each.read_text().replace("/opt/hansa/bin/hansa", "/bin/true")
        (tmp_path / each.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if "hansa" in line]
    assert (done.returncode, said) == (0, [])
