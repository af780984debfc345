"""Connects again whenever a connection is lost, with pauses that grow and differ between nodes."""

import random
from collections.abc import Awaitable, Callable

import trio
from structlog import get_logger

from store.redis.connection import LOST_BY, said

log = get_logger("store.redis")

SHORTEST, LONGEST = 0.05, 1.0
"""Seconds between two attempts: about the first at first, and about the second in the end."""


def pause(failures: int, chance: float) -> float:
    """Return the seconds before the next attempt after so many failures; ``chance`` from 0 to 1."""
    return min(LONGEST, SHORTEST * 2.0 ** min(failures, 20)) * (0.5 + chance)


async def stay_connected(what: str, once: Callable[[Callable[[], None]], Awaitable[None]]) -> None:
    """Call ``once`` for ever. It is given a function to call when the connection is well.

    It raises one of `LOST_BY`, or a group of those, when the connection is lost.
    """
    failures, told = 0, ""

    def well() -> None:
        nonlocal failures, told
        failures, told = 0, ""
        log.info("Redis is there", what=what)

    while True:
        reason = ""
        try:
            await once(well)
        except* LOST_BY as lost:
            reason = said(lost)
        if reason != told:  # an hour without Redis is not a thousand lines
            log.warning("Redis is away", what=what, reason=reason)
            told = reason
        await trio.sleep(pause(failures, random.random()))
        failures += 1
