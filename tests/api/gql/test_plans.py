"""Plans read what the library's executor reads, and leave to it what does not go well."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import ExecutionResult, execute_sync, parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import api.gql
from api.gql.context import Context
from api.gql.failures import refuse
from api.gql.limits.costs import requested
from api.gql.running import execution
from api.gql.running.operations import ask
from api.gql.running.plans import plan
from api.gql.running.prepared import Documents
from api.gql.schema import schema
from graph.reader import Reader
from graph.workspace import Workspace
from tests.api.gql.documents import documents

CORE = schema()._schema


@pytest.fixture(scope="module")
def reader(sample_store: Path) -> Iterator[Reader]:
    with Workspace(sample_store).reader() as reader:
        yield reader


def _iris(reader: Reader) -> list[str]:
    things = sorted({iri for _, iri, _ in reader.names()})
    return [*things, *(row.iri for row in reader.documents()), "https://example.org/none"]


def _executed(reader: Reader, query: str, **variables: Any) -> tuple[ExecutionResult, int]:
    """Return what the library's executor gives, and what that spent."""
    context = Context(reader)
    found = execute_sync(CORE, parse(query), context_value=context, variable_values=variables)
    return found, context.spent


def _planned(reader: Reader, query: str, **variables: Any) -> tuple[dict[str, Any], int]:
    asked = ask(CORE, parse(query), variables)
    assert asked is not None
    found = plan(schema(), asked)
    assert found is not None
    context = Context(reader)
    return found.run(context, asked), context.spent


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_plan_reads_what_the_library_reads(reader: Reader, data: st.DataObject) -> None:
    query = data.draw(documents(CORE, _iris(reader)))
    assume(not validate(CORE, parse(query)))
    assume(requested(CORE, parse(query), {}) < 2_000)
    executed, spent = _executed(reader, query)
    if executed.errors:
        with pytest.raises(Exception):  # noqa: B017, PT011  whatever it is
            _planned(reader, query)
        return
    data_, planned = _planned(reader, query)
    assert _in_order(data_) == _in_order(executed.data)
    assert planned == spent


def _in_order(value: Any) -> Any:
    """Return it so that the order of keys counts."""
    if isinstance(value, dict):
        return [(key, _in_order(each)) for key, each in value.items()]
    return [_in_order(each) for each in value] if isinstance(value, list) else value


QUERY = """query ($n: Int = 1, $yes: Boolean = true) {
  all: networks(first: 9) { ...page } networks(first: $n) { ...page nodes { id } }
  cities(first: 9) { nodes { ... on Entity { name { value lang } } country { id }
    ... @include(if: $yes) { memberOf(first: 1) { totalCount } } __typename
    coordinates { latitude } population country { name { value } } } } }
  fragment page on NetworkConnection { totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { ...thing } claims { id } } }
  fragment thing on Entity { __typename ... on Network { members(first: 9) { edges {
    node { id ...thing2 } claims { status year document { title } } } } } }
  fragment thing2 on Entity { name(langs: ["de"]) { value } ... on City { names { value } } }"""


@pytest.mark.parametrize("variables", [{}, {"n": 2}, {"yes": False}, {"n": 0, "yes": True}])
def test_fragments_variables_and_conditions_are_read_alike(
    reader: Reader, variables: dict[str, Any]
) -> None:
    executed, spent = _executed(reader, QUERY, **variables)
    assert executed.errors is None
    data, planned = _planned(reader, QUERY, **variables)
    assert (_in_order(data), planned) == (_in_order(executed.data), spent)


@pytest.mark.parametrize(
    "query",
    [
        '{ a: generation cities(first: 1, after: "x") { totalCount } b: generation }',
        '{ node(id: "x") { id } cities(first: 1, after: "x") { totalCount } }',
        "query ($n: Int = 1) { cities(first: 1) { nodes { claims(first: $n) { id } } } }",
    ],
)
def test_errors_are_those_of_the_library(reader: Reader, query: str) -> None:
    variables = {"n": None} if "$n" in query else {}
    executed, spent = _executed(reader, query, **variables)
    assert executed.errors
    context = Context(reader)
    whole = schema().execute_sync(query, variables, context_value=context)
    assert (whole.data, context.spent) == (executed.data, spent)
    assert [(each.message, each.path) for each in whole.errors or ()] == [
        (each.message, each.path) for each in executed.errors
    ]


def test_a_valid_request_is_not_executed_by_the_library(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_named: object) -> None:
        refuse("NEVER", "the library was asked")

    monkeypatch.setattr(type(schema()), "_get_execute_function", lambda _: never)
    for _ in range(3):
        found = schema().execute_sync(QUERY, {"n": 2}, context_value=Context(reader))
        assert found.errors is None
    asked = schema().execute_sync("{ __schema { queryType { name } } }", context_value=Context())
    assert [each.message for each in asked.errors or ()] == ["the library was asked"]


def test_resolvers_use_nothing_but_the_context_of_their_info() -> None:
    """A plan hands them a stand-in, which has nothing else."""
    used: set[str] = set()
    for path in Path(api.gql.__file__).parent.rglob("types/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used |= {node.attr} if node.value.id == "info" else set()
    assert used == {"context"}


def test_documents_are_parsed_and_validated_once(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Documents()
    monkeypatch.setattr(execution, "DOCUMENTS", kept)
    query = "{ generation }"
    assert schema().execute_sync(query, context_value=Context(reader)).data == {"generation": 1}
    document = kept.document(query)
    assert document is not None
    monkeypatch.setattr("strawberry.schema.schema.validate_document", None)
    monkeypatch.setattr("strawberry.schema.schema.parse", None)
    assert schema().execute_sync(query, context_value=Context(reader)).data == {"generation": 1}


def test_documents_that_are_not_valid_are_not_kept(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Documents()
    monkeypatch.setattr(execution, "DOCUMENTS", kept)
    for query in ("{ nothing }", "{ generation", "{ %s}" % ("a: generation " * 31)):
        for _ in range(2):
            assert schema().execute_sync(query, context_value=Context(reader)).errors
    assert len(kept) == 0


def test_only_short_documents_are_kept_and_no_more_than_so_many_characters() -> None:
    kept = Documents(longest=20, most=50)
    document = parse("{ generation }")
    for number in range(10):
        kept.keep(f"{{ a{number}: generation }}", document)
    kept.keep("{ generation %s }" % (" " * 20), document)
    assert [number for number in range(10) if kept.document(f"{{ a{number}: generation }}")] == [
        8,
        9,
    ]
    assert len(kept) == 2


def test_what_operations_of_known_documents_ask_takes_no_more_room_than_is_given_to_it() -> None:
    fields = " ".join(f"a{number}: __typename" for number in range(20))
    operations = " ".join(f"query q{number} ($x: Boolean!) {{ ...f }}" for number in range(40))
    text = f"{operations} fragment f on Query {{ generation @skip(if: $x) {fields} }}"
    known, every, kept = Documents(selections=500), 0, set()
    for number in range(40):
        for value in (True, False):
            known.keep(text, parse(text))
            prepared = known.prepared(text, f"q{number}")
            assert prepared is not None
            found = prepared.asked(CORE, {"x": value})
            assert found is not None
            assert len(found[0].root.on("Query")) == 21 - value
            known.note(found[1])
            known.note(found[1])
            every += found[1].size
            kept.add(len(known))
    assert every == 40 * 2 * 22
    assert kept == {0, 1}
