"""Every client of docs/graphql.md does what the page says, in the code that the page shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, build_schema, parse, print_ast
from graphql.language import InterfaceTypeDefinitionNode, Node, ObjectTypeDefinitionNode

from api.gql.schema import schema

from .examples import PAGE, ClientExample, Demo, client_examples, output_of, run, served

EXAMPLES = tuple(client_examples(PAGE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def followed(
    demo: Demo, packages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Path, str]]:
    """Return what gives the folder of an example, by its title, and what its last command printed.

    Each is followed once, for code is generated and compiled there; who changes a folder copies it.
    """

    @cache
    def follow(title: str) -> tuple[Path, str]:
        (example,) = (each for each in EXAMPLES if each.title == title)
        folder = tmp_path_factory.mktemp("example") / "example"
        return folder, output_of(example, folder, demo, packages)

    return follow


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.title)
def test_a_client_gives_what_the_page_shows(
    example: ClientExample, followed: Callable[[str], tuple[Path, str]]
) -> None:
    assert example.output
    assert followed(example.title)[1] == example.output


def test_apollo_client_names_a_trusted_document_too(
    demo: Demo, followed: Callable[[str], tuple[Path, str]]
) -> None:
    (example,) = (each for each in EXAMPLES if each.title == "Trusted documents in TypeScript")
    folder, _ = followed(example.title)
    with served(example, folder, demo) as address:
        script = Path(__file__).with_name("trusted.mjs")
        done = run(f"node {script} {address}/graphql", folder, address)
    assert done.returncode == 0, done.stderr
    network, *requests = done.stdout.splitlines()
    assert network == "Baltic Harbour Cities Network"
    (asked,) = requests
    assert asked.startswith("GET ?")
    assert "sha256Hash" in asked
    assert "query=" not in asked


def test_the_clients_are_there_and_all_they_install_has_an_exact_version() -> None:
    titles = ["urql", "Apollo Client", "Relay", "graphql-ws and graphql-sse", "TypeScript"]
    assert [each.title for each in EXAMPLES] == [
        *titles,
        "Trusted documents in TypeScript",
        "Python",
    ]
    for example in EXAMPLES:
        for each in example.wanted("npm"):
            assert re.fullmatch(r"@?[\w/-]+@\d+\.\d+\.\d+", each)
        for each in example.wanted("pip"):
            name, _, number = each.partition("==")
            assert version(name.partition("[")[0]) == number


@pytest.mark.parametrize(
    ("title", "wrong", "command", "told"),
    [
        (
            "TypeScript",
            {
                'node.__typename === "City" ? node.population : null': "node.population",
                "if (!node) continue;": "",
            },
            "npx tsc",
            ("Property 'population' does not exist on type", "'node' is possibly 'null'"),
        ),
        (
            "Python",
            {"    assert network is not None\n": ""},
            "mypy --strict members.py client.py",
            ('has no attribute "name"',),
        ),
    ],
    ids=["TypeScript", "Python"],
)
def test_types_find_what_a_program_gets_wrong(
    demo: Demo,
    followed: Callable[[str], tuple[Path, str]],
    tmp_path: Path,
    title: str,
    wrong: dict[str, str],
    command: str,
    told: tuple[str, ...],
) -> None:
    (example,) = (each for each in EXAMPLES if each.title == title)
    folder = shutil.copytree(followed(title)[0], tmp_path / "example", symlinks=True)
    for right, instead in wrong.items():
        (program,) = (folder / name for name, body in example.files.items() if right in body)
        program.write_text(program.read_text().replace(right, instead))
    done = run(command, folder, demo.address)
    assert command in example.commands
    assert done.returncode != 0
    assert [each for each in told if each not in done.stdout] == []


def test_the_part_of_the_schema_that_the_page_shows_is_true() -> None:
    whole = build_schema(schema().as_str())
    shown = re.search(r"^```graphql\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert shown is not None
    for each in parse(shown[1]).definitions:
        assert isinstance(each, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)
        type_ = whole.type_map[each.name.value]
        assert isinstance(type_, GraphQLObjectType)
        assert {one.name.value for one in each.interfaces or ()} <= {
            one.name for one in type_.interfaces
        }
        for field in each.fields or ():
            real = type_.fields[field.name.value]
            assert _text(field.type) == str(real.type), f"{type_.name}.{field.name.value}"
            for argument in field.arguments or ():
                its = real.args[argument.name.value]
                assert _text(argument.type) == str(its.type), argument.name.value


def _text(node: Node) -> str:
    return print_ast(node)
