"""Which process lives at an address, and which may be started there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from actors.core.address import Address
from actors.core.restart import INTENSITY, SHUTDOWN, Reason
from actors.core.statistics import STOPPED, UNKNOWN

P = TypeVar("P")


class Registry(Generic[P]):
    """The processes (P) in memory by address, and how to start those that are not."""

    __slots__ = ("_given_up", "_now", "_static", "_templates", "closed", "processes")

    def __init__(self, now: Callable[[], float]) -> None:
        self.processes: dict[Address, P] = {}
        self.closed = False
        self._static: set[Address] = set()
        self._templates: dict[str, Callable[[Address], P]] = {}
        self._given_up: dict[Address, float] = {}
        self._now = now

    def add_template(self, kind: str, start: Callable[[Address], P]) -> None:
        """Let actors of a kind be started on first use."""
        self._check_new(kind)
        self._templates[kind] = start

    def add_static(self, address: Address, process: P) -> None:
        """Register the only actor of its kind."""
        self._check_new(address.kind)
        self._static.add(address)
        self.processes[address] = process

    def _check_new(self, kind: str) -> None:
        if kind in self._templates or any(kind == address.kind for address in self._static):
            raise ValueError(f"child spec: kind {kind!r} is in the tree twice")

    def add(self, address: Address, process: P) -> None:
        """Let messages to this address reach a process."""
        self.processes[address] = process

    def remove(self, address: Address) -> None:
        """Let messages to this address reach it no longer."""
        self.processes.pop(address, None)

    def give_up(self, address: Address, until: float) -> None:
        """Start nobody at this address before ``until``."""
        now = self._now()
        self._given_up = {known: at for known, at in self._given_up.items() if at > now}
        self._given_up[address] = until

    def refusal(self, address: Address) -> Reason | None:
        """Return why nobody can be at this address now; None if somebody is or may be started."""
        if address in self.processes:
            return None
        if self.closed:
            return SHUTDOWN
        if address in self._static:
            return STOPPED
        if address.kind not in self._templates:
            return UNKNOWN
        return INTENSITY if self._given_up.get(address, self._now()) > self._now() else None

    def get_or_start(self, address: Address) -> P | Reason:
        """Return the process at an address, started if need be, or why there can be none."""
        process = self.processes.get(address)
        if process is not None:
            return process
        refusal = self.refusal(address)
        return self._templates[address.kind](address) if refusal is None else refusal
