"""Makes handlers crash on purpose: before, in the middle of, or after what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from actors.core.actor import Actor, ChildSpec, DynamicSupervisorSpec, SupervisorSpec
from actors.core.address import Address
from actors.frames import From
from actors.seats.seating import Asked

MESSAGES = {
    "player": ("", "Deliver", "Deliver", "Attach", "Detach", "Seated", "Unseated", "Started"),
    "match": (
        "",
        "Press",
        "Wake",
        "Enter",
        "Begin",
        "Dropped",
        "Deadline",
        "Resign",
        "Create",
        "Started",
    ),
    "seats": (
        *("", "Queue", "Machine", "Propose", "Started", "Ended", "Served", "Down", "Sync"),
        *("Propose", "Reserve", "Reserved", "Declined", "Released"),
    ),
    "households": ("", "Queue", "Open", "Absent", "LetDown", "Started"),
    "queue": (
        "",
        "Queue",
        "Unqueue",
        *("Followed", "Followed", "Followed"),
        "Started",
        "Seated",
        "Declined",
        "Missed",
        "HomeBarred",
        "Begun",
    ),
    "games": ("", "Open", "Join", "Close", "Followed", "Started", "Seated", "Declined", "Publish"),
    "presence": (
        *("", "Here", "Changed", "Loaded", "Announce", "Heard", "Brought", "Inquire", "Known"),
        *("Listed", "Present", "Share", "Others", "Started"),
    ),
    "room": (
        *("", "", "Say", "Say", "Say", "Edit", "Delete", "Read", "Subscribe", "Unsubscribe"),
        *("History", "Started", "Followed", "Loaded", "Next", "Checked", "Fetched", "Marked"),
    ),
    "tournament": (
        *("", "", "Organise", "SayReady", "Known", "Reserved", "Declined", "Ended", "Due"),
        *("Started", "Paired", "Resumed", "Scored", "Retry", "Publish", "Leave"),
    ),
}
"""The messages at which an actor of a kind may crash; "" is any message."""


class Boom(Exception):
    """The exception of a planned crash."""


class Crashes:
    """Decides which actor crashes next, and where. ``of`` counts the crashes of each actor."""

    def __init__(self) -> None:
        self._armed: dict[str, tuple[str, int, int, str]] = {}
        self.of: Counter[Address] = Counter()
        self.last: dict[Address, float] = {}
        """When each actor last crashed."""
        self.now: Callable[[], float] = lambda: 0.0
        self.happened: Callable[[Address], None] = lambda _: None

    def arm(self, kind: str, message: str, after: int, uses: int, name: str = "") -> None:
        """Let an actor of a kind crash at a message of this name ("": any), after ``after`` such.

        It crashes at the ``uses``-th use of its context: with 0, before it does anything; with more
        than there are, after it has done everything. ``name`` is the id of the actor ("": any).
        """
        self._armed[kind] = (message, after, uses, name)

    def disarm(self) -> None:
        """Plan no more crashes."""
        self._armed.clear()

    def within(self, seconds: float) -> bool:
        """Tell whether anything has crashed in the last ``seconds`` seconds."""
        return any(at > self.now() - seconds for at in self.last.values())

    def reached(self, address: Address, message: object) -> int | None:
        """Return at which use of the context the handler of this message must crash, or None."""
        armed = self._armed.get(address.kind)
        if armed is None:
            return None
        wanted, after, uses, name = armed
        if wanted not in {"", _name(message)} or name not in {"", address.id}:
            return None
        if after > 0:
            self._armed[address.kind] = (wanted, after - 1, uses, name)
            return None
        del self._armed[address.kind]
        return uses

    def boom(self, address: Address) -> None:
        """Count a crash of this actor, and raise it."""
        self.of[address] += 1
        self.happened(address)
        raise Boom(str(address))


def _name(message: Any) -> str:
    return type(message.frame if isinstance(message, From | Asked) else message).__name__


class Started:
    """The message for which a start counts: an actor may also crash in its start."""


class FaultyContext:
    """A context that raises at its ``left``-th use, if a crash is planned."""

    def __init__(self, context: Any, crashes: Crashes) -> None:
        self._context = context
        self._crashes = crashes
        self.left: int | None = None

    def __getattr__(self, name: str) -> Any:
        """Pass on to the real context, until it is time to crash."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                self._crashes.boom(self._context.address)
        return getattr(self._context, name)


def crashing(spec: Any, crashes: Crashes) -> Any:
    """Return the same tree with actors that can be made to crash."""

    def child(spec: Any) -> Any:
        if isinstance(spec, SupervisorSpec | DynamicSupervisorSpec):
            return crashing(spec, crashes)
        assert isinstance(spec, ChildSpec)
        return replace(spec, actor=partial(_build, spec.actor, crashes))

    return replace(spec, children=tuple(map(child, spec.children)))


def _build(make: Callable[[Any], Actor[Any]], crashes: Crashes, context: Any) -> Any:
    faulty = FaultyContext(context, crashes)
    actor = make(faulty)
    receive, started = actor.receive, actor.started

    def fail_in(act: Callable[[], None], message: Any) -> None:
        left = crashes.reached(context.address, message)
        if left is None:
            act()
            return
        if left == 0:
            crashes.boom(context.address)
        faulty.left = left - 1
        act()
        if faulty.left is not None:
            faulty.left = None
            crashes.boom(context.address)

    actor.receive = lambda message: fail_in(partial(receive, message), message)
    actor.started = lambda: fail_in(started, Started())
    return actor
