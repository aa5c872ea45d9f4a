"""``/sparql/update``: SPARQL 1.1 Update over HTTP (SPARQL 1.1 Protocol, section 2.2)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.context import Services
from graph.foreign.updates import UpdateStep

from .asking import endpoint
from .preconditions import condition_of, dataset
from .protocol import read_update_request


async def answer_update(request: Request, services: Services) -> Response:
    """Carry out the update of a POST, whole or not at all, and answer 204.

    ``Hansa-Generation`` names the generation that shows it, which is its tag too. Raises what may
    be wrong with the request, its token or its conditions, and what
    ``graph.foreign.updates.change_by`` raises.
    """
    services.writing.require_keeper(request)
    asked = await read_update_request(request, longest=services.settings.write_length)
    using = asked.using
    step = UpdateStep(
        asked.update,
        endpoint(request),
        default_graphs=using.default_graphs,
        named_graphs=using.named_graphs,
    )
    shelf, moments = services.shelf, services.moments
    condition = condition_of(request, shelf, dataset(shelf), moments=moments)
    commit = await services.writing.write(request, step, condition=condition)
    return Response(status_code=204, headers={"ETag": f'"{commit.generation}"'})
