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
    """Delete what has expired, every hour, unless another server of the same store has done it."""
    while True:
        try:
            await _tidy_if_due(services, rules)
        except StoreError as error:
            log.warning("not everything was tidied", reason=str(error))
        await trio.sleep(TIDY_EVERY)


async def _tidy_if_due(services: Services, rules: Rules) -> None:
    now, nodes = int(services.date() * 1000.0), services.store.nodes
    next_time = now + int(TIDY_EVERY * 1000.0)
    if not await nodes.take_chore(services.kernel.epoch, "tidy", now, next_time):
        return
    await services.store.tidy(now)
    for room in (LOBBY, None):
        if since := rules.kept_since(room or "", now):
            await services.store.rooms.fade(since, room)


async def note_life(services: Services) -> None:
    """Store every half minute which sessions are in use; see `gateway.auth.line`."""
    while True:
        await trio.sleep(LIFE_EVERY)
        try:
            await services.sessions.note_life(services.sockets.lively())
        except StoreError as error:
            log.warning("it was not written down who is here", reason=str(error))
