"""One life of an actor between two starts: everything that a crash takes away."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from actors.core.effects import Effect, Effects
from actors.core.errors import ActorDown, Unanswered
from actors.core.monitor import Monitor
from actors.core.reply import Ask, Reply
from actors.core.timers import Timer

if TYPE_CHECKING:
    from actors.core.actor import Actor
    from actors.core.cell import Cell
    from actors.core.envelope import Envelope
    from actors.core.restart import Reason


def _nobody(message: object) -> None:
    """Stand in for the behaviour before it is built and after it is gone."""


class Incarnation:
    """The behaviour with its timers, effects and unanswered asks."""

    __slots__ = (
        "_asked",
        "_cell",
        "_random",
        "_replies",
        "_runtime",
        "_seed",
        "_timers",
        "behaviour",
        "effects",
        "ending",
        "gone",
        "receive",
    )

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._runtime = cell.runtime
        self._timers: dict[str, Timer] = {}
        self._replies: set[Reply] = set()
        self._asked: Reply | None = None
        self._random: random.Random | None = None
        # The number keeps an actor from drawing again what its last incarnation drew.
        self._seed = f"{cell.runtime.seed}/{cell.address}/{cell.runtime.number_incarnation()}"
        self.behaviour: Actor[Any] | None = None
        self.receive: Callable[[Any], None] = _nobody
        self.effects = Effects(cell.runtime.world)
        self.ending: Reason | None = None
        self.gone = False

    @property
    def random(self) -> random.Random:
        """The actor's own generator; made when first used, as it takes 2.5 kB."""
        if self._random is None:
            self._random = random.Random(self._seed)
        return self._random

    def begin(self, behaviour: Actor[Any]) -> None:
        """Take up the behaviour that was built for it."""
        self.behaviour, self.receive = behaviour, behaviour.receive

    def idle(self) -> bool:
        """Tell whether nothing is going on that would be lost or bring a message."""
        return not (self._timers or self._replies or len(self.effects))

    # Envelopes

    def open(self, envelope: Envelope) -> None:
        """Handle what is in an envelope, unless it is void by now."""
        if not envelope.live:
            return
        if isinstance(envelope, Ask):
            self._handle_ask(envelope)
            return
        if isinstance(envelope, Timer):
            del self._timers[envelope.key]
        elif isinstance(envelope, Effect):
            self.effects.close(envelope)
        elif isinstance(envelope, Monitor):
            self._cell.watching.handled(envelope)
        self.receive(envelope.unwrap())

    def _handle_ask(self, ask: Ask) -> None:
        self._asked = ask.reply
        self.receive(ask.message)
        self._check_taken(ask)

    def _check_taken(self, ask: Ask) -> None:
        if self._asked is not None:
            self._asked = None
            ask.reply.fail(Unanswered(self._cell.address, ask.message))

    def take_reply(self) -> Reply:
        """Return the handle of the ask being handled, or one that leads nowhere."""
        reply, self._asked = self._asked, None
        if reply is None:
            return Reply()
        if reply.pending:
            self._replies.add(reply)
            reply.on_settled(self._replies.discard)
        return reply

    # Timers and effects

    def set_timer(self, key: str, at: float, message: object) -> None:
        """Set the timer with this key, in place of an earlier one."""
        if self.gone:
            return
        self.cancel_timer(key)
        timer = Timer(at, self._cell.notify, key, message)
        self._timers[key] = self._runtime.timers.add(timer)

    def cancel_timer(self, key: str) -> None:
        """Cancel the timer with this key, if there is one."""
        timer = self._timers.pop(key, None)
        if timer is not None:
            self._runtime.timers.cancel(timer)

    def start_effect(
        self,
        run: Callable[[], Awaitable[Any]],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
        finished: Callable[[Effect], None],
    ) -> None:
        """Start a task that ends with this incarnation at the latest."""
        if not self.gone:
            self.effects.start(Effect(run, done, failed, finished))

    # The end

    def drop(self, reason: Reason) -> None:
        """Cancel everything; who waits for an answer gets an error."""
        self.gone = True
        self.behaviour, self.receive = None, _nobody
        for timer in self._timers.values():
            self._runtime.timers.cancel(timer)
        self._timers.clear()
        self.effects.cancel()
        unanswered = [*self._replies]
        if self._asked is not None:
            unanswered.append(self._asked)
        self._replies, self._asked = set(), None
        for reply in unanswered:
            reply.fail(ActorDown(self._cell.address, reason))
