"""A session outlives its sockets: missed frames follow in order, once, or there is a resync."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.core.address import Address
from actors.player.messages import Deliver, Detach, Ping, Pong
from actors.player.outbox import KEPT, KEPT_BYTES, Outbox
from actors.player.session import MOST_SESSIONS
from tests.actors.page import Page
from tests.actors.world import STATIC, World
from tests.patience import examples

ADA = Address("player", "ada")


def note(world: World, number: int) -> None:
    """Send a numbered frame to every page of Ada."""
    world.tell(ADA, Deliver(b'{"t":"note","n":%d}' % number))


def noted(*pages: Page) -> list[int]:
    return [frame["n"] for page in pages for frame in page.of("note")]


def test_what_was_missed_follows_in_order_and_once(sound: World) -> None:
    page = sound.page("ada")
    note(sound, 1)
    page.drop()
    for number in (2, 3):
        note(sound, number)
    new = page.back()
    note(sound, 4)
    assert new.last("welcome")["resumed"]
    assert new.frames[0]["t"] == "welcome"
    assert noted(page, new) == [1, 2, 3, 4]
    assert page.numbers() + new.numbers() == [1, 2, 3, 4]


def test_what_a_dead_socket_swallowed_is_sent_again(sound: World) -> None:
    page = sound.page("ada")
    note(sound, 1)
    page.frozen = True
    note(sound, 2)
    new = page.back()
    assert noted(page, new) == [1, 2]


def test_what_comes_together_with_the_new_socket_is_sent_once(sound: World) -> None:
    page = sound.page("ada")
    sound.kernel.tell(ADA, Deliver(b'{"t":"note","n":1}'))
    new = page.back()
    assert noted(page, new) == [1]


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(["note", "freeze", "drop", "back", "ack", "wait"]), max_size=40))
def test_whatever_happens_to_its_sockets_a_page_hears_all_once(steps: list[str]) -> None:
    world = World()
    pages, sent = [world.page("ada")], 0
    for step in steps:
        page = pages[-1]
        if step == "note":
            sent += 1
            note(world, sent)
        elif step == "freeze":
            page.frozen = True
        elif step == "drop":
            page.drop()
        elif step == "back":
            pages.append(back(page, pages))
        elif step == "ack" and not page.frozen:
            page.say(Ping(0, max(p.seq for p in pages)))
        else:
            world.wait(0.7)
    pages.append(back(pages[-1], pages))
    assert pages[-1].last("welcome")["resumed"]
    assert noted(*pages) == list(range(1, sent + 1))
    assert world.crashes() == 0


def back(page: Page, pages: list[Page]) -> Page:
    new = page.world.page(page.player, greeted=False)
    new.hello(pages[0].session, max(p.seq for p in pages))
    return new


def test_an_unknown_session_is_an_honest_resync(sound: World) -> None:
    page = sound.page("ada", greeted=False)
    welcome = page.hello("s123", 41)
    assert not welcome["resumed"]
    assert page.last("resync") == {"t": "resync", "reason": "session_unknown", "seq": 1}


def test_the_session_of_somebody_else_is_unknown(sound: World) -> None:
    ada = sound.page("ada")
    eve = sound.page("eve", greeted=False)
    eve.hello(ada.session, 0)
    assert not eve.last("welcome")["resumed"]
    assert ada.closed is None


def test_a_gap_is_an_honest_resync(sound: World) -> None:
    page = sound.page("ada")
    page.drop()
    for number in range(KEPT + 1):
        note(sound, number)
    new = page.back()
    assert not new.last("welcome")["resumed"]
    assert new.session != page.session
    assert noted(new) == []
    assert new.of("resync")


def test_a_number_never_sent_is_an_honest_resync(sound: World) -> None:
    page = sound.page("ada")
    new = sound.page("ada", greeted=False)
    new.hello(page.session, 7)
    assert not new.last("welcome")["resumed"]


def test_a_session_is_kept_for_two_minutes(sound: World) -> None:
    page = sound.page("ada")
    page.drop()
    sound.wait(119.0)
    late = page.back()
    assert late.last("welcome")["resumed"]
    late.drop()
    sound.wait(122.0)
    assert not late.back().last("welcome")["resumed"]


def test_resumed_on_another_socket_the_first_is_closed(sound: World) -> None:
    page = sound.page("ada")
    new = page.back()
    assert page.closed == 4409
    sound.tell(ADA, Detach(page.id))
    note(sound, 1)
    assert noted(new) == [1]
    assert new.closed is None


def test_an_answer_follows_the_session_to_its_new_socket(sound: World) -> None:
    page = sound.page("ada")
    new = page.back()
    sound.tell(ADA, Deliver(b'{"t":"note","n":1}', None, page.id))
    assert noted(new) == [1]


def test_motion_is_unnumbered_and_on_a_congested_socket_only_the_newest_waits(sound: World) -> None:
    page = sound.page("ada")
    page.congested = True
    for number in range(5):
        sound.tell(ADA, Deliver(b'{"t":"note","n":%d}' % number, "ball"))
    note(sound, 9)
    assert noted(page) == [9]
    page.congested = False
    note(sound, 10)
    assert noted(page) == [9, 10, 4]
    assert page.numbers() == [1, 2]


def test_a_page_that_does_not_read_is_closed_and_can_come_back(sound: World) -> None:
    page = sound.page("ada")
    page.full = True
    note(sound, 1)
    assert page.closed == 4413
    assert noted(page.back()) == [1]


def test_memory_is_bounded_per_player(sound: World) -> None:
    for _ in range(5):
        sound.page("ada").drop()
    for _ in range(MOST_SESSIONS):
        sound.page("ada")
    state = sound.actor("player", "ada").state
    assert len(state.sessions) == MOST_SESSIONS
    for number in range(3 * KEPT):
        note(sound, number)
    assert all(s.outbox.statistics()["kept"] <= KEPT for s in state.sessions.values())


@pytest.mark.parametrize("tabs", [17, 20])
def test_tabs_do_not_throw_each_other_out(sound: World, tabs: int) -> None:
    pages = [sound.page("ada") for _ in range(tabs)]
    sound.wait(30.0)
    assert [page.closed for page in pages] == [None] * tabs
    note(sound, 1)
    assert [noted(page) for page in pages] == [[1]] * tabs
    pages[3].drop()
    assert pages[3].back().last("welcome")["resumed"]


@pytest.mark.parametrize("tabs", [19, 20, 21, 40])
def test_so_many_tabs_come_to_rest(sound: World, tabs: int) -> None:
    pages = [sound.page("ada", greeted=False) for _ in range(tabs)]
    for page in pages:
        page.begin()
    playing, waiting = pages[:MOST_SESSIONS], pages[MOST_SESSIONS:]
    for _ in range(3):  # a refused page asks again after a minute
        assert [page.closed for page in playing] == [None] * len(playing)
        assert [page.closed for page in waiting] == [4429] * len(waiting)
        sound.wait(60.0)
        waiting = [sound.page("ada", greeted=False) for _ in waiting]
        for page in waiting:
            page.begin()
    note(sound, 1)
    assert [noted(page) for page in playing] == [[1]] * len(playing)


def test_one_tab_too_many_is_refused_and_the_others_stay(sound: World) -> None:
    pages = [sound.page("ada") for _ in range(20)]
    late = sound.page("ada", greeted=False)
    late.begin()
    assert late.closed == 4429
    assert [frame["code"] for frame in late.frames] == ["too_many_sockets"]
    assert [page.closed for page in pages] == [None] * 20
    pages[0].drop()
    note(sound, 1)
    new = sound.page("ada")  # the session that was lost is the one that is forgotten
    assert new.closed is None
    assert not new.last("welcome")["resumed"]
    assert [page.closed for page in pages[1:]] == [None] * 19


def test_sockets_that_come_and_go_leave_nothing_behind(sound: World) -> None:
    page = sound.page("ada")
    for _ in range(100):
        page.drop()
        page = page.back()
    assert len(sound.actor("player", "ada").state.of_connection) < 10


def test_what_is_acknowledged_is_forgotten(sound: World) -> None:
    page = sound.page("ada")
    for number in range(10):
        note(sound, number)
    page.say(Ping(0, 10))
    assert page.last("pong") == {"t": "pong", "at": 0, "now": sound.at()}
    session = sound.actor("player", "ada").state.sessions[page.session]
    assert session.outbox.statistics()["kept"] == 0


def test_a_pong_nobody_asked_for_measures_nothing(sound: World) -> None:
    page = sound.page("ada", delay=0.03)
    sound.wait(3.0)
    session = sound.actor("player", "ada").state.sessions[page.session]
    window = session.lag.window()
    page.say(Pong(0), Pong(sound.at() - 5000))
    assert session.lag.window() == window
    assert 0.03 <= window <= 0.045


def test_a_player_nobody_needs_leaves_the_memory(sound: World) -> None:
    page = sound.page("ada")
    page.drop()
    sound.wait(300.0)
    assert sound.kernel.statistics().kinds == STATIC
    assert sound.kernel.statistics().timers == 1, "for the next wake-ups of anybody"


def test_what_is_kept_for_a_resume_fits_into_one_message() -> None:
    outbox = Outbox()
    for _ in range(KEPT):
        outbox.push(b"{%b}" % (b"x" * 2000), connected=False)
    assert outbox.after(0) is None
    kept = outbox.after(outbox.seq - outbox.statistics()["kept"])
    assert kept is not None
    assert KEPT_BYTES - 2100 < sum(map(len, kept)) <= KEPT_BYTES
