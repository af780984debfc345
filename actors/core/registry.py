"""Who lives at an address, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from actors.core.dead_letters import STOPPED, UNKNOWN
from actors.core.restart import INTENSITY, SHUTDOWN, Reason

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.cell import Cell


class Registry:
    """The cells in memory, and how to start those that are not."""

    __slots__ = ("_given_up", "_now", "_static", "_templates", "cells", "closed")

    def __init__(self, now: Callable[[], float]) -> None:
        self.cells: dict[Address, Cell] = {}
        self.closed = False
        self._static: set[Address] = set()
        self._templates: dict[str, Callable[[Address], Cell]] = {}
        self._given_up: dict[Address, float] = {}
        self._now = now

    def add_template(self, kind: str, start: Callable[[Address], Cell]) -> None:
        """Let actors of a kind be started on first use."""
        self._check_new(kind)
        self._templates[kind] = start

    def add_static(self, cell: Cell) -> None:
        """Register the only actor of its kind."""
        self._check_new(cell.address.kind)
        self._static.add(cell.address)
        self.add(cell)

    def _check_new(self, kind: str) -> None:
        if kind in self._templates or any(kind == address.kind for address in self._static):
            raise ValueError(f"child spec: kind {kind!r} is in the tree twice")

    def add(self, cell: Cell) -> None:
        """Let messages to its address reach this cell."""
        self.cells[cell.address] = cell

    def remove(self, cell: Cell) -> None:
        """Let messages to its address reach it no longer."""
        self.cells.pop(cell.address, None)

    def give_up(self, address: Address, until: float) -> None:
        """Start nobody at this address before ``until``."""
        self._forget_past()
        self._given_up[address] = until

    def _forget_past(self) -> None:
        now = self._now()
        self._given_up = {address: at for address, at in self._given_up.items() if at > now}

    def refusal(self, address: Address) -> Reason | None:
        """Return why nobody can be at this address now; None if somebody is or may be started."""
        if address in self.cells:
            return None
        if self.closed:
            return SHUTDOWN
        if address in self._static:
            return STOPPED
        if address.kind not in self._templates:
            return UNKNOWN
        return INTENSITY if self._given_up.get(address, self._now()) > self._now() else None

    def get_or_start(self, address: Address) -> Cell | Reason:
        """Return the cell at an address, activated if need be, or why there is none."""
        cell = self.cells.get(address)
        if cell is not None:
            return cell
        refusal = self.refusal(address)
        return self._templates[address.kind](address) if refusal is None else refusal
