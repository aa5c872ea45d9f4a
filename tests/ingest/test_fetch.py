"""URLs are read from a real server, within limits of time, size, hops and reach."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.documents import ReadSettings, read
from ingest.errors import (
    EmptyDocumentError,
    EncodingError,
    FetchError,
    LanguageError,
    RefusedAddressError,
    SourceKeyError,
    TooLargeError,
    UnsupportedTypeError,
)
from tests.ingest.document_makers import PAGE, SENTENCE, make_docx, make_pdf

OPEN = ReadSettings(allow_private_addresses=True, timeout=5, max_bytes=1_000_000)
PORTUGUESE = "<p>Riga and São Paulo agreed to work together on water.</p>"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: path: (status, headers, body)
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/statement.pdf": (200, {"Content-Type": "application/octet-stream"}, make_pdf()),
    "/word": (200, {"Content-Type": WORD}, make_docx()),
    "/notes.md": (200, {"Content-Type": "text/plain"}, b"---\ntitle: Notes\n---\nRiga joined.\n"),
    "/bare": (200, {}, PAGE.encode()),
    "/latin-header": (
        200,
        {"Content-Type": "text/html; charset=iso-8859-1"},
        PORTUGUESE.encode("latin-1"),
    ),
    "/latin-meta": (
        200,
        {"Content-Type": "text/html"},
        b"<meta charset='windows-1252'>" + PORTUGUESE.encode("cp1252"),
    ),
    "/latin-wrong": (200, {"Content-Type": "text/html"}, PORTUGUESE.encode("latin-1")),
    "/latin.txt": (
        200,
        {"Content-Type": "text/plain; charset=iso-8859-1"},
        "São Paulo joined.".encode("latin-1"),
    ),
    "/packed": (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        gzip.compress(PAGE.encode(), mtime=0),
    ),
    "/bomb": (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        gzip.compress(bytes(80_000_000), mtime=0),
    ),
    "/bomb-in-bomb": (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"},
        gzip.compress(gzip.compress(bytes(80_000_000), mtime=0), mtime=0),
    ),
    "/broken-gzip": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip"),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"),
    "/nothing": (200, {"Content-Type": "text/html"}, b""),
    "/german": (
        200,
        {"Content-Type": "text/plain"},
        "Die Stadt ist seit gestern Mitglied im Netzwerk der Häfen.".encode(),
    ),
    "/gone": (404, {"Content-Type": "text/html"}, b"<p>Not here.</p>"),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/moved": (301, {"Location": "page"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-password": (302, {"Location": "http://me:secret@127.0.0.1/"}, b""),
    "/to-nonsense": (302, {"Location": "http://[::1"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    hosts: list[str] = []  # noqa: RUF012  # what the tests look at, emptied by the fixture

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        if self.path == "/drip":
            self._drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>" + b"a" * 500)
        elif self.path == "/drip-headers":
            self._drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 500)
        elif self.path == "/endless":
            self._endless()
        elif self.path == "/cut":
            self._send(200, {"Content-Length": "5000"}, b"<p>Riga")
        else:
            status, headers, body = ANSWERS[self.path.partition("?")[0]]
            self._send(status, headers, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, data: bytes) -> None:
        try:
            for byte in data:
                self.wfile.write(bytes((byte,)))
                time.sleep(0.02)
        except OSError:
            self.close_connection = True

    def _endless(self) -> None:
        try:
            self._send(200, {"Content-Type": "text/html"}, b"<p>")
            for _ in range(10_000):
                self.wfile.write(b"a" * 65_536)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what the tests need is in the answers."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Handler.hosts.clear()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.mark.parametrize("path", ["/page", "/packed", "/bare", "/moved", "/word", "/statement.pdf"])
def test_a_url_is_read_by_what_its_server_says_it_is(server: str, path: str) -> None:
    document = read(server + path, root=Path(), settings=OPEN)
    assert document.key == server + path
    assert document.title == "Two cities agree"
    assert SENTENCE in document.text


def test_markdown_sent_as_plain_text_is_known_by_its_suffix(server: str) -> None:
    document = read(f"{server}/notes.md?utm_source=mail#top", root=Path(), settings=OPEN)
    assert (document.media_type, document.title) == ("text/markdown", "Notes")
    assert document.key == f"{server}/notes.md"


@pytest.mark.parametrize("path", ["/latin-header", "/latin-meta"])
def test_a_page_may_declare_another_character_set(server: str, path: str) -> None:
    assert "São Paulo" in read(server + path, root=Path(), settings=OPEN).text


@pytest.mark.parametrize(
    ("path", "expected", "words"),
    [
        ("/latin-wrong", EncodingError, "not UTF-8"),
        ("/latin.txt", EncodingError, "not UTF-8: byte 0xe3 at offset 1 "),
        ("/image", UnsupportedTypeError, "of type image/png"),
        ("/nothing", EmptyDocumentError, "is empty"),
        ("/german", LanguageError, "'de'"),
        ("/gone", FetchError, "answered 404 Not Found"),
        ("/loop", FetchError, "redirects more than 5 times"),
        ("/to-file", RefusedAddressError, "only http and https"),
        ("/to-nonsense", FetchError, "could not be fetched"),
        ("/bomb", TooLargeError, "larger than 1,000,000 bytes"),
        ("/bomb-in-bomb", FetchError, "packed in a way"),
        ("/broken-gzip", FetchError, "could not be fetched"),
        ("/endless", TooLargeError, "larger than 1,000,000 bytes"),
        ("/cut", FetchError, "could not be fetched"),
    ],
)
def test_a_bad_answer_is_one_sentence_that_names_the_url(
    server: str, path: str, expected: type[Exception], words: str
) -> None:
    with pytest.raises(expected) as caught:
        read(server + path, root=Path(), settings=OPEN)
    message = str(caught.value)
    assert type(caught.value) is expected
    assert server + path in message
    assert words in message
    assert "\n" not in message


def test_a_password_in_a_url_is_refused_and_not_repeated(server: str) -> None:
    for url in (f"{server}/to-password", server.replace("//", "//me:secret@") + "/page"):
        with pytest.raises(RefusedAddressError, match=r"user name or password") as caught:
            read(url, root=Path(), settings=OPEN)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_the_time_limit_counts_the_whole_fetch(server: str, path: str) -> None:
    begin = time.monotonic()
    hasty = ReadSettings(allow_private_addresses=True, timeout=0.5)
    with pytest.raises(FetchError, match=r"did not arrive within 0\.5 seconds"):
        read(server + path, root=Path(), settings=hasty)
    assert time.monotonic() - begin < 2


def test_a_host_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hasty = ReadSettings(allow_private_addresses=True, timeout=0.3)
        with pytest.raises(FetchError, match=r"did not arrive within 0\.3 seconds"):
            read(f"http://127.0.0.1:{silent.getsockname()[1]}/", root=Path(), settings=hasty)


def test_a_closed_port_and_an_unknown_host_are_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(FetchError, match=rf"http://127\.0\.0\.1:{port}/ could not be fetched"):
        read(f"http://127.0.0.1:{port}/", root=Path(), settings=OPEN)
    with pytest.raises(FetchError, match=r"the host nowhere\.invalid could not be found"):
        read("http://nowhere.invalid/a", root=Path(), settings=OPEN)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "localhost", "[::1]"),
        *("[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "192.168.0.1", "0"),
        *("[fe80::1]", "[fd00::1]", "224.0.0.1", "100.64.0.1"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]"),
    ],
)
def test_no_way_of_writing_a_private_address_leads_to_it(server: str, host: str) -> None:
    Handler.hosts.clear()
    port = server.rpartition(":")[2]
    with pytest.raises(RefusedAddressError, match=r"not on the public Internet"):
        read(f"http://{host}:{port}/page", root=Path(), settings=ReadSettings(timeout=5))
    assert Handler.hosts == []


def test_a_name_looked_up_keeps_its_host_header(server: str) -> None:
    Handler.hosts.clear()
    url = server.replace("127.0.0.1", "localhost")
    read(f"{url}/page", root=Path(), settings=OPEN)
    assert Handler.hosts == [url.removeprefix("http://")]


def test_a_name_is_looked_up_once_and_its_address_connected_to(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    look_up = socket.getaddrinfo

    def watched(host: object, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        return look_up(host, *rest, **named)  # type: ignore[arg-type]  # whatever was asked

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    read(server.replace("127.0.0.1", "localhost") + "/page", root=Path(), settings=OPEN)
    assert asked[0] == "localhost"
    assert set(asked[1:]) <= {"127.0.0.1", "::1"}


def test_tls_is_checked_against_the_name_in_the_url(tmp_path: Path) -> None:
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.handle_request)
        thread.start()
        url = f"https://localhost:{http.server_port}/page"
        with pytest.raises(FetchError, match=r"CERTIFICATE_VERIFY_FAILED"):
            read(url, root=Path(), settings=OPEN)
        thread.join()
    assert asked == ["localhost"]


def _self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_proxies_of_the_environment_are_ignored(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert SENTENCE in read(f"{server}/page", root=Path(), settings=OPEN).text


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://", "https:///a", "gopher://x"])
def test_what_is_no_http_url_has_no_key(url: str) -> None:
    with pytest.raises(SourceKeyError):
        read(url, root=Path(), settings=OPEN)
