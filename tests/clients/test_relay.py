"""Relay's compiler and store over our schema: what is kept by its id alone is not mixed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.gql.schema import schema
from graph.workspace import Workspace
from tests.api.gql.talking import TOKEN
from tests.api.sample import KEY, first, write_shortened
from tests.api.server import running_server

from .examples import run

#: As the example of docs/graphql.md is made.
PACKAGE = {
    "relay": {
        "src": ".",
        "schema": "schema.graphql",
        "language": "javascript",
        "eagerEsModules": False,
    },
    "babel": {"plugins": ["relay"]},
}
CITY = "https://w3id.org/hansa/id/city/riga-lv"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server of a store in which a document went and came again."""
    folder = write_shortened(tmp_path_factory.mktemp("relay") / "data")
    workspace = Workspace(folder)
    with workspace.writer() as writer:
        writer.put(*first())
        writer.commit()
    with running_server(folder, HANSA_TOKEN=TOKEN, HANSA_RATE_SECONDS="0") as client:
        client.get("/health/ready").raise_for_status()
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def relay(address: str, packages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what Relay compiled, did and kept."""
    folder = tmp_path_factory.mktemp("relay") / "program"
    folder.mkdir()
    (folder / "node_modules").symlink_to(packages / "node_modules")
    (folder / "package.json").write_text(json.dumps(PACKAGE))
    (folder / "schema.graphql").write_text(schema().as_str())
    shutil.copy(Path(__file__).with_name("relay.js"), folder)
    asked = f"node built.js {address}/graphql {TOKEN} {CITY} {KEY}"
    for command in ("relay-compiler", "babel relay.js --out-file built.js", asked):
        done = run(command, folder, address)
        assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_what_changed_leaves_the_things_themselves_as_they_are(relay: dict[str, Any]) -> None:
    # Relay calls the type of its root by a name of its own, whatever the schema calls it.
    assert [each for each in relay["told"] if "record `client:root`" not in each] == []
    assert relay["before"] == ["Riga", "Riga"]
    assert relay["after"] == ["Riga", "City"]
    ends = [each[end] for each in relay["changed"] for end in ("subject", "object")]
    riga = [each for each in ends if each["iri"] == CITY]
    assert riga
    assert {each["name"] for each in riga} == {"Riga"}
    assert {each["node"]["name"]["value"] for each in riga} == {"Riga"}
    assert all(each["documents"][0]["node"]["title"] for each in relay["changed"])


def test_a_thing_is_fetched_again_by_its_id(relay: dict[str, Any]) -> None:
    assert (relay["again"], relay["anew"]) == ("Riga", "Riga")


def test_what_events_and_payloads_read_lands_in_the_root(relay: dict[str, Any]) -> None:
    assert relay["live"] > 0
    assert relay["root"] == [4, 1]


def test_a_document_that_was_retracted_goes_from_the_store(relay: dict[str, Any]) -> None:
    assert relay["had"]
    assert relay["gone"] is None
