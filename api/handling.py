"""How errors are answered, wherever in the app they come from."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from api.http.missing import answer
from api.http.negotiation import path_of
from api.http.problems import INVALID, Problem, problem_of, status_problem
from ontology.errors import HansaError


def _allowed(request: Request, rooms: Sequence[BaseRoute]) -> str:
    """Return what every route of the path takes (RFC 9110, section 10.2.1), not the first alone."""
    routes = [*request.app.routes, *rooms]
    methods = {
        method
        for each in routes
        if isinstance(each, Route) and each.matches(request.scope)[0] is not Match.NONE
        for method in each.methods or ()
    }
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


def add_error_handlers(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Answer every error by a problem, or by a page; *routes* are those of all rooms."""
    pages = app.state.services.pages

    @app.exception_handler(HansaError)
    async def on_our_error(request: Request, error: HansaError) -> Response:
        return answer(request, pages, problem_of(error, instance=path_of(request.scope)))

    @app.exception_handler(HTTPException)
    async def on_framework_error(request: Request, error: HTTPException) -> Response:
        path = path_of(request.scope)  # unescaped; that of request.url would end at an escaped ?
        details = {
            404: f"there is nothing at {path}",
            405: f"{request.method} is not possible at {path}",
        }
        detail = details.get(error.status_code, str(error.detail))
        response = answer(request, pages, status_problem(error.status_code, detail, instance=path))
        response.headers.update(error.headers or {})
        if error.status_code == 405:
            response.headers["Allow"] = allowed = _allowed(request, routes)
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": f"{allowed}, OPTIONS"})
        return response

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = [
            {"parameter": str(each["loc"][-1]), "message": str(each["msg"])}
            for each in error.errors()
        ]
        detail = "; ".join(f"{each['parameter']}: {each['message']}" for each in wrong)
        problem = Problem(INVALID, detail, path_of(request.scope), {"errors": wrong})
        return answer(request, pages, problem)

    @app.exception_handler(ClientDisconnect)
    async def on_leaving(request: Request, error: ClientDisconnect) -> Response:  # noqa: ARG001
        return Response(status_code=499)  # nobody is there to read it
