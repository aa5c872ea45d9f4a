"""What the page of an extraction may do over HTTP: show itself by its own style, and no more."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

_STYLE: Final = Path(__file__).parents[1] / "templates" / "extraction.css"


def style_source() -> str:
    """Return the source expression for the page's style, which stands in it (CSP 3, section 2.3.1).

    >>> style_source()[:8]
    "'sha256-"
    """
    written = f"\n{_STYLE.read_text(encoding='utf-8')}\n"
    return f"'sha256-{b64encode(sha256(written.encode()).digest()).decode()}'"


def policy() -> str:
    """Return the policy of the page."""
    return (
        f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; sandbox"
    )
