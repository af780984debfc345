"""Where a tournament has things worked out that take a while, so that they hold up nobody."""

from collections.abc import Awaitable, Callable
from typing import Any

Aside = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs something, such as in a thread, and returns what comes of it."""


async def at_once(run: Callable[[], Any]) -> Any:
    """Run it here: in a simulated world nobody waits."""
    return run()
