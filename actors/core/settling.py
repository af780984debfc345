"""What happens after an actor was given up."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from actors.core.context import Context
from actors.core.spec import LeftBehind, Settlement

log = logging.getLogger("actors.core")

Settle = Callable[[LeftBehind], Settlement]


def settle(
    decide: Settle, left: LeftBehind, make: Callable[[], Context[Any]], letters: Sequence[str]
) -> None:
    """Write the settlement, close the journal, and tell those who have to know when that is done.

    ``letters`` are the keys of durable messages that nobody will handle. If deciding or sending
    fails, the journal is closed all the same, so that nobody tries for ever.
    """
    try:
        _write(make(), decide(left), letters)
    except Exception:
        log.exception("%s was given up and could not be settled", left.address)
        _write(make(), Settlement(), letters)


def _write(context: Context[Any], settlement: Settlement, letters: Sequence[str]) -> None:
    context.persist(rows=settlement.rows)
    for address, message in settlement.send:
        context.send(address, message)
    for address, message in settlement.tell:
        context.tell(address, message)
    context.acknowledge(letters)
    context.close_journal()
    context.commit()
