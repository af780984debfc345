"""Starting, crashing and ending a cell. No step but the last touches the mailbox."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from actors.core.context import Context
from actors.core.effects import Effect
from actors.core.incarnation import Incarnation
from actors.core.mailbox import is_letter
from actors.core.monitor import Monitor
from actors.core.phase import Phase
from actors.core.restart import CRASHED, Reason, next_streak
from actors.core.timers import Timer

if TYPE_CHECKING:
    from actors.core.cell import Cell

log = logging.getLogger("actors.core")


def launch(cell: Cell, at: float | None = None) -> None:
    """Start the actor, at a time if one is given; its mailbox fills meanwhile."""
    cell.incarnation = Incarnation(cell)
    if at is None:
        _load(cell)
    else:
        cell.phase = Phase.WAITING
        cell.restart_timer = cell.runtime.timers.add(Timer(at, lambda _: _load(cell)))


def relaunch(cell: Cell, at: float | None = None) -> None:
    """Start the actor again after it crashed or was halted."""
    cell.restarts += 1
    cell.runtime.restarts += 1
    launch(cell, at)


def _load(cell: Cell) -> None:
    cell.since = cell.runtime.world.now()
    load = cell.spec.load
    if load is None or cell.kept is not None:
        _ready(cell)
        return
    cell.phase = Phase.LOADING
    cell.incarnation.start_effect(
        partial(load, cell.address),
        partial(_loaded, cell),
        partial(crash, cell),
        partial(_outcome, cell),
    )


def _outcome(cell: Cell, load: Effect) -> None:
    cell.incarnation.effects.close(load)
    load.unwrap()


def _loaded(cell: Cell, value: object) -> None:
    cell.loaded = value
    _ready(cell)


def _ready(cell: Cell) -> None:
    cell.phase = Phase.READY
    cell.runtime.scheduler.add(cell)


def build(cell: Cell) -> None:
    """Make the behaviour and let it begin."""
    context: Context[Any] = Context(cell, cell.incarnation)
    behaviour = cell.spec.actor(context)
    cell.incarnation.begin(behaviour)
    cell.phase = Phase.RUNNING
    behaviour.started()


def crash(cell: Cell, error: Exception, fatal: object = None) -> None:
    """Discard the incarnation, which ``fatal`` crashed; the supervisor decides what follows."""
    log.error("%s crashed: %r", cell.address, error, exc_info=error)
    cell.runtime.crashes += 1
    cell.fatal = fatal
    if isinstance(fatal, Monitor):
        cell.watching.crashed(fatal)
    up_for = cell.runtime.world.now() - cell.since
    cell.streak = next_streak(cell.streak, up_for, cell.spec.period)
    _discard(cell, CRASHED)
    cell.parent.child_ended(cell, CRASHED, error)


def after_turn(cell: Cell) -> None:
    """Stop the actor that asked for it."""
    ending = cell.incarnation.ending
    if ending is not None and cell.phase is Phase.RUNNING:
        halt(cell, ending)
        cell.parent.child_ended(cell, ending, None)


def halt(cell: Cell, reason: Reason) -> None:
    """Stop the incarnation in good order; one that is not running has nothing to finish."""
    behaviour = cell.incarnation.behaviour
    if cell.phase is Phase.RUNNING and behaviour is not None:
        try:
            behaviour.stopped(reason)
        except Exception:
            log.exception("%s: stopped(%r) failed", cell.address, reason)
    _discard(cell, reason)


def _discard(cell: Cell, reason: Reason) -> None:
    cell.phase = Phase.ENDED
    cell.incarnation.drop(reason)
    for timer in (cell.restart_timer, cell.idle_timer):
        if timer is not None:
            cell.runtime.timers.cancel(timer)
    cell.restart_timer = cell.idle_timer = None


def end(cell: Cell, reason: Reason, letters: Reason) -> None:
    """Be gone after a halt or crash; what is left in the mailbox becomes dead letters.

    Who monitors it hears of the end last: after all that it has told before.
    """
    kept, cell.kept, cell.loaded = cell.kept, None, None
    cell.watching.clear()
    cell.runtime.registry.remove(cell)
    cell.runtime.journal.forget(cell.address)
    while cell.mailbox:
        item = cell.mailbox.popleft()
        if is_letter(item):
            cell.runtime.dead_letters.add(cell.address, item, letters)
    report = partial(cell.runtime.monitors.ended, cell.address, reason, kept)
    if cell.gate is None:
        report()
    else:
        cell.gate.last(report)
