"""What the one page with scripts may do: nothing but ask this server."""

from __future__ import annotations

from typing import Final

#: The rule by which a dialog of GraphiQL keeps the page behind it from scrolling, its only style
#: that is not in a file. Where a browser makes other words of it, nothing is lost but the rule.
_SCROLL_LOCK: Final = "'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='"

#: In place of the policy and the frame options of other pages, which forbid all scripts.
WITH_SCRIPTS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        f"style-src 'self' {_SCROLL_LOCK}; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
}
