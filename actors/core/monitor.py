"""Who wants to know when an actor ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from actors.core.address import Address
from actors.core.envelope import Envelope
from actors.core.restart import Reason

if TYPE_CHECKING:
    from actors.core.registry import Registry


class Down(msgspec.Struct, frozen=True):
    """An actor ended for good; a restart or a passivation is not an end.

    ``kept`` is what it had kept, for whoever has to settle what it left behind.
    """

    address: Address
    reason: Reason
    kept: Any = None


class Monitor(Envelope):
    """One actor's watch over another; becomes the message about its end."""

    __slots__ = ("_kept", "_make", "_notify", "_reason", "target")

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
        self._kept: object = None

    def report(self, reason: Reason, kept: object = None) -> None:
        """Send the one who watches the news that the target has ended."""
        self._reason, self._kept = reason, kept
        self._notify(self)

    def unwrap(self) -> object:
        """Make the message."""
        return self._make(Down(self.target, self._reason, self._kept))


class Monitors:
    """All monitors of a kernel by the address they watch, in the order they were made."""

    __slots__ = ("_by_target",)

    def __init__(self) -> None:
        self._by_target: dict[Address, dict[Monitor, None]] = {}

    def add(self, monitor: Monitor) -> None:
        """Begin to watch."""
        self._by_target.setdefault(monitor.target, {})[monitor] = None

    def remove(self, monitor: Monitor) -> None:
        """Watch no longer."""
        watching = self._by_target.get(monitor.target, {})
        watching.pop(monitor, None)
        if not watching:
            self._by_target.pop(monitor.target, None)

    def ended(self, target: Address, reason: Reason, kept: object) -> None:
        """Report to everybody who watches the target."""
        for monitor in self._by_target.pop(target, {}):
            monitor.report(reason, kept)

    def __len__(self) -> int:
        return sum(len(watching) for watching in self._by_target.values())


class Watching:
    """The monitors of one actor. They outlive its crash, with the news they have brought."""

    __slots__ = ("_by_target", "_crashed", "_monitors", "_notify", "_registry")

    def __init__(
        self, monitors: Monitors, registry: Registry, notify: Callable[[Envelope], None]
    ) -> None:
        self._by_target: dict[Address, Monitor] = {}
        self._crashed: Monitor | None = None
        self._monitors = monitors
        self._registry = registry
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
        monitor = Monitor(target, make, self._notify)
        self._by_target[target] = monitor
        refusal = self._registry.refusal(target)
        if refusal is None:
            self._monitors.add(monitor)
        else:
            monitor.report(refusal)

    def remove(self, target: Address) -> None:
        """Watch a target no longer; news of it in the mailbox are void."""
        if self._crashed is not None and self._crashed.target == target:
            self._crashed = None
        monitor = self._by_target.pop(target, None)
        if monitor is not None:
            monitor.live = False
            self._monitors.remove(monitor)

    def handled(self, monitor: Monitor) -> None:
        """Forget a monitor whose news are being handled."""
        del self._by_target[monitor.target]

    def crashed(self, monitor: Monitor) -> None:
        """Bring news whose handling crashed once more, if their target is watched again."""
        self._crashed = monitor

    def clear(self) -> None:
        """Watch nothing any more."""
        for target in [*self._by_target]:
            self.remove(target)
