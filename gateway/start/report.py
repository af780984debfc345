"""What a command says when it has failed, and its exit code."""

import sys
from collections.abc import Iterator

from structlog import get_logger

from actors.core.journal.records import Fenced
from gateway.process.errors import CannotStart
from store.errors import StoreUnusable

log = get_logger("gateway.main")


def report(error: BaseException) -> int:
    """Print in one line what a person can fix; log unexpected errors. Return the exit code."""
    for leaf in _leaves(error):
        if isinstance(leaf, CannotStart | StoreUnusable):
            print(f"rally: {leaf}", file=sys.stderr)  # noqa: T201 - what a command says
            return 2
        if isinstance(leaf, Fenced):
            print(f"rally: {leaf}", file=sys.stderr)  # noqa: T201 - what a command says
            return 1
    log.critical("the server failed", exc_info=error)
    return 1


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error
