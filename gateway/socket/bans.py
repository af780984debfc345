"""Bans: a banned user cannot sign in, has no session, and loses all open sockets at once.

Another process (`scripts/admin`), perhaps on another machine, writes them to the store, so the
server looks there once a second; docs/adr/0031 gives the reasons. It reads one row, as bans are
numbered; only if the number is new does it ask for the bans since.
"""

from collections import deque
from collections.abc import Collection
from datetime import UTC, datetime

import trio
from structlog import get_logger

from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket.conversation import BANNED
from store.errors import StoreError
from store.moderation.records import Ban

log = get_logger("gateway.auth")

EVERY = 1.0
"""Seconds between two looks."""
INSIST = 60.0
"""Seconds for which a new ban is enforced again and again: a handshake that found its session
before the ban may open its socket after it. By then it is over."""


async def close(services: Services, banned: Collection[str]) -> None:
    """Close the sockets of banned users and of their bots."""
    services.sockets.close_users(banned, BANNED, "banned")
    for owner in banned:
        bots = {bot.id for bot in await services.store.programs.bots_of(owner)}
        services.sockets.close_users(bots, BANNED, "the owner is banned")


class Watch:
    """Closes the sockets of banned users; call ``look`` once a second."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen = deque[tuple[float, int]]()
        """Times at which a new number of the last ban was first seen, with that number."""

    async def look(self) -> None:
        """Close the sockets of users banned lately. Raises StoreError if the store fails."""
        store, now = self._services.store, self._services.now()
        last = await store.moderation.last_ban()
        if not self._seen or self._seen[-1][1] != last:
            self._seen.append((now, last))
        while len(self._seen) > 1 and self._seen[1][0] <= now - INSIST:
            self._seen.popleft()
        if (old := self._seen[0][1]) != last:
            date = int(self._services.date() * 1000.0)
            banned = {ban.user_id for ban in await store.moderation.bans(date, old)}
            await close(self._services, banned)


async def enforce(
    services: Services, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    """Close the sockets of banned users and of ended API tokens from now on, for ever."""
    watch = Watch(services)
    await watch.look()  # before anybody is let in; users banned before this have no session
    task_status.started()
    while True:
        await trio.sleep(EVERY)
        services.sockets.close_ended(int(services.date() * 1000.0))
        try:
            await watch.look()
        except StoreError as error:
            log.warning("bans are not known just now", reason=str(error))


async def refuse(services: Services, user_id: str) -> None:
    """Raise a Problem if this user is banned; it names the reason and the end."""
    ban = await services.store.moderation.ban_of(user_id, int(services.date() * 1000.0))
    if ban is not None:
        raise _problem(ban)


def _problem(ban: Ban) -> Problem:
    end = "for good"
    if ban.until is not None:
        end = f"until {datetime.fromtimestamp(ban.until / 1000.0, UTC):%Y-%m-%d %H:%M} UTC"
    detail = f"This account is banned {end}. The reason: {ban.reason}"
    return Problem(403, "banned", detail, more={"reason": ban.reason, "until": ban.until})
