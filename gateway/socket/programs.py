"""Programs that sign in with an API token: over HTTP with each request, on a socket as it opens."""

from gateway.auth.api_tokens import ByToken, reaches
from gateway.auth.cookie import jar
from gateway.auth.sessions import SignedIn
from gateway.guard.programs import presented
from gateway.guard.seen import Seen, household
from gateway.http.problems import Problem, too_many
from gateway.services import Services
from store.programs.records import Scope

WRONG = (
    "This API token is not valid: it was revoked, has ended, was copied in part, or its account is"
    " banned or gone. Make another one on the page of your account."
)
PAGE_ONLY = "API tokens cannot do this: sign in, and do it on the page."


async def by_token(services: Services, token: str, address: str) -> ByToken:
    """Return the account of an API token; raises a Problem if it is not valid."""
    found = await services.api_tokens.holder(token)
    if found is not None:
        return found
    services.metrics.count("api_tokens_refused")
    seconds = await services.rates.take("wrong_token", household(address))
    if seconds > 0.0:
        raise too_many(seconds)
    says = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    raise Problem(401, "wrong_token", WRONG, headers=says)


async def of_handshake(
    services: Services, seen: Seen, headers: dict[str, str], cookies: dict[str, str]
) -> SignedIn | None:
    """Return who opens a socket, by API token or else by cookie; None: nobody.

    ``headers`` are by lower-case name. Raises a Problem for a token that is not valid.
    """
    token = presented(headers.get("authorization"))
    if token is not None:
        return await by_token(services, token, seen.address)
    sessions = services.sessions
    kept = jar(headers.get("origin"), secure=seen.secure)
    return await sessions.of_cookie(kept.read(cookies, sessions.is_ours))


def require_scope(found: ByToken, needed: Scope | None) -> None:
    """Raise a Problem unless the token has the scope; None: no token is good for this."""
    if reaches(found.scopes, needed):
        return
    if needed is None:
        raise Problem(403, "page_only", PAGE_ONLY)
    says = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{needed}"'}
    raise Problem(403, "missing_scope", lacks(needed), headers=says, more={"scope": needed})


def lacks(needed: Scope) -> str:
    """Return the sentence for a token that lacks a scope."""
    return f"This needs an API token with the scope `{needed}`, which yours has not."
