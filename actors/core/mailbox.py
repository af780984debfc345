"""Messages on their way: mailbox, envelopes, answers, and those that reached nobody."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Final

import msgspec

from actors.core.address import Address
from actors.core.life import Reason

PENDING: Final = object()
KEEP: Final = 64
"""The latest dead letters that are kept for inspection."""


class ActorError(Exception):
    """Any failure the kernel reports."""


class ActorDown(ActorError):
    """The actor that was asked is not there, or ended or crashed before it answered."""

    def __init__(self, address: Address, reason: Reason) -> None:
        super().__init__(f"{address} is down: {reason}")
        self.address = address
        self.reason = reason


class AskTimeout(ActorError):
    """No answer by the deadline. Whether the message was or will be handled is not known."""

    def __init__(self, address: Address, timeout: float) -> None:
        super().__init__(f"{address} did not answer within {timeout} s")
        self.address = address
        self.timeout = timeout


class Unanswered(ActorError):
    """The actor handled the ask without taking its reply: a mistake in the actor."""

    def __init__(self, address: Address, message: object) -> None:
        super().__init__(f"{address} handled {type(message).__name__} and took no reply")
        self.address = address


class AnsweredTwice(ActorError):
    """An actor used one reply handle twice: a mistake in the actor."""


class Envelope:
    """Wraps a message in a mailbox when the kernel has to know more about it.

    Most messages travel bare, as an envelope costs as much as the rest of a tell. This is a plain
    class because an abstract one would make the ``isinstance`` for each message ten times slower.
    """

    __slots__ = ("live",)

    def __init__(self) -> None:
        self.live = True
        """False: the message in the mailbox is void."""

    def unwrap(self) -> object:
        """Return the message. Called once, in the actor's turn: an exception is a crash."""
        raise NotImplementedError


class Reply:
    """The right to answer one ask, once. May be stored and used in a later turn.

    An answer leaves with everything else the actor tells in that turn: behind the gate, and not at
    all if the turn crashes. An answer after the deadline, or to a message that was only told,
    reaches nobody.
    """

    __slots__ = ("_answers", "_failure", "_settled", "_value", "answered", "later")

    def __init__(self, settled: Callable[[Reply], None] | None = None) -> None:
        self._settled: list[Callable[[Reply], None]] = [] if settled is None else [settled]
        self._value: object = PENDING
        self._failure: Exception | None = None
        self._answers: tuple[object, Exception | None] = PENDING, None
        self.answered = False
        """Whether the actor has answered."""
        self.later: Callable[[Reply], None] | None = None
        """Holds the answer back until the turn has succeeded; set by the actor's context."""

    @property
    def pending(self) -> bool:
        """Whether the ask is open: no answer, no failure, and its deadline has not passed."""
        return self._value is PENDING and self._failure is None

    def ok(self, value: object = None) -> None:
        """Answer the ask with a value."""
        self._answer(value, None)

    def error(self, error: Exception) -> None:
        """Answer the ask with an error, which is raised in the caller."""
        self._answer(PENDING, error)

    def fail(self, error: Exception) -> None:
        """End a pending ask with an error, for the kernel; a settled one stays as it is."""
        self._settle(PENDING, error)

    def on_settled(self, settled: Callable[[Reply], None]) -> None:
        """Add a callback for when the ask is settled."""
        self._settled.append(settled)

    def result(self) -> Any:
        """Return or raise the answer of a settled ask."""
        if self._failure is not None:
            raise self._failure
        return self._value

    def _answer(self, value: object, failure: Exception | None) -> None:
        if self.answered:
            raise AnsweredTwice("this reply has been used before")
        self.answered = True
        self._answers = value, failure
        if self.later is not None:
            self.later(self)

    def __call__(self) -> None:
        """Send the answer: the turn that gave it has succeeded."""
        self._settle(*self._answers)

    def _settle(self, value: object, failure: Exception | None) -> None:
        if not self.pending:
            return
        self._value, self._failure = value, failure
        for settled in self._settled:
            settled(self)


class Ask(Envelope):
    """A message whose sender waits for an answer."""

    __slots__ = ("message", "reply")

    def __init__(self, message: object, reply: Reply) -> None:
        super().__init__()
        self.message = message
        self.reply = reply

    def unwrap(self) -> object:
        """Return the message asked."""
        return self.message


class News(Envelope):
    """Tells the behaviour that the count of what is unsaved has changed."""

    __slots__ = ()


class Taken(Envelope):
    """What is left to do in the actor's own turn about a message that it has taken in place.

    The message has crashed it with ``error``, or what it told and recorded waits to be committed.
    """

    __slots__ = ("error", "message")

    def __init__(self, message: object, error: Exception | None) -> None:
        super().__init__()
        self.message = message
        self.error = error


class Mailbox(deque[object]):
    """First in, first out, up to ``capacity`` messages of others.

    What the actor itself set going (timers, effects, downs, wake-ups) is never refused: the actor
    bounds it, and would wait for ever if it were lost.
    """

    __slots__ = ("capacity",)

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity


def is_told(item: object) -> bool:
    """Tell whether somebody told or asked this, as opposed to what the actor itself set going."""
    return not isinstance(item, Envelope) or isinstance(item, Ask)


class DeadLetter(msgspec.Struct, frozen=True):
    """A message that reached nobody, and why.

    The reason is ``unknown`` (no such actor), ``stopped``, ``overflow`` (mailbox full),
    ``intensity`` (given up for now), ``shutdown``, or what ended the actor.
    """

    address: Address
    message: object
    reason: Reason


class DeadLetters:
    """All dead letters of one kernel: counted by reason, with the latest kept for inspection."""

    __slots__ = ("_counts", "recent")

    def __init__(self) -> None:
        self._counts: Counter[Reason] = Counter()
        self.recent: deque[DeadLetter] = deque(maxlen=KEEP)

    def add(self, address: Address, item: object, reason: Reason) -> None:
        """Count a message; whoever waits for an answer to it gets an error."""
        self._counts[reason] += 1
        message = item.message if isinstance(item, Ask) else item
        self.recent.append(DeadLetter(address, message, reason))
        if isinstance(item, Ask):
            item.reply.fail(ActorDown(address, reason))

    def statistics(self) -> dict[Reason, int]:
        """Return the number of dead letters by reason."""
        return dict(self._counts)
