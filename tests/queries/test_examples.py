"""Every example of the catalogue has an answer in the sample statements that come with Hansa."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.reader import Reader
from graph.workspace import Workspace
from ingest.executors import SerialExecutor
from ingest.run import ingest
from queries import NameIndex, ask, catalogue
from queries.sentences import to_sentences

SAMPLES = Path(__file__).parents[2] / "ingest" / "samples"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Return a reader of all sample statements, as the pipeline reads them."""
    workspace = Workspace(tmp_path_factory.mktemp("samples") / "data")
    sources = sorted(str(path) for path in SAMPLES.iterdir() if path.is_file())
    with SerialExecutor() as executor:
        assert not ingest(sources, workspace, executor, root=SAMPLES).failures
    with workspace.reader() as reader:
        yield reader


@pytest.fixture(scope="module")
def index(reader: Reader) -> NameIndex:
    return NameIndex.of(reader.names())


@pytest.mark.parametrize("name", catalogue())
def test_every_example_has_an_answer(reader: Reader, index: NameIndex, name: str) -> None:
    answer = ask(reader, name, catalogue()[name].example, index=index)
    assert answer.rows
    assert not [sentence for sentence in to_sentences(answer) if "**" in sentence]


def test_an_entry_of_a_list_is_not_shown_as_a_sentence(reader: Reader, index: NameIndex) -> None:
    values = {"network": "Andean Water Cities Alliance"}
    sentences = to_sentences(ask(reader, "members-of-network", values, index=index))
    assert any("“Bogotá” (in a list or table of " in sentence for sentence in sentences)


def test_the_quotes_of_a_bridge_come_in_the_order_of_its_networks(
    reader: Reader, index: NameIndex
) -> None:
    answer = ask(reader, "bridges", catalogue()["bridges"].example, index=index)
    (sentence,) = to_sentences(answer)[:1]
    assert sentence.index(_cut(answer.rows[0]["quote"].value)) < sentence.index(
        _cut(answer.rows[0]["otherQuote"].value)
    )


def _cut(quote: str) -> str:
    return quote[:25]
