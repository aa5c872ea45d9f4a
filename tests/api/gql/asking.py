"""How tests ask: a query in, its data or the code of its one refusal out."""

from __future__ import annotations

from typing import Any

import httpx


def answer(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    """Return the whole answer to a query."""
    response = client.post("/graphql", json={"query": query, "variables": variables})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def data(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    """Return the data of an answer without errors."""
    found = answer(client, query, **variables)
    assert "errors" not in found, found
    its: dict[str, Any] = found["data"]
    return its


def refusal(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    """Return the one error of an answer, which has a message and a code."""
    (error,) = answer(client, query, **variables)["errors"]
    assert error["message"]
    assert error["extensions"]["code"]
    its: dict[str, Any] = error
    return its


def assert_refused(response: httpx.Response, status: int, code: str) -> str:
    """Assert that *response* is one coded error as GraphQL has it; return its message."""
    assert response.status_code == status, response.text
    accept = response.request.headers.get("accept", "")
    newer = "application/graphql-response+json"
    kind = f"{newer}; charset=utf-8" if newer in accept else "application/json"
    assert response.headers["content-type"] == kind
    assert response.headers["hansa-generation"].isdigit()
    assert "Accept" in response.headers["vary"].split(", ")
    body = response.json()
    assert body.keys() == {"errors"}
    (error,) = body["errors"]
    assert error["extensions"]["code"] == code
    message: str = error["message"]
    assert message
    assert "\n" not in message
    return message
