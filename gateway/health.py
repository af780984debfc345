"""Whether the server lives (/healthz), and whether it should be given work (/readyz)."""

import trio
from quart import Blueprint, Response

from gateway.problems import Problem, store_unavailable
from gateway.services import Services

PATIENCE = 2.0


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    async def healthz() -> Response:
        return _fine()

    @blueprint.get("/readyz")
    async def readyz() -> Response:
        if services.stopping:
            raise Problem(503, "stopping", "The server stops.")
        with trio.move_on_after(PATIENCE):
            await services.store.check()
            return _fine()
        raise store_unavailable()

    return blueprint


def _fine() -> Response:
    return Response("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
