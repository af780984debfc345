"""One schedule: a world from a seed, an evening with faults, and then everything must settle."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from tests.simulation.agenda import START
from tests.simulation.backends import open_backend
from tests.simulation.ending import final_check, restless, settle
from tests.simulation.world import World

HORIZON = 24.0
"""Seconds in which things go wrong."""
REST = 240.0
"""Seconds within which everything must then come to its end."""
MOST_STEPS = 400_000


class Outcome(Struct, frozen=True):
    """The outcome of a schedule; ``violation`` is None if every promise was kept."""

    seed: int
    violation: str | None
    faults: Counter[str]
    matches: int
    steps: int
    seconds: float


def play(seed: int, place: str = "memory", trace: Callable[[str], None] | None = None) -> Outcome:
    """Play one schedule to its end, or to the first violation."""
    collecting = gc.isenabled()
    gc.disable()  # reference counts free nearly all garbage of a schedule
    try:
        with open_backend(place) as backend:
            world = World(seed, backend, trace)
            try:
                _play(world)
            except Exception as error:
                if trace is not None:
                    raise
                world.broken(f"{type(error).__name__}: {error}")
    finally:
        if collecting:
            gc.enable()
    seconds = world.agenda.now - START
    matches = len(world.matches)
    return Outcome(seed, world.violation, world.faults.counts, matches, world.steps, seconds)


def _play(world: World) -> None:
    world.start()
    for person in world.people:
        world.make_user(person.name)
        world.agenda.after(world.dice.random(), person.arrive)
    world.make_user(world.spectator.name)
    world.agenda.after(world.dice.random(), world.spectator.arrive)
    world.faults.plan(HORIZON)
    if world.talks:
        world.blocks.plan(HORIZON)
    world.agenda.after(HORIZON, lambda: settle(world))
    end = world.agenda.now + HORIZON + REST
    looked, still = 0.0, 0
    while world.violation is None and still < 2:
        world.step()
        now = world.agenda.now
        if world.settling and now > looked + 1.0:
            looked, waiting = now, restless(world)
            still = 0 if waiting else still + 1
            if now > end or world.steps > MOST_STEPS:
                world.broken(f"it does not come to rest: {waiting}")
    final_check(world)
