"""Whatever the description of the server allows, and some that it does not, is no server error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from .lines import defends

#: Examples of each operation, once as the description has it and once not.
EXAMPLES: Final = 3

#: Server errors that are answers: too busy, or a query that took too long.
DOCUMENTED: Final = frozenset({503, 504})


@defends("numbers")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_the_description_allows_is_a_server_error(
    client: httpx.Client, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    asked, failed = Counter[str](), set[str]()

    def ask(case: schemathesis.Case[Any]) -> None:
        request = _request(client, case)
        if request is None:
            return
        with suppress(httpx.TimeoutException), _streamed(client, request) as answer:
            asked[case.operation.label] += 1  # an endless answer, as of events, is one too
            if answer.status_code >= 500 and answer.status_code not in DOCUMENTED:
                failed.add(f"{answer.status_code} {request.method} {request.url}")

    for found in schema.get_all_operations():
        with suppress(Unsatisfiable):  # there are no wrong values for what has no parameters
            assert isinstance(found, Ok)
            _try(found.ok().as_strategy(generation_mode=mode), ask)
    assert failed == set()
    assert len(asked) > 20


def _request(client: httpx.Client, case: schemathesis.Case[Any]) -> httpx.Request | None:
    """Return the request, None for what no client can send."""
    sent: dict[str, Any] = case.as_transport_kwargs(base_url=str(client.base_url))
    body = sent.get("data")
    try:
        return client.build_request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers={name: str(value) for name, value in (sent.get("headers") or {}).items()},
            json=sent.get("json"),
            content=body if isinstance(body, bytes | str) else None,
            timeout=5,
        )
    except (UnicodeError, httpx.InvalidURL, TypeError, ValueError):
        return None


@contextmanager
def _streamed(client: httpx.Client, request: httpx.Request) -> Iterator[httpx.Response]:
    answer = client.send(request, stream=True)
    try:
        yield answer
    finally:
        answer.close()


def _try(cases: SearchStrategy[schemathesis.Case[Any]], ask: Callable[..., None]) -> None:
    bounded = settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seed(17)(bounded(given(cases)(ask)))()
