"""The documentation is true: its commands are run, and give what it shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.gql import failures
from api.setting_table import SETTINGS
from api.web.graphiql.assets import example_documents
from queries.catalogue import catalogue
from tests.documentation import PAGES, ROOT, Example, Shell, examples, shell

EXAMPLES = [example for page in PAGES for example in examples(page, (ROOT / page).read_text())]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Return a shell with the demo's graph and a server of it."""
    if shutil.which("curl") is None:
        pytest.skip("the pages use curl, which is not installed here")
    with shell(tmp_path_factory.mktemp("docs")) as found:
        yield found


@pytest.mark.parametrize(
    "example",
    EXAMPLES,
    ids=[f"{i}-{example.page}-{example.command[:40]}" for i, example in enumerate(EXAMPLES)],
)
def test_a_command_gives_what_the_page_shows(ready: Shell, example: Example) -> None:
    assert ready.run(example.command) == example.output


def test_the_examples_of_graphiql_have_answers_in_the_demo(ready: Shell) -> None:
    for each in example_documents():
        if not each.query.startswith("query"):
            continue
        answer = httpx.post(
            f"{ready.address}/graphql", json={"query": each.query}, trust_env=False, timeout=30
        ).json()
        assert "errors" not in answer, each.name
        (found,) = answer["data"].values()
        assert found["nodes"], each.name


def test_every_page_has_examples() -> None:
    assert {example.page for example in EXAMPLES} == set(PAGES)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented(setting: object) -> None:
    assert f"`{getattr(setting, 'name', '')}`" in (ROOT / "docs" / "cli.md").read_text()


def test_every_code_of_graphql_is_documented() -> None:
    text = (ROOT / "docs" / "graphql.md").read_text()
    codes = {each for name, each in vars(failures).items() if name.isupper() and name == each}
    assert len(codes) > 10
    assert [each for each in sorted(codes) if f"`{each}`" not in text] == []


def test_every_question_is_documented() -> None:
    text = (ROOT / "docs" / "cli.md").read_text()
    assert [name for name in catalogue() if f"`{name}`" not in text] == []


def test_links_between_pages_lead_somewhere() -> None:
    for page in (*PAGES, "CHANGELOG.md", "docs/decisions.md", "docs/scale.md"):
        text = (ROOT / page).read_text()
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_the_changelog_speaks_of_this_version() -> None:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version is not None
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text()


def test_nothing_names_an_address_of_a_package_registry() -> None:
    hosts = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian)", re.I)
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.txt"), *ROOT.glob("*.md"), Path("Makefile")]:
        assert not hosts.search((ROOT / path).read_text()), path
