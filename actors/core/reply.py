"""The answer to an ask: a handle for the actor, an envelope for the mailbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from actors.core.envelope import Envelope
from actors.core.errors import AnsweredTwice

PENDING: Final = object()


class Reply:
    """The right to answer one ask, once. May be stored and used in a later turn.

    An answer that comes after the deadline, or to a message that was told, goes nowhere.
    """

    __slots__ = ("_answered", "_failure", "_settled", "_value")

    def __init__(self, settled: Callable[[Reply], None] | None = None) -> None:
        self._settled: list[Callable[[Reply], None]] = [] if settled is None else [settled]
        self._answered = False
        self._value: object = PENDING
        self._failure: Exception | None = None

    @property
    def pending(self) -> bool:
        """Whether nobody has answered, failed or given up this ask."""
        return self._value is PENDING and self._failure is None

    def ok(self, value: object = None) -> None:
        """Answer the ask with a value."""
        self._answer()
        self._settle(value, None)

    def error(self, error: Exception) -> None:
        """Answer the ask with an error, which is raised where it was asked."""
        self._answer()
        self._settle(PENDING, error)

    def fail(self, error: Exception) -> None:
        """Let the kernel end a pending ask; an answered one stays as it is."""
        self._settle(PENDING, error)

    def on_settled(self, settled: Callable[[Reply], None]) -> None:
        """Call this too once the ask has been settled."""
        self._settled.append(settled)

    def result(self) -> Any:
        """Return or raise the answer of a settled ask."""
        if self._failure is not None:
            raise self._failure
        return self._value

    def _answer(self) -> None:
        if self._answered:
            raise AnsweredTwice("this reply has been used before")
        self._answered = True

    def _settle(self, value: object, failure: Exception | None) -> None:
        if not self.pending:
            return
        self._value, self._failure = value, failure
        for settled in self._settled:
            settled(self)


class Ask(Envelope):
    """A message somebody waits on."""

    __slots__ = ("message", "reply")

    def __init__(self, message: object, reply: Reply) -> None:
        super().__init__()
        self.message = message
        self.reply = reply

    def unwrap(self) -> object:
        """Return the message asked."""
        return self.message
