"""The files for operation keep the rules of those who look into them, and go with the product."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.setting_table import SETTINGS
from tests.packaging import DOCKERFILE, environment, health_check, steps

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
    assert "/health/ready" in health_check(FOUND)[-1]
    assert f":{environment(FOUND)['HANSA_PORT']}/" in health_check(FOUND)[-1]


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


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_but_that_hansa_is_not_installed() -> None:
    unit = FOLDER / "hansa.service"
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if "hansa" in line]
    assert all("is not executable" in line for line in said)
