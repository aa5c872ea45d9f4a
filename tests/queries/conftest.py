"""Real stores on disk for the questions to be asked of."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pyoxigraph
import pytest

from graph.keeping.documents import DocumentStore
from graph.reader import Reader
from graph.store import Store
from ontology.iris import Base

OpenGraph = Callable[[Path], Reader]


@pytest.fixture
def open_graph(tmp_path: Path) -> Iterator[OpenGraph]:
    """Return a function that loads a TriG file into a store on disk and opens it for reading."""
    with ExitStack() as stack:

        def load(trig: Path) -> Reader:
            path = tmp_path / trig.parent.name
            store = pyoxigraph.Store(str(path))
            store.bulk_load(path=str(trig), format=pyoxigraph.RdfFormat.TRIG)
            del store  # closes it, so that it can be opened read-only
            documents = DocumentStore.open(tmp_path / "documents.sqlite", writable=True)
            stack.enter_context(closing(documents))
            return Reader(Store.read_only(path), generation=1, base=Base(), documents=documents)

        yield load
