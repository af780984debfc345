"""What nobody needs costs nothing: ten thousand sleeping actors, letters due in a long time."""

import gc
import sys

import msgspec

from actors.core import Address
from actors.core.journal.records import Letter, Snapshot
from tests.core.probe import Desk, Post, note_recovered, record, snapshot

ACTORS, LETTERS = 10_000, 100_000
BLOCKS = 1_500
"""The most memory blocks for a kernel and an actor; one per sleeping actor would exceed this."""


def blocks() -> int:
    gc.collect()
    return sys.getallocatedblocks()


def test_of_ten_thousand_that_sleep_one_is_told_something_and_one_is_read() -> None:
    desk = Desk(passivate_after=1.0)
    for number in range(ACTORS):
        name = f"probe/{number}"
        desk.disk.snapshots[name] = Snapshot(name, 3, b"%d" % number, 1_000_000)
    before = blocks()
    desk.kill()
    desk.later(60.0)
    assert desk.kernel.statistics().actors == 0
    desk.tell(Address("probe", "7777"), note_recovered, record(4), note_recovered)
    assert desk.seen(Address("probe", "7777"))[1] == (b"7777", [])
    assert desk.disk.recoveries == [["probe/7777"]]
    desk.later(60.0)
    assert desk.kernel.statistics().actors == 0
    assert blocks() - before < BLOCKS


def test_ten_thousand_that_were_awake_leave_the_memory() -> None:
    desk = Desk(passivate_after=1.0)
    desk.tell(Address("probe", "0"), snapshot(b"s"), record(1))
    desk.later(5.0)
    before = blocks()
    for number in range(1, ACTORS):
        desk.kernel.tell(Address("probe", str(number)), record(number))
    desk.later(5.0)
    assert desk.kernel.statistics().actors == 0
    disk = desk.disk  # what it keeps is no memory of the kernel's
    for kept in (disk.flushes, disk.recoveries, disk.tails, disk.kept, disk.journal, desk.log):
        kept.clear()
    assert blocks() - before < BLOCKS


def test_a_hundred_thousand_letters_far_ahead_are_not_read() -> None:
    desk = Desk()
    data = msgspec.json.encode(Post(1))
    for number in range(LETTERS):
        letter = Letter(f"probe/{number}", "wake k", (1_000_000 + number) * 1_000, data)
        desk.disk.letters[letter.actor, letter.key] = letter
    before = blocks()
    desk.kill()
    desk.later(600.0)
    assert desk.kernel.statistics().actors == 0
    assert blocks() - before < BLOCKS
