"""What a running server does from time to time: deletes what has expired, notes who is here."""

import trio
from structlog import get_logger

from actors.room.access import LOBBY
from actors.room.rules import Rules
from gateway.services import Services
from store.errors import StoreError

log = get_logger("gateway.upkeep")

TIDY_EVERY, LIFE_EVERY = 3600.0, 30.0


async def tidy(services: Services, rules: Rules) -> None:
    """Delete what has expired, now and every hour."""
    while True:
        try:
            now = int(services.date() * 1000.0)
            await services.store.tidy(now)
            for room in (LOBBY, None):
                if since := rules.kept_since(room or "", now):
                    await services.store.rooms.fade(since, room)
            await services.avatars.sweep()
        except (StoreError, OSError) as error:
            log.warning("not everything was tidied", reason=str(error))
        await trio.sleep(TIDY_EVERY)


async def note_life(services: Services) -> None:
    """Store every half minute which sessions are in use; see `gateway.auth.line`."""
    while True:
        await trio.sleep(LIFE_EVERY)
        try:
            await services.sessions.note_life(services.sockets.lively())
        except StoreError as error:
            log.warning("it was not written down who is here", reason=str(error))
