"""The one shape of every error, asserted in one place."""

from __future__ import annotations

from urllib.parse import unquote

import httpx

MEMBERS = {"type", "title", "status", "detail", "instance"}


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    """Assert that *response* is a problem document (RFC 9457) of that status and type."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["hansa-generation"].isdigit()
    problem: dict[str, object] = response.json()
    assert problem.keys() >= MEMBERS
    assert problem["type"] == f"https://w3id.org/hansa/problem/{code}"
    assert problem["status"] == status
    assert unquote(str(problem["instance"])) == response.request.url.path
    assert problem["title"]
    detail = problem["detail"]
    assert isinstance(detail, str)
    assert detail
    assert "\n" not in detail
    assert "Traceback" not in response.text
    return problem
