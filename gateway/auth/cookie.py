"""The cookie with the refresh token.

Over TLS its name says that no neighbour (another port, a subdomain) can have set it.
"""

from collections.abc import Mapping

from quart import Response

NAME, SECURE_NAME = "rally_refresh", "__Host-rally_refresh"


def read(cookies: Mapping[str, str], *, secure: bool) -> str:
    """Return the token; empty when there is none."""
    return cookies.get(SECURE_NAME if secure else NAME, "")


def give(response: Response, token: str, lifetime: int, *, secure: bool) -> None:
    """Have the browser keep a token for so many seconds."""
    response.set_cookie(
        SECURE_NAME if secure else NAME,
        token,
        max_age=lifetime,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def take(response: Response, *, secure: bool) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        SECURE_NAME if secure else NAME,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Strict",
    )
