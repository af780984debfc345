"""The Quart application: its routes, and what holds for all of them."""

import time
from collections.abc import Callable
from typing import Any

from quart import Quart, Response, g, request
from quart.routing import QuartRule
from quart_trio import QuartTrio
from quart_trio.wrappers import TrioRequest
from structlog import get_logger

from gateway.api import (
    account,
    avatars,
    bans,
    blocks,
    email,
    export,
    factor_by_mail,
    factors,
    factors_reset,
    frames,
    friends,
    health,
    identities,
    matches,
    mutes,
    notifications,
    openapi,
    own_passkeys,
    own_rooms,
    people,
    profile,
    programs,
    prove,
    providers,
    ratings,
    reports,
    reset,
    second,
    sessions,
    sign_in,
    tournaments,
    ways,
    ways_in,
    welcome,
)
from gateway.api.profile import LARGEST_UPLOAD
from gateway.guard import origin
from gateway.http import headers, pages, paths, problems, static
from gateway.http.files import Files
from gateway.play import elsewhere, games, invitations, playing, queue, rooms
from gateway.play import tournaments as played_tournaments
from gateway.play.connections import HttpConnections
from gateway.services import Services
from gateway.socket import route

log = get_logger("gateway.http")

LARGEST_BODY = 16 * 1024
"""The most bytes of a request body."""
SLOWEST_BODY = 10
"""The most seconds for a request body to come in."""


AVATAR = "/api/v1/profile/avatar"
RESOURCES = (
    *(sign_in, second, account, prove, factors, own_passkeys, factor_by_mail, factors_reset),
    *(email, export, sessions, matches, openapi, frames),
    *(people, profile, avatars, friends, blocks, bans, reset, own_rooms, mutes, reports),
    *(providers, welcome, identities, ways_in),
    ratings,
    tournaments,
    notifications,
    programs,
    ways,
)
PLAYED = (games, queue, invitations, playing, rooms, played_tournaments)


class SizedRequest(TrioRequest):
    """A request; its body may be larger for a route that takes images."""

    def __init__(self, method: str, scheme: str, path: str, *rest: Any, **named: Any) -> None:
        if path == AVATAR:
            named["max_content_length"] = LARGEST_UPLOAD
        super().__init__(method, scheme, path, *rest, **named)


class MatchingRule(QuartRule):
    """A rule that matches addresses, and compiles what makes them only if somebody asks for it.

    Nobody here does, and compiling it was most of the work of making the application.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        return lambda _, **values: compile_now(append_unknown)(self, **values)


def make_app(services: Services, files: Files | None = None) -> QuartTrio:
    """Make the application around what the composition root has opened."""
    app = QuartTrio("rally", static_folder=None)
    app.url_rule_class = MatchingRule
    app.request_class = SizedRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["BODY_TIMEOUT"] = SLOWEST_BODY
    app.config["RESPONSE_TIMEOUT"] = None  # the transport knows how slow a peer may be
    _log_requests(app)
    origin.install(app, services.site)
    paths.install(app)
    _refuse_new_work(app, services)
    headers.install(app)
    problems.install(app)
    for resource in RESOURCES:
        app.register_blueprint(resource.routes(services), url_prefix="/api/v1")
    connections = HttpConnections(services)
    for resource in PLAYED:
        played = elsewhere.install(resource.routes(connections))
        app.register_blueprint(played, url_prefix="/api/v1")
    app.register_blueprint(health.routes(services))
    app.register_blueprint(ways.one_click(services))
    app.register_blueprint(route.routes(services))
    app.register_blueprint(static.routes(files or Files()))
    return app


def _refuse_new_work(app: Quart, services: Services) -> None:
    """Answer requests that would begin something with 503 while the server stops."""

    async def refuse() -> None:
        if services.stopping and request.method == "POST":
            raise problems.stopping()

    app.before_request(refuse)


def _log_requests(app: Quart) -> None:
    """Log every request and how long its answer took, but never the query, which may be secret.

    The id of a private game is not logged either, as anybody with its address may join.
    """

    async def begin() -> None:
        g.began = time.perf_counter()

    async def end(response: Response) -> Response:
        write = log.info if request.path.startswith("/api/") else log.debug
        took = (time.perf_counter() - g.began) * 1000.0
        write(
            "request",
            method=request.method,
            path=pages.without_secrets(request.path),
            status=response.status_code,
            ms=round(took, 1),
        )
        return response

    app.before_request(begin)
    app.after_request(end)
