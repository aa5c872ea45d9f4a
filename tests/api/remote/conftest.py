"""The sample twice: in a data directory and at a real SPARQL server, each served by ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.api.sample import write_sample
from tests.api.server import running_server
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port

TOKEN = "a-token-of-tests"


@dataclass(frozen=True)
class Both:
    """Clients of the two servers of one sample, and the SPARQL server behind the second."""

    embedded: httpx.Client
    remote: httpx.Client
    oxigraph: Oxigraph
    store: Path


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Return servers of the sample that give queries two seconds and answers a megabyte."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    folder = tmp_path_factory.mktemp("remote")
    oxigraph = Oxigraph(folder / "oxigraph", free_port(), seconds=5)
    oxigraph.start()
    limits = {
        "HANSA_QUERY_TIMEOUT": "2",
        "HANSA_QUERY_ANSWER": "1000000",
        "HANSA_TOKEN": TOKEN,
        "HANSA_RATE_SECONDS": "0",
    }
    try:
        here = write_sample(folder / "here")
        there = write_sample(folder / "there", oxigraph.remote())
        with (
            running_server(here, **limits) as embedded,
            running_server(there, HANSA_REMOTE=oxigraph.address, **limits) as remote,
        ):
            yield Both(embedded, remote, oxigraph, there)
    finally:
        oxigraph.kill()
