"""Every error of ours has its kind of problem, and what nobody foresaw says nothing of itself."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx
import pytest

import api.errors
import graph.errors
import queries.errors
from api.app import create_app
from api.http.problems import INTERNAL, PROBLEM_TYPES, problem_of, status_problem
from api.settings import Settings
from ontology.errors import HansaError

from .problem import assert_problem


def test_types_are_stable_and_one_code_has_one_status() -> None:
    kinds = set(PROBLEM_TYPES.values())
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.iri.startswith("https://w3id.org/hansa/problem/") for kind in kinds)
    assert all(400 <= kind.status < 600 for kind in kinds)


@pytest.mark.parametrize(
    "error",
    [
        *api.errors.RequestError.__subclasses__(),
        *graph.errors.QueryError.__subclasses__(),
        *queries.errors.QuestionError.__subclasses__(),
        graph.errors.EmptyWorkspaceError,
    ],
)
def test_every_error_a_request_can_cause_has_a_row_of_its_own(error: type[HansaError]) -> None:
    assert error in PROBLEM_TYPES


def test_an_error_without_a_row_is_masked() -> None:
    problem = problem_of(graph.errors.ShapeError("secret path /srv"))
    assert problem.type is INTERNAL
    assert "secret" not in problem.detail


def test_extra_members_help_the_client() -> None:
    error = queries.errors.UnknownNameError("no x", parameter="network", candidates=["ASCN"])
    assert problem_of(error).members == {"candidates": ("ASCN",), "parameter": "network"}
    busy = problem_of(api.errors.BusyError("later", retry_after=7))
    assert busy.headers == {"Retry-After": "7"}


def test_a_framework_s_status_has_a_code() -> None:
    assert status_problem(418, "").type.code == "im-a-teapot"


def test_what_nobody_foresaw_is_masked_but_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(store=tmp_path))

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("the password is swordfish")

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/fails", headers={"Origin": "https://example.org"})

    with caplog.at_level(logging.ERROR, logger="hansa"):
        response = asyncio.run(ask())
    assert_problem(response, 500, "internal")
    assert "swordfish" not in response.text
    assert "swordfish" in caplog.text
    assert response.headers["access-control-allow-origin"] == "*"
