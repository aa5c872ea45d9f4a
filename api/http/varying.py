"""What an answer depends on besides its address: the header Vary (RFC 9110, section 12.5.5)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders


def vary_by(headers: MutableHeaders, *names: str) -> None:
    """Add the *names* of request headers to Vary, each once.

    >>> headers = MutableHeaders({"Vary": "Accept"})
    >>> vary_by(headers, "Accept", "Origin")
    >>> headers["Vary"]
    'Accept, Origin'
    """
    said = headers.get("Vary", "")
    known = {each.strip().lower() for each in said.split(",")}
    new = [name for name in names if name.lower() not in known]
    if new:
        headers["Vary"] = ", ".join([said, *new] if said else new)
