"""Every setting of Hansa in one table, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from api.errors import SettingsError
from api.linked.prefix import checked_prefix
from graph.foreign.jobs import Limits
from graph.generations.retention import Retention
from graph.writing.parent import WriterLimits
from ontology.iris import Base


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be configured; ``SETTINGS`` says what each of the fields means."""

    store: Path = Path("hansa-data")
    base: Base = field(default_factory=Base)
    prefix: str = ""
    publisher: str = "Hansa"
    data_licence: str = "https://creativecommons.org/licenses/by/4.0/"
    host: str = "127.0.0.1"
    port: int = 8000
    query_timeout: float = 10.0
    query_memory: int = 512 * 1024 * 1024
    query_answer: int = 1024 * 1024 * 1024
    query_buffer: int = 4 * 1024 * 1024
    query_cache: int = 64 * 1024 * 1024
    query_length: int = 500_000
    query_workers: int = 0
    query_queue: int = 16
    keep_generations: int = 10
    keep_days: int = 0
    model: str | None = None
    token: str = field(default="", repr=False)
    allow_private_urls: bool = False
    writer_memory: int = 4 * 1024 * 1024 * 1024
    writer_seconds: float = 3600.0
    workers: int = 1
    connections: int = 1000
    request_seconds: float = 20.0
    query_hold: float = 900.0
    rate_seconds: int = 60
    rate_burst: int = 120
    trusted_proxies: str = ""
    stop_seconds: float = 15.0
    log_requests: bool = True
    write_length: int = 32 * 1024 * 1024
    managed: bool = True

    @property
    def limits(self) -> Limits:
        """Return what one foreign query may use."""
        return Limits(
            seconds=self.query_timeout,
            memory=self.query_memory,
            answer=self.query_answer,
            length=self.query_length,
        )

    @property
    def retention(self) -> Retention:
        """Return which generations are kept."""
        return Retention(generations=self.keep_generations, days=self.keep_days)

    @property
    def writer_limits(self) -> WriterLimits:
        """Return what one commit may use."""
        return WriterLimits(memory=self.writer_memory, seconds=self.writer_seconds)

    @property
    def update_limits(self) -> Limits:
        """Return what one update or graph that is sent for storing may use."""
        return replace(self.limits, length=self.write_length)

    @property
    def concurrency(self) -> int:
        """Return how many foreign queries run at once."""
        return self.query_workers or os.cpu_count() or 1


class Setting(NamedTuple):
    """One row of the table: the variable, the field, how it is read, and what it is for."""

    name: str
    field: str
    parse: Callable[[str], Any]
    help: str


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text.strip()


def _path(text: str) -> Path:
    return Path(_words(text)).expanduser()


def _base(text: str) -> Base:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or text[-1] != "/":
        raise ValueError("it must be an http or https IRI that ends in a slash")
    if parts.query or parts.fragment:
        raise ValueError("it must have neither a query nor a fragment")
    NamedNode(text)  # a ValueError where it is no IRI
    return Base(text)


def _iri(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError("it must be an http or https IRI")
    return NamedNode(text).value  # a ValueError where it is no IRI


def _flag(text: str) -> bool:
    values = {"on": True, "yes": True, "1": True, "off": False, "no": False, "0": False}
    if text.lower() not in values:
        raise ValueError("it must be on or off")
    return values[text.lower()]


def _networks(text: str) -> str:
    names = [name.strip() for name in _words(text).split(",")]
    for name in names:
        ip_network(name)  # a ValueError where it is none, or has bits beyond its prefix
    return ",".join(names)


def _number(*, least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"it must be a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(*, most: int) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = 0.0
        if not 0.1 <= value <= most:
            raise ValueError(f"it must be a number of seconds from 0.1 to {most}")
        return value

    return parse


_GIB = 1024**3

SETTINGS: tuple[Setting, ...] = (
    Setting("HANSA_STORE", "store", _path, "the data directory"),
    Setting("HANSA_BASE", "base", _base, "the base of every IRI of the data; ends in a slash"),
    Setting(
        "HANSA_PREFIX",
        "prefix",
        checked_prefix,
        "the path under which a proxy shows the server, such as /hansa; forwarded: what the "
        "proxy says in X-Forwarded-Prefix",
    ),
    Setting("HANSA_PUBLISHER", "publisher", _words, "who publishes the data, as DCAT says it"),
    Setting(
        "HANSA_DATA_LICENCE", "data_licence", _iri, "the IRI of the licence that the data is under"
    ),
    Setting("HANSA_HOST", "host", _words, "the address that hansa serve listens on"),
    Setting("HANSA_PORT", "port", _number(least=0, most=65535), "its port; 0 takes a free one"),
    Setting(
        "HANSA_QUERY_TIMEOUT",
        "query_timeout",
        _seconds(most=3600),
        "seconds a SPARQL query may take",
    ),
    Setting(
        "HANSA_QUERY_MEMORY",
        "query_memory",
        _number(least=16 * 1024**2, most=1024 * _GIB),
        "bytes of memory a SPARQL query may use beyond the opened store",
    ),
    Setting(
        "HANSA_QUERY_ANSWER",
        "query_answer",
        _number(least=1024, most=4 * _GIB),
        "bytes that the answer to a SPARQL query may have",
    ),
    Setting(
        "HANSA_QUERY_BUFFER",
        "query_buffer",
        _number(least=0, most=_GIB),
        "bytes of an answer that are held back, so that what fails until then is told by a status",
    ),
    Setting(
        "HANSA_QUERY_CACHE",
        "query_cache",
        _number(least=0, most=64 * _GIB),
        "bytes of answers that are kept for who asks the same again",
    ),
    Setting(
        "HANSA_QUERY_LENGTH",
        "query_length",
        _number(least=100, most=10_000_000),
        "characters that a SPARQL query may have",
    ),
    Setting(
        "HANSA_QUERY_WORKERS",
        "query_workers",
        _number(least=0, most=1024),
        "SPARQL queries that run at once; 0 means one for each processor",
    ),
    Setting(
        "HANSA_QUERY_QUEUE",
        "query_queue",
        _number(least=0, most=10_000),
        "SPARQL queries that may wait for their turn",
    ),
    Setting(
        "HANSA_KEEP_GENERATIONS",
        "keep_generations",
        _number(least=1, most=100_000),
        "generations that are kept, the newest first",
    ),
    Setting(
        "HANSA_KEEP_DAYS",
        "keep_days",
        _number(least=0, most=36_500),
        "days for which a generation is kept after a newer one came",
    ),
    Setting(
        "HANSA_MODEL", "model", _words, "the spaCy model to read with; unset: that of config.cfg"
    ),
    Setting("HANSA_TOKEN", "token", _words, "the bearer token for writing; unset: no writing"),
    Setting(
        "HANSA_ALLOW_PRIVATE_URLS",
        "allow_private_urls",
        _flag,
        "on: ingest may fetch from private addresses",
    ),
    Setting(
        "HANSA_WRITER_MEMORY",
        "writer_memory",
        _number(least=1024**3, most=1024 * _GIB),
        "bytes of address space that one commit may use",
    ),
    Setting(
        "HANSA_WRITER_SECONDS",
        "writer_seconds",
        _seconds(most=7 * 24 * 3600),
        "seconds that one commit may take, once nobody else writes",
    ),
    Setting(
        "HANSA_WORKERS",
        "workers",
        _number(least=1, most=64),
        "processes that hansa serve answers with, which share the SPARQL queries that run at once",
    ),
    Setting(
        "HANSA_CONNECTIONS",
        "connections",
        _number(least=1, most=100_000),
        "connections that one of them holds open",
    ),
    Setting(
        "HANSA_REQUEST_SECONDS",
        "request_seconds",
        _seconds(most=3600),
        "seconds in which a request has to come, and part of an answer to be read",
    ),
    Setting(
        "HANSA_QUERY_HOLD",
        "query_hold",
        _seconds(most=7 * 24 * 3600),
        "seconds after which a query is stopped although it only waits for its reader",
    ),
    Setting(
        "HANSA_RATE_SECONDS",
        "rate_seconds",
        _number(least=0, most=100_000),
        "seconds of work that one client gets a minute; 0: no limit",
    ),
    Setting(
        "HANSA_RATE_BURST",
        "rate_burst",
        _number(least=1, most=100_000),
        "seconds of work that one client may use at once",
    ),
    Setting(
        "HANSA_TRUSTED_PROXIES",
        "trusted_proxies",
        _networks,
        "addresses or networks, with commas between, whose X-Forwarded-For and -Proto are believed",
    ),
    Setting(
        "HANSA_STOP_SECONDS",
        "stop_seconds",
        _seconds(most=3600),
        "seconds that running requests may take to finish when the server stops",
    ),
    Setting(
        "HANSA_LOG_REQUESTS",
        "log_requests",
        _flag,
        "on: a line of JSON for each request on standard error",
    ),
    Setting(
        "HANSA_WRITE_LENGTH",
        "write_length",
        _number(least=1024, most=4 * _GIB),
        "bytes that an update, or a graph sent to /data, may have",
    ),
    Setting(
        "HANSA_MANAGED",
        "managed",
        _flag,
        "off: a bare store without documents, in which updates may write every graph",
    ),
)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of *environment*, by default the process's own.

    Raises SettingsError for a HANSA_ variable that is not in the table or has a wrong value.

    >>> read_settings({"HANSA_PORT": "8080", "PATH": "/bin"}).port
    8080
    """
    environment = os.environ if environment is None else environment
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name in sorted(name for name in environment if name.startswith("HANSA_")):
        if name not in known:
            raise SettingsError(f"{name} is no setting; there are {', '.join(sorted(known))}")
        setting = known[name]
        try:
            values[setting.field] = setting.parse(environment[name])
        except ValueError as error:
            shown = "" if name == "HANSA_TOKEN" else f"={environment[name]!r}"
            raise SettingsError(f"{name}{shown} cannot be used: {error}") from error
    return Settings(**values)


def default_of(setting: Setting) -> Any:
    """Return the default of a setting, for help texts.

    >>> default_of(SETTINGS[6])
    8000
    """
    return getattr(Settings(), setting.field)
