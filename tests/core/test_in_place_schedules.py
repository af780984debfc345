"""Random schedules with and without sinks: the same messages, in an order that both allow."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from actors.core import Actor, Address, ChildSpec, Context, DynamicSupervisorSpec, Kernel
from actors.core.simulated import SimulatedWorld
from tests.core.log import MemoryLog
from tests.core.probe import Boom, Noted

NODES = [Address("node", str(number)) for number in range(4)]
Way = tuple[int, ...]


class Step(Struct, frozen=True):
    """The last number of its way is its own, those before it are of what led to it."""

    way: Way
    sender: Address | None = None


class Loud(Step, frozen=True):
    """What is taken in place."""


class Play:
    """One run; what a message does is drawn from its way, so it is the same in every run."""

    def __init__(self, seed: int, *, sinks: bool) -> None:
        self.seed, self.in_place = seed, Loud if sinks else None
        self.sent: dict[tuple[Address, Address | None], list[Way]] = defaultdict(list)
        self.handled: dict[Address, list[Step]] = defaultdict(list)
        dice = self.dice(())
        self.world = SimulatedWorld(1000.0)
        spec = ChildSpec(
            kind="node",
            actor=lambda context: Node(context, self),
            intensity=100_000,  # nobody is given up, so nothing may be lost
            backoff=dice.choice([0.0, 0.1]),
            journaled=True,
            passivate_after=dice.choice([None, 0.05, 1.0]),
        )
        self.disk = MemoryLog(self.world)
        self.disk.reading = dice.choice([0.0, 0.1])
        tree = DynamicSupervisorSpec(name="nodes", children=(spec,))
        self.kernel = Kernel(tree, self.world, self.disk, seed)
        for number in range(40):
            match dice.randrange(4):
                case 0 | 1:
                    to, message = self.draw(dice, None, (number,))
                    self.sent[to, None].append(message.way)
                    self.kernel.tell(to, message)
                case 2:
                    self.kernel.run_once(dice.randrange(1, 20))
                case _:
                    pause = dice.choice([0.0, 0.05, 0.5])
                    self.world.advance(self.kernel, self.world.now() + pause)
        self.world.advance(self.kernel, self.world.now() + 1e3)  # longer than any backoff

    def dice(self, way: Way) -> Random:
        return Random(f"{self.seed}/{way}")

    def draw(self, dice: Random, sender: Address | None, way: Way) -> tuple[Address, Step]:
        return dice.choice(NODES), dice.choice((Loud, Loud, Step))(way, sender)


class Node(Actor[Step]):
    """Tells, persists and crashes."""

    def __init__(self, context: Context[Step], play: Play) -> None:
        super().__init__(context)
        self.play = play
        self.in_place = play.in_place  # type: ignore[misc] - each run has its own

    def receive(self, message: Step) -> None:
        play, me, way = self.play, self.context.address, message.way
        dice = play.dice(way)
        play.handled[me].append(message)
        if dice.random() < 0.3:
            number = dice.randrange(2**40)
            self.context.persist(Noted(number), rows=(Noted(number),))
        told = [
            play.draw(dice, me, (*way, number))
            for number in range(dice.choice((0, 1, 2, 4)) if len(way) < 4 else 0)
        ]
        for to, step in told:
            self.context.tell(to, step)
        if dice.random() < 0.1:
            raise Boom("on purpose")
        for to, step in told:
            play.sent[to, me].append(step.way)


def check(play: Play) -> None:
    """What was told is handled once, in order, and the messages of one turn come together."""
    for (to, sender), ways in play.sent.items():
        assert [step.way for step in play.handled[to] if step.sender == sender] == ways
    for steps in play.handled.values():
        after: set[Way] = set()
        for way in (step.way for step in steps):
            assert way[:-1] not in after, f"{way} comes after what a message of its turn has led to"
            after.update(way[:end] for end in range(1, len(way) - 1))


@given(st.integers(0, 2**32))
def test_as_without_sinks(seed: int) -> None:
    plain, quick = Play(seed, sinks=False), Play(seed, sinks=True)
    for play in (plain, quick):
        check(play)
        assert play.kernel.statistics().dead_letters == {}
        assert play.kernel.statistics().mailboxes == 0
    for node in NODES:
        one, other = ({step.way for step in play.handled[node]} for play in (plain, quick))
        assert one == other
    assert quick.kernel.statistics().crashes == plain.kernel.statistics().crashes
    assert sorted(map(repr, quick.disk.rows)) == sorted(map(repr, plain.disk.rows))
    assert plain.kernel.statistics().taken == 0


@pytest.mark.parametrize("seed", range(3))
def test_much_is_taken_in_place(seed: int) -> None:
    statistics = Play(seed, sinks=True).kernel.statistics()
    assert statistics.taken > 0.1 * statistics.messages
