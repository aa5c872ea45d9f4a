"""The table of all settings: what each is called, how it is read, and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from api import setting_values as values
from api.linked.prefix import checked_prefix


class Setting(NamedTuple):
    """One row of the table: the variable, the field, how it is read, and what it is for."""

    name: str
    field: str
    parse: Callable[[str], Any]
    help: str


_GIB = 1024**3

SETTINGS: tuple[Setting, ...] = (
    Setting("HANSA_STORE", "store", values.path, "the data directory"),
    Setting(
        "HANSA_BASE", "base", values.base, "the base of every IRI of the data; ends in a slash"
    ),
    Setting(
        "HANSA_PREFIX",
        "prefix",
        checked_prefix,
        "the path under which a proxy shows the server, such as /hansa; forwarded: what the "
        "proxy says in X-Forwarded-Prefix",
    ),
    Setting(
        "HANSA_PUBLISHER", "publisher", values.words, "who publishes the data, as DCAT says it"
    ),
    Setting(
        "HANSA_DATA_LICENCE",
        "data_licence",
        values.iri,
        "the IRI of the licence that the data is under",
    ),
    Setting("HANSA_HOST", "host", values.words, "the address that hansa serve listens on"),
    Setting(
        "HANSA_PORT", "port", values.number(least=0, most=65535), "its port; 0 takes a free one"
    ),
    Setting(
        "HANSA_QUERY_TIMEOUT",
        "query_timeout",
        values.seconds(most=3600),
        "seconds a SPARQL query may take",
    ),
    Setting(
        "HANSA_QUERY_MEMORY",
        "query_memory",
        values.number(least=16 * 1024**2, most=1024 * _GIB),
        "bytes of memory a SPARQL query may use beyond the opened store",
    ),
    Setting(
        "HANSA_QUERY_ANSWER",
        "query_answer",
        values.number(least=1024, most=4 * _GIB),
        "bytes that the answer to a SPARQL query may have",
    ),
    Setting(
        "HANSA_QUERY_BUFFER",
        "query_buffer",
        values.number(least=0, most=_GIB),
        "bytes of an answer that are held back, so that what fails until then is told by a status",
    ),
    Setting(
        "HANSA_QUERY_CACHE",
        "query_cache",
        values.number(least=0, most=64 * _GIB),
        "bytes of answers that are kept for who asks the same again",
    ),
    Setting(
        "HANSA_QUERY_LENGTH",
        "query_length",
        values.number(least=100, most=10_000_000),
        "characters that a SPARQL query may have",
    ),
    Setting(
        "HANSA_QUERY_WORKERS",
        "query_workers",
        values.number(least=0, most=1024),
        "SPARQL queries that run at once; 0 means one for each processor",
    ),
    Setting(
        "HANSA_QUERY_QUEUE",
        "query_queue",
        values.number(least=0, most=10_000),
        "SPARQL queries that may wait for their turn",
    ),
    Setting(
        "HANSA_KEEP_GENERATIONS",
        "keep_generations",
        values.number(least=1, most=100_000),
        "generations that are kept, the newest first",
    ),
    Setting(
        "HANSA_KEEP_DAYS",
        "keep_days",
        values.number(least=0, most=36_500),
        "days for which a generation is kept after a newer one came",
    ),
    Setting(
        "HANSA_MODEL",
        "model",
        values.words,
        "the spaCy model to read with; unset: that of config.cfg",
    ),
    Setting(
        "HANSA_TOKEN", "token", values.token, "the bearer token for writing; unset: no writing"
    ),
    Setting(
        "HANSA_ALLOW_PRIVATE_URLS",
        "allow_private_urls",
        values.flag,
        "on: ingest may fetch from private addresses",
    ),
    Setting(
        "HANSA_WRITER_MEMORY",
        "writer_memory",
        values.number(least=1024**3, most=1024 * _GIB),
        "bytes of address space that one commit may use",
    ),
    Setting(
        "HANSA_WRITER_SECONDS",
        "writer_seconds",
        values.seconds(most=7 * 24 * 3600),
        "seconds that one commit may take, once nobody else writes",
    ),
    Setting(
        "HANSA_WORKERS",
        "workers",
        values.number(least=1, most=64),
        "processes that hansa serve answers with, which share the SPARQL queries that run at once",
    ),
    Setting(
        "HANSA_CONNECTIONS",
        "connections",
        values.number(least=1, most=100_000),
        "connections that one of them holds open",
    ),
    Setting(
        "HANSA_REQUEST_SECONDS",
        "request_seconds",
        values.seconds(most=3600),
        "seconds in which a request has to come, and part of an answer to be read",
    ),
    Setting(
        "HANSA_QUERY_HOLD",
        "query_hold",
        values.seconds(most=7 * 24 * 3600),
        "seconds after which a query is stopped although it only waits for its reader",
    ),
    Setting(
        "HANSA_RATE_SECONDS",
        "rate_seconds",
        values.number(least=0, most=100_000),
        "seconds of work that one client gets a minute; 0: no limit",
    ),
    Setting(
        "HANSA_RATE_BURST",
        "rate_burst",
        values.number(least=1, most=100_000),
        "seconds of work that one client may use at once",
    ),
    Setting(
        "HANSA_TRUSTED_PROXIES",
        "trusted_proxies",
        values.networks,
        "addresses or networks, with commas between, whose X-Forwarded-For and -Proto are believed",
    ),
    Setting(
        "HANSA_STOP_SECONDS",
        "stop_seconds",
        values.seconds(most=3600),
        "seconds that running requests may take to finish when the server stops",
    ),
    Setting(
        "HANSA_LOG_REQUESTS",
        "log_requests",
        values.flag,
        "on: a line of JSON for each request on standard error",
    ),
    Setting(
        "HANSA_WRITE_LENGTH",
        "write_length",
        values.number(least=1024, most=4 * _GIB),
        "bytes that an update, or a graph sent to /data, may have",
    ),
    Setting(
        "HANSA_UPLOAD_LENGTH",
        "upload_length",
        values.number(least=1024, most=4 * _GIB),
        "bytes that a request to read documents, with all its files, may have",
    ),
    Setting(
        "HANSA_MANAGED",
        "managed",
        values.flag,
        "off: a bare store without documents, in which updates may write every graph",
    ),
    Setting(
        "HANSA_GRAPHIQL",
        "graphiql",
        values.flag,
        "off: no GraphiQL at /graphql",
    ),
    Setting(
        "HANSA_WORKBENCH",
        "workbench",
        values.flag,
        "off: pages without scripts, and none of the workbench",
    ),
    Setting(
        "HANSA_GRAPHQL_DOCUMENTS",
        "graphql_documents",
        values.path,
        "a folder or file of GraphQL documents that clients may ask for by their SHA-256",
    ),
    Setting(
        "HANSA_GRAPHQL_ONLY_DOCUMENTS",
        "graphql_only_documents",
        values.flag,
        "on: no other GraphQL documents are answered",
    ),
    Setting(
        "HANSA_REMOTE",
        "remote",
        values.address,
        "a SPARQL server that holds the quads instead of the data directory: the address of its "
        "queries, or without a path that of an Oxigraph server",
    ),
    Setting(
        "HANSA_REMOTE_UPDATE",
        "remote_update",
        values.address,
        "where that server takes updates, if not where it takes queries",
    ),
    Setting(
        "HANSA_REMOTE_DATA",
        "remote_data",
        values.address,
        "where it shows whole graphs (Graph Store HTTP Protocol), if it does",
    ),
    Setting("HANSA_REMOTE_TOKEN", "remote_token", values.token, "what it is shown as a bearer"),
    Setting("HANSA_REMOTE_USER", "remote_user", values.words, "who we are to it, by digest"),
    Setting("HANSA_REMOTE_PASSWORD", "remote_password", values.words, "the password for that"),
    Setting(
        "HANSA_REMOTE_SECONDS",
        "remote_seconds",
        values.seconds(most=3600),
        "seconds a request to it may take",
    ),
    Setting(
        "HANSA_REMOTE_PATIENCE",
        "remote_patience",
        values.seconds(most=86400),
        "seconds for which a commit tries again while it cannot be reached",
    ),
)
