"""Whether the server lives (/healthz), and whether it is ready for work (/readyz)."""

from quart import Blueprint, Response

from gateway.http.problems import stopping, store_unavailable
from gateway.services import Services


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    async def healthz() -> Response:
        return _fine()

    @blueprint.get("/readyz")
    async def readyz() -> Response:
        if services.stopping:
            raise stopping()
        if services.watch.away_since is not None:
            seconds = services.watch.seconds_away()
            raise store_unavailable(f"For {seconds:.0f} s: {services.watch.reason}.")
        return _fine()

    return blueprint


def _fine() -> Response:
    return Response("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
