"""Counts how much work a message of a great tournament is, for its actor.

There is no clock, so nothing here depends on the machine. A call of a function, built-in ones and
each step of a generator counted too, is 0.3 us of a slow core where tournaments are measured
(`scripts/bench --tournaments`); so the goal of 5 ms is 16,000 calls.
"""

from typing import Any

import pytest
from _backend import Backend
from _tournaments import PAUSE, Cup, percentile

from actors.tournament.actor import TournamentActor
from tests.counted import counted

LIMIT, MOST = 16_000, 9_000
"""The goal, and what it is with some room: 5,900 of single elimination, 7,200 of Swiss."""
STEPS = 7
"""Looks at who is called that are enough for the first round."""


@pytest.mark.parametrize(("format_", "size"), [("single", 256), ("swiss", 256)])
def test_a_message_of_a_great_tournament_costs_little(
    monkeypatch: pytest.MonkeyPatch, format_: str, size: int
) -> None:
    calls: list[int] = []
    receive = TournamentActor.receive

    def counting(self: TournamentActor, message: Any) -> None:
        if self.state is None or self.state.phase != "running":
            receive(self, message)
            return
        with counted() as found:
            receive(self, message)
        calls.append(found.total())

    monkeypatch.setattr(TournamentActor, "receive", counting)
    cup = Cup(Backend(seed=1), "t.big", format_, size)
    cup.start()
    for _ in range(STEPS):
        cup.step()
        cup.settle(PAUSE)
    assert sum(fight.outcome is not None for fight in cup.state.fights.values()) >= size // 2
    assert len(calls) > 3 * size
    print(f"{format_}: {percentile(calls, 0.5)} calls, p99 {percentile(calls, 0.99)}, {max(calls)}")
    assert percentile(calls, 0.99) < MOST < LIMIT
