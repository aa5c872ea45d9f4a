"""What a server says of itself: one JSON document a line, on standard error."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Any, Final

from ontology.errors import HansaError

#: Seconds that lines are gathered for, which costs less than to write each of them.
_MOMENT: Final = 0.2
_MUCH: Final = 64 * 1024


class JsonFormatter(logging.Formatter):
    """Writes what is logged as JSON, with the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        said: dict[str, Any] = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "event": record.name,
            "message": record.getMessage(),
        }
        if id := getattr(record, "request", None):
            said["request"] = id
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said)  # in ASCII: a terminal obeys some characters


def _is_news(record: logging.LogRecord) -> bool:
    """Say whether uvicorn tells of more than an answer that we broke off, which is logged."""
    return not (record.exc_info and isinstance(record.exc_info[1], HansaError))


def log_as_json(stream: IO[str]) -> None:
    """Let Hansa and uvicorn write warnings and errors to *stream* so."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    for name in ("hansa", "uvicorn"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_news)


class RequestLog:
    """One line for each request, gathered for a moment; of one event loop."""

    def __init__(self, descriptor: int | None = None) -> None:
        """Write to *descriptor*, by default that of standard error."""
        self._descriptor = sys.stderr.fileno() if descriptor is None else descriptor
        self._lines: list[str] = []
        self._size = 0

    def write(self, began: float, *, query: str | None, **said: Any) -> None:
        """Write what is *said* of a request that began at that time; of a *query* its digest."""
        if query is not None:
            said["query"] = digest(query)
        said = {name: value for name, value in said.items() if value is not None}
        line = json.dumps({"time": _time(began), "level": "info", "event": "request", **said})
        if not self._lines:
            asyncio.get_running_loop().call_later(_MOMENT, self.flush)
        self._lines.append(line)
        self._size += len(line)
        if self._size > _MUCH:
            self.flush()

    def flush(self) -> None:
        """Write what has come together."""
        rest = "".join(line + "\n" for line in self._lines).encode()
        self._lines, self._size = [], 0
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except OSError:  # nobody reads it, which is no reason to stop
                return


def digest(query: str) -> str:
    """Return what a query is known by in the log, where its text does not belong.

    >>> digest("ASK {}")
    '819ea91ed5f12b38'
    """
    return sha256(query.encode(errors="replace")).hexdigest()[:16]


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
