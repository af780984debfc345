"""The state of a kernel in numbers."""

import msgspec

from actors.core.restart import Reason


class Statistics(msgspec.Struct, frozen=True):
    """Gauges first, then counters since the kernel began.

    ``actors`` and ``kinds`` count those in memory; ``mailboxes`` is the sum of what waits in
    mailboxes and ``deepest`` the largest single one; ``messages`` counts those handled.
    """

    actors: int
    kinds: dict[str, int]
    mailboxes: int
    deepest: int
    timers: int
    effects: int
    monitors: int
    messages: int
    slices: int
    crashes: int
    restarts: int
    given_up: int
    dead_letters: dict[Reason, int]
    journal: dict[str, int]
