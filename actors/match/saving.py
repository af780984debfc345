"""What becomes of a match in the store: that it can be found, and how it ended."""

import logging
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.core.context import Context
from actors.match.alarm import Alarm
from actors.match.desk import Desk
from actors.match.messages import Message
from actors.match.state import State
from actors.match.timers import Opened, Overdue, Retry, Saved, StoreAway, StoreBack, Unsaved

log = logging.getLogger("actors.match")


class Saving:
    """Of one match: acts on what the store has answered."""

    def __init__(
        self,
        context: Context[Message],
        desk: Desk,
        alarm: Alarm,
        keep: Callable[[State], None],
    ) -> None:
        self._context = context
        self._desk = desk
        self._alarm = alarm
        self._keep = keep
        self._refused: str | None = None
        self.told: dict[type, Callable[[State, Any], None]] = {
            Opened: self._opened,
            Saved: self._saved,
            Unsaved: self._unsaved,
            Retry: lambda state, _: desk.try_again(state),
            Overdue: lambda state, _: desk.show_overdue(state),
            StoreAway: lambda state, _: desk.say_unsaved(state),
            StoreBack: lambda state, _: desk.say_unsaved(state),
        }

    def _opened(self, state: State, message: Opened) -> None:
        """The match can be found; if not yet, it is played all the same, and not saved."""
        opened = state.opened or message.error is None
        before, state = state, replace(state, opened=opened, standing=True)
        if message.error is not None and state.phase != "finished":
            self._alarm.retry()
        if not before.standing:
            self._context.persist()
            self._desk.stand()
        elif self._desk.unsaved(before) != self._desk.unsaved(state):
            self._desk.say_unsaved(state)
        self._keep(state)  # last: what a crash cuts short is done again

    def _saved(self, state: State, _: Saved) -> None:
        if state.durable:  # the store was asked twice: a retry was under way when it ended
            return
        over = replace(state, durable=True, asked=())
        self._desk.conclude(over)
        for origin in state.asked:
            self._desk.show(over, origin.player, origin.connection)
        self._keep(over)
        self._context.close_journal()  # its segments stay: the replay
        self._alarm.linger()

    def _unsaved(self, _state: State, message: Unsaved) -> None:
        if message.error != self._refused:  # once, not with every retry
            self._refused = message.error
            log.warning(
                "%s: result not written, retrying: %s", self._context.address, self._refused
            )
        self._alarm.retry()
