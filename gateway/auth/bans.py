"""Bans: whoever is banned cannot sign in, has no session, and loses the open sockets at once.

They are written to the store by another process (`scripts/admin`), perhaps on another machine, so
the server looks there once a second; docs/adr/0031 says why not otherwise.
"""

from datetime import UTC, datetime

import trio
from structlog import get_logger

from gateway.conversation import BANNED
from gateway.problems import Problem
from gateway.services import Services
from store.errors import StoreError
from store.social.records import Ban

log = get_logger("gateway.auth")

EVERY = 1.0
"""Seconds between two looks."""


async def enforce(services: Services) -> None:
    """Close the sockets of whoever is banned, from now on; for good."""
    while True:
        try:
            bans = await services.store.bans(int(services.now() * 1000.0))
        except StoreError as error:
            log.warning("bans are not known just now", reason=str(error))
        else:
            if bans:
                services.sockets.close_users({ban.user_id for ban in bans}, BANNED, "banned")
        await trio.sleep(EVERY)


async def refuse(services: Services, user_id: str) -> None:
    """Raise a Problem if this user is banned; it names the reason and the end."""
    ban = await services.store.ban_of(user_id, int(services.now() * 1000.0))
    if ban is not None:
        raise _problem(ban)


def _problem(ban: Ban) -> Problem:
    end = "for good"
    if ban.until is not None:
        end = f"until {datetime.fromtimestamp(ban.until / 1000.0, UTC):%Y-%m-%d %H:%M} UTC"
    detail = f"This account is banned {end}. The reason: {ban.reason}"
    return Problem(403, "banned", detail, more={"reason": ban.reason, "until": ban.until})
