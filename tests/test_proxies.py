"""The examples for proxies, run by the real programs in front of real servers."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from graph.workspace import Workspace
from tests.api.server import running_server
from tests.graph.factories import fill, harbour_story
from tests.ingest.ray_nodes import free_port, until
from tests.packaging import DOCKERFILE
from tests.warm import hansa

FOLDER = DOCKERFILE.parent
#: What the examples name: two servers of one data directory, and one of its standby.
PLACES = ("127.0.0.1:8000", "127.0.0.1:8001", "10.0.0.6:8000")
BEARER = {"Authorization": "Bearer secret"}
#: Debian has programs for the system where an ordinary user has no path to.
PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/log; {user}
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/nginx.conf;
}}
"""

SETTINGS = {"HANSA_TOKEN": "secret", "HANSA_TRUSTED_PROXIES": "127.0.0.1"}

Ask = Callable[..., httpx.Response]
Proxy = Callable[[Path, tuple[str, ...]], AbstractContextManager[Ask]]


@contextmanager
def _nginx(folder: Path, addresses: tuple[str, ...]) -> Iterator[Ask]:
    """Run nginx before servers at these addresses, and yield what asks it from an address."""
    program = shutil.which("nginx", path=PATH)
    if program is None or shutil.which("openssl") is None:
        pytest.skip("nginx or openssl is not installed")
    port = free_port()
    listens = {"listen 443": f"listen 127.0.0.1:{port}", "/etc/ssl/": f"{folder}/"}
    _write(folder / "nginx.conf", dict(zip(PLACES, addresses, strict=True)) | listens)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "main.conf").write_text(MAIN.format(folder=folder, user=user))
    trusted = _certificate(folder / "graph.example.org")
    words = [program, "-p", str(folder), "-e", f"{folder}/log", "-c", f"{folder}/main.conf"]
    said = subprocess.run([*words, "-t"], check=False, capture_output=True, text=True)
    assert (said.returncode, "warn" in said.stderr) == (0, False), said.stderr
    with _started(port, *words):
        yield _asking(f"https://127.0.0.1:{port}", trusted)


@contextmanager
def _caddy(folder: Path, addresses: tuple[str, ...]) -> Iterator[Ask]:
    """Do the same with Caddy, which would get a certificate for another address."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed")
    port = free_port()
    listens = {"graph.example.org": f"{{\nadmin off\n}}\nhttp://127.0.0.1:{port}"}
    _write(folder / "Caddyfile", dict(zip(PLACES, addresses, strict=True)) | listens)
    with _started(port, program, "run", "--config", str(folder / "Caddyfile"), HOME=str(folder)):
        yield _asking(f"http://127.0.0.1:{port}", ssl.create_default_context())


def _write(path: Path, changed: dict[str, str]) -> None:
    text = (FOLDER / path.name).read_text()
    for each, other in changed.items():
        assert each in text
        text = text.replace(each, other)
    path.write_text(text)


@contextmanager
def _started(port: int, *words: str, **environment: str) -> Iterator[None]:
    with subprocess.Popen(words, env={**os.environ, **environment}) as process:
        try:
            _await(port)
            yield
        finally:
            process.terminate()


def _certificate(name: Path) -> ssl.SSLContext:
    key, certificate = name.with_suffix(".org.key"), name.with_suffix(".org.pem")
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
    about = ("-nodes", "-subj", "/CN=graph", "-addext", "subjectAltName=IP:127.0.0.1")
    where = ("-keyout", key, "-out", certificate)
    subprocess.run([*made, *about, *where], check=True, capture_output=True)
    return ssl.create_default_context(cafile=certificate)


def _await(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nobody listens")


def _asking(base: str, trusted: ssl.SSLContext) -> Ask:
    def ask(method: str, path: str, *, who: str = "127.0.0.1", **words: object) -> httpx.Response:
        transport = httpx.HTTPTransport(verify=trusted, local_address=who)
        with httpx.Client(base_url=base, transport=transport, timeout=30) as client:
            return client.request(method, path, **words)  # type: ignore[arg-type]

    return ask


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data directory with a document."""
    fill(Workspace(tmp_path / "data"), harbour_story())
    return tmp_path / "data"


@pytest.mark.parametrize("proxy", [_nginx, _caddy])
def test_a_client_stays_with_one_server(proxy: Proxy, data: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(running_server(data, **SETTINGS)) for _ in range(2)]
        addresses = tuple(each.base_url.netloc.decode() for each in servers)
        ask = stack.enter_context(proxy(tmp_path, (*addresses, "127.0.0.1:9")))
        ids: dict[str, str] = {}  # by clients
        for who in (f"127.0.0.{number}" for number in range(1, 7)):
            text = {"text": "Turku joined the Port Cities Network.", "sourceKey": f"{who}.txt"}
            sent = ask("POST", "/documents", who=who, json=text, headers=BEARER)
            assert sent.status_code in {200, 202}, sent.text
            ids[who] = sent.json()["documents"][0]["id"]
        for who, each in ids.items():
            for _ in range(3):
                assert ask("GET", f"/documents/{each}", who=who, headers=BEARER).status_code == 200
        for server in servers:  # both have clients
            own = {server.get(f"/documents/{each}", headers=BEARER) for each in ids.values()}
            assert {each.status_code for each in own} == {200, 404}


@pytest.mark.parametrize("proxy", [_nginx, _caddy])
def test_a_standby_answers_when_nobody_else_does(proxy: Proxy, data: Path, tmp_path: Path) -> None:
    standby = tmp_path / "standby"
    assert hansa("follow", data, "--once", "--store", standby).returncode == 0
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    with ExitStack() as stack:
        second = stack.enter_context(running_server(standby, **SETTINGS))
        with running_server(data, **SETTINGS) as first:
            addresses = [each.base_url.netloc.decode() for each in (first, second)]
            places = (addresses[0], addresses[0], addresses[1])
            ask = stack.enter_context(proxy(tmp_path, places))
            taken = ask("DELETE", "/documents?key=none.txt", headers=BEARER)
            assert taken.status_code == 404  # by the first, where the standby says 409
            before = ask("POST", "/sparql", data=query)
        assert ask("GET", "/documents").json()["documents"]  # at once
        until(lambda: ask("POST", "/sparql", data=query).content == before.content)
        for _ in range(3):
            assert ask("GET", "/documents").json()["documents"]
            assert ask("POST", "/sparql", data=query).content == before.content
            written = ask("DELETE", "/documents?key=harbour.txt", headers=BEARER)
            assert written.status_code in {502, 503}
            assert ask("POST", "/documents", json={"text": "x"}).status_code in {502, 503}


def test_behind_nginx_what_changes_something_is_asked_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def hang_up(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65536).decode().partition(" ")[0])

    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        for each in listeners:
            threading.Thread(target=hang_up, args=(each,), daemon=True).start()
        addresses = tuple(f"127.0.0.1:{each.getsockname()[1]}" for each in listeners)
        ask = stack.enter_context(_nginx(tmp_path, addresses))
        for method in ("DELETE", "PUT", "POST"):
            assert ask(method, "/documents", headers=BEARER).status_code == 502
        assert asked == ["DELETE", "PUT", "POST"]
        assert ask("GET", "/documents").status_code == 502
        assert asked[3:] in (["GET"] * 2, ["GET"] * 3)  # others may know
        for each in listeners:
            each.shutdown(socket.SHUT_RDWR)
