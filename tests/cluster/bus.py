"""The bus of a simulated cluster: it is slow, it loses, and it keeps the order of each sender."""

from collections import Counter
from collections.abc import Callable
from random import Random

Deliver = Callable[[int, bytes], None]
At = Callable[[float, Callable[[], None]], None]

DELAY = 0.002
"""Seconds from one node to another."""


class Bus:
    """``at`` calls something at a time of the simulation; ``deliver`` brings bytes to an epoch."""

    def __init__(self, seed: int, now: Callable[[], float], at: At, deliver: Deliver) -> None:
        self._dice = Random(seed)
        self._now = now
        self._at = at
        self._deliver = deliver
        self._last: dict[tuple[int, int], float] = {}
        self.delay = DELAY
        self.jitter = 0.0
        self.away = False
        self.cut = set[int]()
        """The nodes that do not reach it."""
        self.lose_next = 0
        """How many batches are lost, from now on, whoever sends them."""
        self.lose = Counter[tuple[int, int]]()
        """How many of those from one node (its epoch) to another."""
        self.carried: Counter[tuple[int, int]] = Counter()

    def publish(self, sender: int, receiver: int, data: bytes) -> bool:
        """Carry a batch; False if the sender knows that it is lost."""
        if self.away or sender in self.cut:
            return False
        way = sender, receiver
        if self.lose[way]:
            self.lose[way] -= 1
            return True
        if self.lose_next:
            self.lose_next -= 1
            return True
        late = self.delay + self.jitter * self._dice.random()
        at = self._last[way] = max(self._now() + late, self._last.get(way, 0.0))

        def arrive() -> None:
            if not self.away and receiver not in self.cut:
                self.carried[way] += 1
                self._deliver(receiver, data)

        self._at(at, arrive)
        return True
