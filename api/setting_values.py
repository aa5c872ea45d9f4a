"""How the values of settings are read; what cannot be one is a ValueError that says why."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from ontology.iris import Base


def words(text: str) -> str:
    """Return text without spaces at its ends; ValueError where that leaves nothing."""
    if not text.strip():
        raise ValueError("it is empty")
    return text.strip()


def token(text: str) -> str:
    """Return a bearer token, which has to fit into a header (RFC 6750, 2.1).

    >>> token("t0ken\\n")
    't0ken'
    """
    text = words(text)
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise ValueError("a token is one word of visible ASCII characters")
    return text


def path(text: str) -> Path:
    """Return a path; ``~`` is the home directory."""
    return Path(words(text)).expanduser()


def base(text: str) -> Base:
    """Return the base of all IRIs of the data."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or text[-1] != "/":
        raise ValueError("it must be an http or https IRI that ends in a slash")
    if parts.query or parts.fragment:
        raise ValueError("it must have neither a query nor a fragment")
    NamedNode(text)  # a ValueError where it is no IRI
    return Base(text)


def iri(text: str) -> str:
    """Return an IRI of the web."""
    if urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError("it must be an http or https IRI")
    return NamedNode(text).value  # a ValueError where it is no IRI


def address(text: str) -> str:
    """Return the address of a server, which holds neither names nor passwords."""
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("it must be an http or https address")
    if "@" in parts.netloc:
        raise ValueError("it must not hold a password; there are settings for that")
    return text.strip()


def flag(text: str) -> bool:
    """Return whether something is on."""
    values = {"on": True, "yes": True, "1": True, "off": False, "no": False, "0": False}
    if text.lower() not in values:
        raise ValueError("it must be on or off")
    return values[text.lower()]


def networks(text: str) -> str:
    """Return addresses and networks, separated by commas."""
    names = [name.strip() for name in words(text).split(",")]
    for name in names:
        ip_network(name)  # a ValueError where it is none, or has bits beyond its prefix
    return ",".join(names)


def number(*, least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"it must be a whole number from {least} to {most}")
        return int(text)

    return parse


def seconds(*, most: int) -> Callable[[str], float]:
    """Return what reads a time in seconds, up to *most*."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = 0.0
        if not 0.1 <= value <= most:
            raise ValueError(f"it must be a number of seconds from 0.1 to {most}")
        return value

    return parse
