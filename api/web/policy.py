"""What pages with scripts may do: nothing but run our files and ask this server."""

from __future__ import annotations

from typing import Final

#: The rule by which a dialog of GraphiQL keeps the page behind it from scrolling, its only style
#: that is not in a file. Where a browser makes other words of it, nothing is lost but the rule.
_SCROLL_LOCK: Final = "'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='"


def _policy(styles: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
        f"style-src {styles}; font-src 'self'; img-src 'self' data: blob:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


#: For pages of the workbench, whose pictures are saved by way of blobs.
OF_WORKBENCH: Final = _policy("'self'")


def with_frame(style: str) -> dict[str, str]:
    """Return what a page of the workbench says that frames a page it made, with a *style* in it.

    Such a page is a blob, and takes over the policy of the one that frames it. As ``WITH_SCRIPTS``,
    in place of the policy and the frame options of other pages.
    """
    return {
        "Content-Security-Policy": _policy(f"'self' {style}") + "; frame-src blob:",
        "X-Frame-Options": "DENY",
    }


#: For the page of GraphiQL, in place of the policy and the frame options of other pages.
WITH_SCRIPTS: Final = {
    "Content-Security-Policy": _policy(f"'self' {_SCROLL_LOCK}"),
    "X-Frame-Options": "DENY",
}
