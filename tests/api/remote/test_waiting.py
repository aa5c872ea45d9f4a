"""A SPARQL server that does not answer holds up those who ask it, and nobody else."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.api.sample import write_sample
from tests.api.server import running_server
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port


@pytest.fixture
def oxigraph(tmp_path: Path) -> Oxigraph:
    """Return a server that runs."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    found = Oxigraph(tmp_path / "oxigraph", free_port())
    found.start()
    return found


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", "/data?default"]
)
def test_the_others_are_answered_while_a_reader_is_opened(
    tmp_path: Path, oxigraph: Oxigraph, path: str
) -> None:
    try:
        store = write_sample(tmp_path / "data", oxigraph.remote())
        settings = {"HANSA_REMOTE": oxigraph.address, "HANSA_REMOTE_SECONDS": "4"}
        with running_server(store, **settings, HANSA_RATE_SECONDS="0") as client:
            client.get("/health/live").raise_for_status()
            assert oxigraph.process is not None
            oxigraph.process.send_signal(signal.SIGSTOP)
            told: list[httpx.Response] = []
            asking = threading.Thread(target=lambda: told.append(client.get(path)))
            asking.start()
            time.sleep(0.3)
            for _ in range(3):
                began = time.monotonic()
                client.get("/health/live").raise_for_status()
                assert time.monotonic() - began < 1
            asking.join()
            assert told[0].status_code == 503
            assert told[0].headers["retry-after"]
            oxigraph.process.send_signal(signal.SIGCONT)
            assert client.get(path).status_code == 200
    finally:
        oxigraph.kill()
