"""A browser, and a live server with the graph of the sample statements, for tests of the pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from api.errors import AssetsError
from api.web import workbench_build
from tests import node
from tests.api.server import reading_server
from tests.warm import hansa

from .watched import Watched, watched

TOKEN = "the-keepers-secret"
#: No window, and no sandbox of its own, since tests may run as root. Where no graphics card is, a
#: process that stands for one, and pictures painted in it, take a seventh of all a page takes.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--in-process-gpu",
    "--disable-gpu-rasterization",
)

# Milliseconds; on a busy machine the usual five seconds pass before a page has answered.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def built() -> None:
    """Make sure that the workbench is built from the sources as they are, or skip."""
    if not workbench_build.is_built():
        try:
            workbench_build.build()
        except AssetsError as error:
            pytest.skip(str(error))


# Of this package alone: while Playwright is open, asyncio takes its loop for one that runs in the
# tests' own thread, and tests elsewhere could start none.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return a browser of the machine without a window."""
    path = node.browser()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the sample statements, read by the real pipeline."""
    store = tmp_path_factory.mktemp("workbench") / "data"
    done = hansa("ingest", "ingest/samples", "--root", "ingest", "--store", store)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="session")
def demo(built: None, demo_store: Path) -> Iterator[httpx.Client]:  # noqa: ARG001  it is served
    """Return a client of a server with the graph of the samples, which no test may change."""
    with reading_server(demo_store, HANSA_TOKEN=TOKEN, HANSA_RATE_SECONDS="10000") as client:
        yield client


@pytest.fixture
def changing(built: None, demo_store: Path, tmp_path: Path) -> Iterator[httpx.Client]:  # noqa: ARG001
    """Return a client of a server with a copy of that graph, for a test that changes it."""
    copy = shutil.copytree(demo_store, tmp_path / "data")
    with reading_server(copy, HANSA_TOKEN=TOKEN, HANSA_RATE_SECONDS="10000") as client:
        yield client


@pytest.fixture
def origin(demo: httpx.Client) -> str:
    """Return the address of the server that nothing changes, for pages of another kind."""
    return _origin(demo)


@pytest.fixture
def seen(browser: Browser, origin: str) -> Iterator[Watched]:
    """Lend a page of the server that nothing changes, and check at the end that all went well."""
    with watched(browser, origin, viewport={"width": 1280, "height": 800}) as page:
        yield page
        page.check()


@pytest.fixture
def keeping(browser: Browser, changing: httpx.Client) -> Iterator[Watched]:
    """Lend a page of the server that a test may change, with its token in the tab."""
    with watched(browser, _origin(changing), viewport={"width": 1280, "height": 800}) as page:
        page.page.add_init_script(f"sessionStorage.setItem('hansa-token', '{TOKEN}')")
        yield page
        page.check()


def _origin(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")
