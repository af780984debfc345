"""What handlers have in common: who asks, how often they may, and how an answer is made."""

from msgspec.json import encode
from quart import Response, request

from gateway.auth.sessions import SignedIn
from gateway.limits import KeyedLimit
from gateway.problems import Problem, too_many
from gateway.services import Services


async def signed_in(services: Services) -> SignedIn:
    """Return who sent this request; a Problem when it is nobody's."""
    found = await services.sessions.find(request.cookies)
    if found is None:
        raise Problem(401, "not_signed_in", "Sign in first.")
    return found


async def limit(services: Services, kind: str, key: str) -> None:
    """Count a request; a Problem when it is too much."""
    limits: dict[str, KeyedLimit] = services.rates
    if (seconds := limits[kind].take(key)) > 0.0:
        services.metrics.count("requests_limited")
        raise too_many(seconds)


def answer(value: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(encode(value), status, content_type="application/json")


def milliseconds(services: Services) -> int:
    """Return the time as the store keeps it."""
    return int(services.now() * 1000.0)
