"""A random schedule: some people, some nodes, and what goes wrong; then all must settle."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Iterable
from random import Random

from msgspec import Struct

from tests.cluster.cluster import Cluster
from tests.cluster.harm import Harm
from tests.cluster.people import Person
from tests.cluster.rules import Rules

FRIENDS = ("ann", "ben"), ("cat", "dan"), ("eva", "fox")
PAIRS = [*FRIENDS, *((you, me) for me, you in FRIENDS)]
"""Everybody, each with a friend."""
HORIZON = 20.0
"""Seconds in which things go wrong."""
REST = 120.0
"""Seconds within which everything must then come to its end."""
STEP = 0.25
"""Seconds between two acts of a person."""


class Outcome(Struct, frozen=True):
    """The outcome of a schedule; ``violation`` is None if every promise was kept."""

    seed: int
    violation: str | None
    harm: Counter[str]
    results: int
    lines: int
    resyncs: int


def play(seed: int) -> Outcome:
    """Play one schedule to its end, or to the first violation."""
    dice = Random(seed)
    collecting = gc.isenabled()
    gc.disable()  # reference counts free nearly all garbage of a schedule
    logging.disable(logging.CRITICAL)  # a lot goes wrong here on purpose
    try:
        cluster = Cluster(seed=seed)
        people = [Person(cluster, me, you, dice) for me, you in PAIRS]
        for player, _ in PAIRS:
            cluster.register(player)
        for one, two in FRIENDS:
            cluster.befriend(one, two)
        harm, rules = Harm(cluster, dice), Rules(cluster, people)
        harm.plan(HORIZON)
        try:
            violation = _play(cluster, people, harm, rules)
        except Exception as error:  # noqa: BLE001 - whatever it is, the seed is told
            violation = f"{type(error).__name__}: {error}"
    finally:
        logging.disable(logging.NOTSET)
        if collecting:
            gc.enable()
    resyncs = sum(node.resyncs for node in cluster.incarnations)
    lines = sum(len(each.acknowledged) for each in people)
    return Outcome(seed, violation, harm.counts, len(cluster.store.results), lines, resyncs)


def _play(cluster: Cluster, people: list[Person], harm: Harm, rules: Rules) -> str | None:
    end = cluster.now() + HORIZON
    while cluster.now() < end:
        for person in people:
            person.act()
        cluster.wait(STEP)
        if (broken := rules.check()) is not None:
            return broken
    harm.heal()
    for person in people:
        person.going_home = True
    end, still = cluster.now() + REST, None
    while cluster.now() < end:
        for person in people:
            person.act()
        cluster.wait(STEP)
        if (broken := rules.check()) is not None:
            return broken
        still = rules.at_rest() if cluster.now() > end - REST + 8.0 else "begin"
        if still is None:
            return None
    return f"it does not come to rest: {still}"


def run(seeds: Iterable[int], *, stop: bool = False) -> list[Outcome]:
    """Play many schedules; ``stop`` at the first violation."""
    outcomes = list[Outcome]()
    for seed in seeds:
        outcomes.append(play(seed))
        if stop and outcomes[-1].violation is not None:
            break
    return outcomes
