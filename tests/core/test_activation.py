"""Recovery, activation, passivation: an actor that nobody uses takes no memory, loses nothing."""

from typing import Any

import msgspec
import pytest

from actors.core import Address, SupervisorSpec
from actors.core.journal.records import Blob
from tests.core.probe import A, Desk, Noted, Stage, boom, note_recovered, record, snapshot, static


def test_mailbox_fills_while_it_recovers_and_is_drained_in_order() -> None:
    stage = Desk()
    stage.disk.reading = 1.0
    stage.tell(A, note_recovered, 1)
    stage.later(0.5)
    stage.tell(A, 2)
    assert stage.seen(A) == []
    stage.later(0.5)
    assert stage.seen(A) == ["started 0", None, 1, 2]
    assert stage.disk.recoveries == [["probe/a"]]


def test_log_that_is_away_delays_a_start_and_fails_nobody() -> None:
    stage = Desk(intensity=0)
    stage.disk.away = True
    stage.tell(A, "patient")
    stage.later(30.0)
    assert stage.seen(A) == []
    stage.disk.away = False
    stage.later(1.0)
    assert stage.seen(A) == ["started 0", "patient"]
    assert stage.kernel.statistics().crashes == 0


def test_a_kernel_is_not_ready_before_the_log_is_back_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Desk()
    stage.tell(A, record(1))
    stage.later(1.0)
    stage.disk.away = True
    stage.kill(A)
    ready: list[float] = []

    async def wait() -> None:
        await stage.kernel.ready()
        ready.append(stage.world.now())

    stage.world.spawn(wait)
    stage.later(60.0)
    assert ready == []
    said = [each.message for each in caplog.records]
    assert sum("recovered" in line for line in said) == 1
    back = stage.world.now()
    stage.disk.away = False
    stage.later(5.0)
    assert ready
    assert ready[0] < back + 3.0
    stage.tell(A, note_recovered)
    assert stage.seen(A)[-1] == (None, [1])


def test_crash_reads_no_log_and_goes_on_from_memory() -> None:
    stage = Desk()
    stage.tell(A, snapshot(b"s"), record(1), boom, note_recovered)
    assert stage.seen(A) == ["started 0", "started 1", (b"s", [1])]
    assert len(stage.disk.recoveries) == 1


def test_thousand_that_start_at_once_are_read_together() -> None:
    stage = Desk()
    for number in range(1000):
        stage.kernel.tell(Address("probe", str(number)), "up")
    stage.settle()
    assert stage.kernel.statistics().actors == 1000
    assert [len(each) for each in stage.disk.recoveries] == [500, 500]


def test_stop_of_the_kernel_while_it_recovers() -> None:
    stage = Desk()
    stage.disk.reading = 1.0
    stage.tell(A, "lost")
    stage.kernel.stop()
    stage.later(5)
    assert stage.seen(A) == []
    assert stage.kernel.statistics().dead_letters == {"shutdown": 1}


def test_recovery_that_was_cut_short_begins_anew() -> None:
    """A supervisor restarts an actor that has not finished its recovery."""
    children = (static("wrecked"), static("slow", journaled=True))
    low = SupervisorSpec(name="low", intensity=0, children=children)
    stage = Stage(SupervisorSpec(name="root", children=(low,)))
    slow, wrecked = Address("slow"), Address("wrecked")
    stage.tell(slow, record(1))
    stage.later(1.0)
    stage.disk.reading = 1.0
    stage.kill()
    stage.later(0.5)
    stage.tell(wrecked, boom)
    stage.later(2.0)
    stage.tell(slow, note_recovered, record(2), lambda me: me.context.snapshot(b"two"))
    assert stage.seen(slow)[-2:] == ["started 1", (None, [1])]
    stage.later(1.0)
    assert stage.disk.segments(slow) == [(1, [1, 2])]


def test_static_child_that_had_ended_comes_back_with_what_the_log_has() -> None:
    for last, found in ((record(1), (None, [1])), (lambda me: me.context.close_journal(), None)):
        children = (static("wrecked"), static("gone", journaled=True))
        low = SupervisorSpec(name="low", intensity=0, children=children)
        stage = Stage(SupervisorSpec(name="root", children=(low,)))
        stage.tell(Address("gone"), record(1) if found is None else str, last)
        stage.tell(Address("gone"), lambda me: me.context.stop())
        stage.later(1.0)
        stage.tell(Address("wrecked"), boom)
        stage.tell(Address("gone"), note_recovered)
        assert stage.seen(Address("gone"))[-2:] == ["started 1", found]


def test_what_a_snapshot_covers_is_not_kept_for_activations() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.later(1.0)
    desk.kill()
    assert desk.disk.stored(str(A)).blobs
    desk.tell(A, record(2), snapshot(b"two"))
    desk.later(1.0)
    assert desk.disk.stored(str(A)).blobs == ()


def test_last_words_that_close_the_journal_count_though_a_message_has_come() -> None:
    desk = Desk(passivate_after=1.0)

    def close(me: Any) -> None:
        me.context.close_journal()
        me.context.tell(A, note_recovered)

    desk.tell(A, record(1), lambda me: setattr(me, "stopped", lambda _: close(me)))
    desk.later(1.0)
    assert desk.seen(A) == ["started 0", "started 0", None]


def test_idle_actor_is_passivated_and_comes_back_on_the_next_message() -> None:
    stage = Stage(passivate_after=10.0)
    stage.tell(A, 1)
    stage.later(6)
    stage.tell(A, 2)
    stage.later(9.9)
    assert stage.seen(A) == ["started 0", 1, 2]
    stage.later(0.1)
    assert stage.seen(A) == ["stopped passivated"]
    assert stage.kernel.statistics().actors == 0
    assert stage.kernel.statistics().timers == 1  # that of the durable messages
    stage.tell(A, 3)
    assert stage.seen(A) == ["started 0", 3]


def wait_for_a_timer(me: Any) -> None:
    me.context.timer("k", me.context.now() + 100, "tick")


def refuse(me: Any) -> None:
    me.passive = False


@pytest.mark.parametrize("busy", [wait_for_a_timer, refuse])
def test_busy_or_unwilling_actor_stays(busy: Any) -> None:
    stage = Stage(passivate_after=10.0)
    stage.tell(A, busy)
    stage.later(50)
    assert stage.kernel.statistics().actors == 1


def test_held_reply_and_running_effect_keep_an_actor_in_memory() -> None:
    stage = Stage(passivate_after=1.0)

    async def slow() -> str:
        await stage.world.sleep(5)
        return "slow"

    def answer_later(me: Any) -> None:
        reply = me.context.reply()
        me.context.effect(slow, lambda value: lambda _: reply.ok(value), str)

    assert stage.ask(A, answer_later, timeout=10) == "slow"
    stage.later(5)
    assert stage.kernel.statistics().actors == 0


def test_message_that_comes_while_passivating_is_not_lost() -> None:
    stage = Stage(passivate_after=1.0)

    def last_wish(me: Any) -> None:
        me.stopped = lambda _: me.context.tell(A, "wish")

    stage.tell(A, last_wish)
    stage.later(1.0)
    assert stage.seen(A) == ["started 0", "started 0", "wish"]
    assert stage.kernel.statistics().dead_letters == {}
    stage.later(1.0)
    assert stage.kernel.statistics().actors == 0


def test_crash_in_can_passivate_is_a_crash() -> None:
    stage = Stage(passivate_after=1.0)
    stage.tell(A, lambda me: setattr(me, "can_passivate", lambda: 1 / 0))
    stage.later(1.0)
    assert stage.seen(A) == ["started 0", "started 1"]


def test_passivation_ends_with_rounding_of_any_clock() -> None:
    for start in (0.1, 1e9 + 0.1, 1.7e9 + 1 / 3):
        stage = Stage(passivate_after=0.1)
        stage.world._now = start
        stage.tell(A, "x")
        stage.later(0.2)
        assert stage.kernel.statistics().actors == 0


def test_static_child_cannot_be_passivated() -> None:
    with pytest.raises(ValueError, match="passivated"):
        Stage(SupervisorSpec(name="root", children=(static("a", passivate_after=1.0),)))


def test_what_follows_a_gap_is_not_read_and_its_numbers_are_not_used_again() -> None:
    desk = Desk()
    for number in (1, 3):
        entries = msgspec.json.encode([Noted(number)])
        desk.disk.tails[str(A)].append(Blob(str(A), number, 1, entries))
    desk.tell(A, note_recovered, record(4))
    assert desk.seen(A) == ["started 0", (None, [1])]
    desk.later(1.0)
    assert desk.disk.blobs(A) == [(4, [4])]
