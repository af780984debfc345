"""Errors over HTTP in one shape: problem details, RFC 9457."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil

import msgspec
from quart import Quart, Response
from structlog import get_logger
from werkzeug.exceptions import HTTPException

from gateway.process.shortage import FAILING, FULL, PASSING, Shortages
from store.errors import StoreUnavailable

log = get_logger("gateway.problems")

RETRY_STORE = 2
RETRY_STOPPING = 5
RETRY_SHORTAGE = 30


class FieldError(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field of the request and the rule it breaks.

    ``limit`` is the number in the rule; ``why`` says what makes a password weak.
    """

    field: str
    rule: str
    detail: str
    limit: int | None = None
    why: str | None = None


class ProblemBody(msgspec.Struct, omit_defaults=True):
    """The body of a problem; ``errors`` lists the wrong fields and the rules they break."""

    type: str
    title: str
    status: int
    detail: str
    errors: Sequence[FieldError] = ()


class Problem(Exception):
    """Answer the request with an error.

    ``code`` is a short stable name for programs, ``detail`` a sentence for people; ``more`` are
    extra members that only this problem has.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        title = HTTPStatus(status).phrase
        self.body = ProblemBody(f"urn:rally:problem:{code}", title, status, detail, errors)
        self.headers = headers or {}
        self.more = more or {}

    def response(self) -> Response:
        """Make the response."""
        return Response(
            msgspec.json.encode({**msgspec.to_builtins(self.body), **self.more}),
            self.body.status,
            {"Cache-Control": "no-store", **self.headers},
            content_type="application/problem+json",
        )


def too_many(seconds: float) -> Problem:
    """Make the answer to somebody who has to wait."""
    wait = max(1, ceil(seconds))
    detail = f"Too many requests; try again in {wait} s."
    return Problem(429, "too_many_requests", detail, headers={"Retry-After": str(wait)})


def not_signed_in() -> Problem:
    """Make the answer to somebody who has to sign in, or whose token has expired."""
    detail = "Sign in first, or refresh the access token."
    return Problem(401, "not_signed_in", detail, headers={"WWW-Authenticate": "Bearer"})


def store_unavailable(why: str = "") -> Problem:
    """Make the answer for while the store is unavailable."""
    detail = f"The store is not available just now; try again soon. {why}".rstrip()
    return Problem(503, "store_unavailable", detail, headers={"Retry-After": str(RETRY_STORE)})


def stopping() -> Problem:
    """Make the answer for new work while the server stops."""
    detail = "The server restarts; try again in a moment."
    return Problem(503, "stopping", detail, headers={"Retry-After": str(RETRY_STOPPING)})


def short_of(error: OSError) -> Problem:
    """Make the answer for while the machine lacks something (one of `shortage.PASSING`)."""
    code, detail = "busy", "The server has too much to do just now."
    if error.errno in FULL:
        code, detail = "disk_full", "The disk of the server is full; nothing was saved."
    elif error.errno in FAILING:
        code, detail = "disk_failed", "The disk of the server does not work; nothing was saved."
    headers = {"Retry-After": str(RETRY_SHORTAGE)}
    return Problem(503, code, f"{detail} Try again later.", headers=headers)


def failed() -> Problem:
    """Make the answer for a mistake of ours."""
    return Problem(500, "failed", "The server made a mistake; it is in its log.")


def of_http(error: HTTPException) -> Problem:
    """Make the answer for a request that werkzeug refuses."""
    status = error.code or 500
    title = HTTPStatus(status).phrase
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Problem(status, title.lower().replace(" ", "_"), f"{title}.", headers=headers)


def install(app: Quart) -> None:
    """Answer every error of the app with a problem."""
    shortages = Shortages()

    async def problem(error: Problem) -> Response:
        return error.response()

    async def refused(error: HTTPException) -> Response:
        return of_http(error).response()

    async def unavailable(error: StoreUnavailable) -> Response:
        log.debug("store unavailable", error=str(error))  # the store's watch logs it once
        return store_unavailable().response()

    async def short(error: OSError) -> Response:
        if error.errno not in PASSING:
            return await mistaken(error)
        shortages.notice("a request could not be answered", error)
        return short_of(error).response()

    async def mistaken(error: Exception) -> Response:
        log.error("request failed", exc_info=error)
        return failed().response()

    app.register_error_handler(Problem, problem)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(StoreUnavailable, unavailable)
    app.register_error_handler(OSError, short)
    app.register_error_handler(Exception, mistaken)
