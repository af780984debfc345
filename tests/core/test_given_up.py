"""An actor that is given up is settled once, and what depends on it goes down with it."""

from typing import Any

import pytest

from actors.core import Address, DynamicSupervisorSpec, LeftBehind, Recovered, Settlement
from tests.core.probe import A, B, Boom, Desk, Noted, Post, boom, record, snapshot, static

OWNER = Address("owner", "1")


class Court(Desk):
    """A desk whose probes are settled when they are given up."""

    def __init__(self, decide: Any = None, **spec: Any) -> None:
        self.left_behind: list[LeftBehind] = []
        self.decide = decide or self.fault
        probe = static(
            "probe",
            journaled=True,
            messages=Post,
            settle=self.settle_left,
            **{"intensity": 1, "period": 5.0, **spec},
        )
        owner = static("owner", journaled=True, messages=Post)
        super().__init__(DynamicSupervisorSpec(name="root", children=(probe, owner)))

    def settle_left(self, left: LeftBehind) -> Settlement:
        self.left_behind.append(left)
        return self.decide(left)

    def fault(self, _: LeftBehind) -> Settlement:
        return Settlement((Noted(99),), ((OWNER, Post(1)),), ((B, "tell"),))

    def wreck(self) -> None:
        self.tell(A, boom, boom)


def posts(desk: Desk, address: Address) -> list[int]:
    return [each.value for each in desk.seen(address) if isinstance(each, Post)]


def test_rows_are_written_once_and_the_owner_hears_of_it_once() -> None:
    court = Court()
    court.tell(A, snapshot(b"s"), record(5), lambda me: me.context.hand_over("live"))
    court.later(1.0)
    court.wreck()
    court.later(1.0)
    assert court.disk.rows == [Noted(99)]
    assert posts(court, OWNER) == [1]
    assert court.seen(B) == ["started 0", "tell"]
    assert (court.disk.snapshots, court.disk.stored(str(A)).blobs) == ({}, ())
    (left,) = court.left_behind
    recovered = Recovered(b"s", (Noted(5),), court.world.now() - 1.0, "live")
    assert left == LeftBehind(A, recovered, boom, *[court.world.now() - 1.0] * 2)
    for _ in range(2):
        court.kill(A)  # the actors that lived are activated again
        court.later(100.0)
    assert len(court.left_behind) == 1
    assert court.disk.rows == [Noted(99)]
    assert posts(court, OWNER) == []


def test_killed_before_that_is_written_it_is_given_up_again() -> None:
    class Doomed(Court):
        def make(self, context: Any) -> Any:
            if context.address == A and context.recovered is not None:
                raise Boom("cannot be restored")
            return super().make(context)

    court = Doomed()
    court.tell(A, record(5))
    court.later(1.0)
    court.wreck()
    court.kill(A)
    court.later(1.0)
    assert len(court.left_behind) == 2
    assert court.disk.rows == [Noted(99)]
    assert posts(court, OWNER) == [1]
    court.kill(A)
    court.later(1.0)
    assert len(court.left_behind) == 2


def test_a_journal_that_cannot_be_read_is_settled_and_harms_no_other() -> None:
    court = Court()
    court.tell(A, record(5))
    court.tell(B, record(6))
    court.later(1.0)
    court.kill()
    (broken,) = court.disk.tails[str(A)]
    court.disk.tails[str(A)] = [type(broken)(broken.actor, broken.seq, broken.count, b"?")]
    court.kernel.tell(A, "never")
    court.tell(B, "on")
    court.later(1.0)
    assert court.seen(B)[-2:] == ["on", "tell"]
    (left,) = court.left_behind
    assert left.recovered is None
    assert court.disk.stored(str(A)).blobs == ()
    court.later(10.0)
    court.tell(A, "anew")
    assert court.seen(A)[-1] == "anew"


@pytest.mark.parametrize(
    "wrong",
    [
        boom,
        lambda _: Settlement(send=((Address("nobody"), Post(1)),)),
        lambda _: Settlement(send=((OWNER, object()),)),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_settled_is_closed_all_the_same(wrong: Any) -> None:
    court = Court(wrong)
    court.tell(A, record(5))
    court.wreck()
    court.later(1.0)
    assert court.disk.stored(str(A)).blobs == ()
    assert court.disk.rows == []
    court.kill()
    court.tell(A, lambda me: me.note(me.context.recovered))
    assert court.seen(A)[-1] is None


def test_letters_it_has_not_handled_are_not_tried_for_ever() -> None:
    class Allergic(Court):
        def make(self, context: Any) -> Any:
            probe: Any = super().make(context)
            if context.address == A:
                probe.receive = boom
            return probe

    court = Allergic()
    court.tell(OWNER, lambda me: [me.context.send(A, Post(n)) for n in range(5)])
    court.later(1.0)
    assert len(court.left_behind) == 1
    court.later(100.0)
    court.kill()
    court.later(100.0)
    assert len(court.left_behind) == 1
    assert court.disk.letters == {}


def test_without_a_settlement_only_the_letter_that_crashed_it_is_gone() -> None:
    class Allergic(Desk):
        def make(self, context: Any) -> Any:
            probe: Any = super().make(context)
            if context.address == A:
                probe.receive = lambda message: boom(probe) if message == Post(1) else got(message)
            return probe

    seen: list[Any] = []
    got = seen.append
    desk = Allergic(intensity=0, period=5.0)
    desk.tell(B, lambda me: [me.context.send(A, Post(n)) for n in (1, 2)])
    desk.later(1.0)
    assert seen == []
    desk.later(10.0)
    assert seen == [Post(2)]
    desk.kill()
    desk.later(10.0)
    assert desk.disk.letters == {}
    assert desk.kernel.statistics().crashes == 0


def test_links_fall_when_it_is_given_up_after_all_it_had_to_tell_is_written() -> None:
    court = Court()
    fell: list[str] = []
    court.kernel.link(A, fell.append)
    court.tell(A, boom)
    assert fell == []
    court.tell(A, boom)
    assert fell == []
    court.later(0.1)
    assert fell == ["intensity"]
    court.kernel.link(A, fell.append)  # this link is refused at once
    assert fell == ["intensity", "intensity"]
    court.later(10.0)
    court.kernel.link(A, fell.append)  # this actor may be started again
    court.kernel.link(Address("nobody"), fell.append)
    assert fell == ["intensity", "intensity", "unknown"]


def test_a_link_that_was_ended_does_not_fall_and_one_that_fails_harms_no_other() -> None:
    court = Court()
    fell: list[str] = []
    court.kernel.link(A, boom)  # type: ignore[arg-type]
    court.kernel.link(A, fell.append)
    unlink = court.kernel.link(A, lambda _: fell.append("ended"))
    court.wreck()  # its end is reported only when it is settled
    unlink()
    court.later(1.0)
    assert fell == ["intensity"]
    court.tell(B, "on")
    assert court.seen(B)[-1] == "on"


def test_the_end_of_one_life_is_not_told_to_those_who_watch_the_next() -> None:
    court = Court(period=0.01)
    fell: list[str] = []
    court.disk.before = 5.0
    court.tell(A, "up")
    court.kernel.link(A, lambda _: fell.append("first"))
    court.wreck()
    court.later(1.0)
    court.tell(A, "anew")
    court.kernel.link(A, lambda _: fell.append("second"))
    court.later(20.0)
    assert fell == ["first"]
