"""What the workers behind the actors share: they wait for work, and nothing waits for them."""

from collections.abc import Awaitable, Callable

import trio
from structlog import get_logger

from store.errors import StoreError

log = get_logger("gateway.workers")

AGAIN = 1.0
"""Seconds after which the store is asked again when it was away, or when something failed."""


class Bell:
    """Rings for all who listen; to ring it never waits.

    Who takes ``next`` before they look for work, and waits for it when there is none, misses
    nothing that comes between the two.
    """

    def __init__(self) -> None:
        self.next = trio.Event()
        """The next time it rings."""

    def ring(self) -> None:
        """Wake all who listen."""
        self.next.set()
        self.next = trio.Event()


async def work(bell: Bell, one: Callable[[], Awaitable[float]]) -> None:
    """Do one piece of work after another, for ever.

    ``one`` returns the seconds until there may be more; the bell ends that wait. If it fails, the
    piece is claimed again when its lease has ended, and the others go on.
    """
    while True:
        rung = bell.next
        try:
            wait = await one()
        except StoreError:  # the watch over the store says so in the log
            wait = AGAIN
        except Exception:
            log.exception("a piece of work failed")
            wait = AGAIN
        with trio.move_on_after(wait):
            await rung.wait()


async def insist(write: Callable[[], Awaitable[object]]) -> None:
    """Write what must be written, however long the store is away."""
    while True:
        try:
            await write()
        except StoreError:
            await trio.sleep(AGAIN)
        else:
            return
