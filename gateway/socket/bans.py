"""Bans: whoever is banned cannot sign in, has no session, and loses the open sockets at once.

They are written to the store by another process (`scripts/admin`), or on another machine, so the
server looks there once a second; docs/adr/0031 says why not otherwise. The look is one row, as bans
are numbered; only a new number is followed by a question for the bans since.
"""

from collections import deque
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
"""Seconds for which a new ban is acted upon: a handshake that found its session before the ban was
made opens its socket after it, and is over by then."""


class Watch:
    """Closes the sockets of whoever is banned; ``look`` once a second."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen = deque[tuple[float, int]]()
        """The number of the last ban, and when it was first seen to be that."""

    async def look(self) -> None:
        """Close what belongs to whoever has been banned lately. StoreError while it cannot say."""
        store, now = self._services.store, self._services.now()
        last = await store.moderation.last_ban()
        if not self._seen or self._seen[-1][1] != last:
            self._seen.append((now, last))
        while len(self._seen) > 1 and self._seen[1][0] <= now - INSIST:
            self._seen.popleft()
        if (old := self._seen[0][1]) != last:
            date = int(self._services.date() * 1000.0)
            banned = {ban.user_id for ban in await store.moderation.bans(date, old)}
            self._services.sockets.close_users(banned, BANNED, "banned")


async def enforce(
    services: Services, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    """Close the sockets of whoever is banned, from now on; for good."""
    watch = Watch(services)
    await watch.look()  # before anybody is let in: who was banned until now has no session
    task_status.started()
    while True:
        await trio.sleep(EVERY)
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
