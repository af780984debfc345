"""News of the end of an actor: monitors for other actors, links for things that depend on it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from actors.core.address import Address
from actors.core.life import MOVED, Reason
from actors.core.mailbox import Envelope
from actors.core.territory import Territory

log = logging.getLogger("actors.core")

Refusal = Callable[[Address], Reason | None]
"""Tells why nobody can be at an address now; None if somebody is or may be started."""


class Down(msgspec.Struct, frozen=True, tag=True):
    """An actor ended for good; a restart or a passivation is not an end."""

    address: Address
    reason: Reason


class Watch(Protocol):
    """Something that hears when an actor ends."""

    live: bool
    """False: it was withdrawn and hears nothing any more."""

    def report(self, reason: Reason) -> None:
        """Take the news that the target has ended."""
        ...


class Watcher:
    """Tells something outside the kernel of the end of an actor."""

    __slots__ = ("_fell", "live")

    def __init__(self, fell: Callable[[Reason], None]) -> None:
        self._fell = fell
        self.live = True

    def report(self, reason: Reason) -> None:
        """Go down with the target; an error here is logged and harms nobody else."""
        try:
            self._fell(reason)
        except Exception:
            log.exception("what is linked to an actor has failed to go down with it")


class Link(Watcher):
    """Ties something outside the kernel, such as a socket, to the life of an actor here."""

    __slots__ = ()


class Monitor(Envelope):
    """One actor's watch over another; becomes the message about its end."""

    __slots__ = ("_make", "_notify", "_reason", "target")

    def __init__(
        self,
        target: Address,
        make: Callable[[Down], object],
        notify: Callable[[Envelope], None],
    ) -> None:
        super().__init__()
        self.target = target
        self._make = make
        self._notify = notify
        self._reason: Reason = ""

    def report(self, reason: Reason) -> None:
        """Send the watching actor the news that the target has ended."""
        self._reason = reason
        self._notify(self)

    def unwrap(self) -> object:
        """Make the message."""
        return self._make(Down(self.target, self._reason))


class Mourners:
    """The watches over an actor at the moment it ended."""

    __slots__ = ("_watches",)

    def __init__(self, watches: Iterable[Watch]) -> None:
        self._watches = watches

    def report(self, reason: Reason) -> None:
        """Tell those who still want to hear it."""
        for watch in self._watches:
            if watch.live:
                watch.report(reason)


class Monitors:
    """All monitors and links of a kernel by the address they watch, in the order they were made."""

    __slots__ = ("_by_target", "_territory", "refusal")

    def __init__(self, refusal: Refusal, territory: Territory) -> None:
        self._by_target: dict[Address, dict[Watch, None]] = {}
        self._territory = territory
        self.refusal = refusal

    def add(self, target: Address, watch: Watch) -> None:
        """Begin to watch; a target at whose address nobody can be counts as ended."""
        refusal = self.refusal(target)
        if refusal is None:
            watching = self._by_target.setdefault(target, {})
            if not watching and not self._territory.has(target):
                self._territory.far.watch(target)
            watching[watch] = None
        else:
            watch.report(refusal)

    def remove(self, target: Address, watch: Watch) -> None:
        """Stop watching; an end that is about to be reported is not reported either."""
        watch.live = False
        watching = self._by_target.get(target, {})
        watching.pop(watch, None)
        if not watching and self._by_target.pop(target, None) is not None:
            self._far_unwatch(target)

    def _far_unwatch(self, target: Address) -> None:
        if not self._territory.has(target):
            self._territory.far.unwatch(target)

    def targets(self) -> list[Address]:
        """Return the addresses that are watched."""
        return [*self._by_target]

    def moved(self, target: Address) -> None:
        """Take note that a target goes on in another kernel: what is linked to it has to go down.

        Monitors stay, and hear of its end from there.
        """
        watching = self._by_target.get(target, {})
        links = [watch for watch in watching if isinstance(watch, Link)]
        for link in links:
            del watching[link]
        if watching:
            self._territory.far.watch(target)
        else:
            self._by_target.pop(target, None)
        Mourners(links).report(MOVED)

    def take(self, target: Address) -> Mourners:
        """Take out the watches over a target that has ended; later ones wait for its next end."""
        return Mourners(self._by_target.pop(target, {}))

    def __len__(self) -> int:
        return sum(len(watching) for watching in self._by_target.values())


class ActorMonitors:
    """The monitors of one actor. They and the news they have brought outlive its crash."""

    __slots__ = ("_by_target", "_crashed", "_monitors", "_notify")

    def __init__(self, monitors: Monitors, notify: Callable[[Envelope], None]) -> None:
        self._by_target: dict[Address, Monitor] = {}
        self._crashed: Monitor | None = None
        self._monitors = monitors
        self._notify = notify

    def add(self, target: Address, make: Callable[[Down], object]) -> None:
        """Watch a target, unless it is watched already or news of it wait in the mailbox."""
        if target in self._by_target:
            return
        crashed = self._crashed
        if crashed is not None and crashed.target == target:
            self._crashed, self._by_target[target] = None, crashed
            self._notify(crashed)
            return
        monitor = self._by_target[target] = Monitor(target, make, self._notify)
        self._monitors.add(target, monitor)

    def remove(self, target: Address) -> None:
        """Watch a target no longer; news of it in the mailbox are void."""
        if self._crashed is not None and self._crashed.target == target:
            self._crashed = None
        monitor = self._by_target.pop(target, None)
        if monitor is not None:
            self._monitors.remove(target, monitor)

    def handled(self, monitor: Monitor) -> None:
        """Forget a monitor whose news are being handled."""
        del self._by_target[monitor.target]

    def crashed(self, monitor: Monitor) -> None:
        """Keep news whose handling crashed, to bring them again if the target is watched again."""
        self._crashed = monitor

    def clear(self) -> None:
        """Watch nothing any more."""
        for target in [*self._by_target]:
            self.remove(target)
