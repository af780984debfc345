"""Random schedules: each message is handled once, in order per sender, whatever fails.

Only messages that crash an actor are missing afterwards.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.core import Actor, Address, ChildSpec, Context, DynamicSupervisorSpec, Kernel
from actors.core.simulated import SimulatedWorld
from tests.core.log import MemoryLog

ACTORS = [Address("node", str(number)) for number in range(4)]


class Numbered(msgspec.Struct, frozen=True):
    """The ``number``-th message of a sender; those who handle it pass it on ``hops`` times."""

    sender: str
    number: int
    hops: int = 0
    crash: bool = False


class Ledger:
    """What was sent to whom, what was handled, and what crashed its actor."""

    def __init__(self, world: SimulatedWorld, dice: random.Random) -> None:
        self.world = world
        self.dice = dice
        self.sent: dict[tuple[Address, str], list[int]] = defaultdict(list)
        self.handled: dict[tuple[Address, str], list[int]] = defaultdict(list)
        self.crashed: set[tuple[Address, str, int]] = set()
        self.numbers: dict[str, int] = defaultdict(int)

    def make(self, sender: str, to: Address, hops: int) -> Numbered:
        self.numbers[sender] += 1
        message = Numbered(sender, self.numbers[sender], hops, self.dice.random() < 0.15)
        self.sent[to, sender].append(message.number)
        if message.crash:
            self.crashed.add((to, sender, message.number))
        return message


class Node(Actor[Numbered]):
    def __init__(self, context: Context[Numbered], ledger: Ledger) -> None:
        super().__init__(context)
        self.ledger = ledger

    def receive(self, message: Numbered) -> None:
        if message.crash:
            raise RuntimeError("on purpose")
        me = self.context.address
        self.ledger.handled[me, message.sender].append(message.number)
        for _ in range(message.hops):
            to = self.ledger.dice.choice(ACTORS)
            self.context.tell(to, self.ledger.make(str(me), to, message.hops - 1))


def play(seed: int, steps: int) -> tuple[Ledger, Kernel]:
    dice = random.Random(seed)
    world = SimulatedWorld(dice.choice([0.1, 1e9 + 0.1]))
    ledger = Ledger(world, dice)
    spec = ChildSpec(
        kind="node",
        actor=lambda context: Node(context, ledger),
        intensity=100_000,  # no actor is given up, so no message may be lost
        backoff=dice.choice([0.0, 0.1]),
        journaled=dice.random() < 0.5,
        mailbox=100_000,
        passivate_after=dice.choice([None, 0.05, 1.0]),
    )
    tree = DynamicSupervisorSpec(name="nodes", children=(spec,))
    disk = MemoryLog(world)
    disk.reading = dice.choice([0.0, 0.1, 1.0])
    kernel = Kernel(tree, world, disk, seed)
    for _ in range(steps):
        match dice.randrange(4):
            case 0 | 1:
                sender, to = dice.choice(["x", "y"]), dice.choice(ACTORS)
                kernel.tell(to, ledger.make(sender, to, dice.randrange(3)))
            case 2:
                kernel.run_once(dice.randrange(1, 40))
            case _:
                world.advance(kernel, world.now() + dice.choice([0.0, 0.05, 0.5]))
    world.advance(kernel, world.now() + 1e5)  # longer than any backoff
    return ledger, kernel


def check(ledger: Ledger) -> None:
    for (to, sender), numbers in ledger.sent.items():
        expected = [number for number in numbers if (to, sender, number) not in ledger.crashed]
        assert ledger.handled[to, sender] == expected, f"{sender} -> {to}"


@given(st.integers(0, 2**32))
def test_nothing_is_lost_doubled_or_reordered(seed: int) -> None:
    ledger, kernel = play(seed, 60)
    check(ledger)
    statistics = kernel.statistics()
    assert statistics.dead_letters == {}
    assert statistics.mailboxes == 0


@pytest.mark.parametrize("seed", range(5))
def test_schedule_can_be_played_again(seed: int) -> None:
    def trace() -> Any:
        ledger, kernel = play(seed, 100)
        return ledger.handled, kernel.statistics()

    assert trace() == trace()
