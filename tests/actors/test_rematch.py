"""After the end two players agree on another match; nobody is dragged into one."""

from typing import Any

from actors.match.messages import Look, Resign
from actors.match.wishes import Rematch
from actors.seats.messages import Machine
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World


def over(world: World) -> Duel:
    """A match that Ada has resigned."""
    duel = world.duel(points=2).start()
    duel.left.say(Resign("r", duel.match))
    world.until(lambda: duel.right.of("finished"))
    for page in (duel.left, duel.right):
        page.clear()
    return duel


def want(page: Page, duel: Duel, *, on: bool = True, request: str = "w") -> Any:
    """Ask for a rematch, or say no; return the code of the refusal, if any."""
    page.say(Rematch(request, duel.match, on))
    errors = [error["code"] for error in page.of("error")]
    return errors[-1] if errors else None


def offers(page: Page) -> tuple[list[int], bool]:
    """What the page shows of the offers."""
    frame = page.last("rematch")
    return frame["offers"], frame["over"]


def test_an_offer_is_seen_by_both_and_accepted(sound: World) -> None:
    duel = over(sound)
    assert want(duel.left, duel) is None
    assert offers(duel.left) == offers(duel.right) == ([-1], False)
    assert duel.right.last("rematch")["until"] == int((sound.now() + 60.0) * 1000.0)
    assert duel.left.last("ok")["id"] == "w"
    assert want(duel.right, duel) is None
    sound.wait(0.2)
    new = duel.left.last("matched")["match"]
    assert new == duel.right.last("matched")["match"] != duel.match
    assert (duel.left.last("matched")["side"], duel.right.last("matched")["side"]) == (1, -1)
    for page in (duel.left, duel.right):
        page.enter(new)
    state = sound.state(new)
    assert (state.mode, state.phase, state.game.settings.points) == ("open", "countdown", 2)


def test_no_ends_it_for_both(sound: World) -> None:
    duel = over(sound)
    want(duel.left, duel)
    assert want(duel.right, duel, on=False) is None
    assert offers(duel.left) == offers(duel.right) == ([], True)
    assert want(duel.left, duel, request="again") == "no_rematch"
    assert not duel.left.of("matched")


def test_who_has_gone_on_is_not_waited_for(sound: World) -> None:
    duel = over(sound)
    assert want(duel.right, duel, on=False) is None
    assert offers(duel.left) == ([], True)
    assert want(duel.left, duel) == "no_rematch"


def test_who_plays_another_match_by_now_does_not_come(sound: World) -> None:
    duel = over(sound)
    want(duel.left, duel)
    duel.left.say(Machine("m"))
    duel.left.clear()
    want(duel.right, duel)
    sound.wait(0.2)
    assert offers(duel.right) == ([], True)
    assert not duel.right.of("matched")
    assert not duel.left.of("matched")


def test_an_offer_stands_for_a_minute_after_which_nobody_answers(sound: World) -> None:
    duel = over(sound)
    sound.wait(50.0)
    want(duel.left, duel)
    sound.wait(59.0)
    duel.right.say(Look("l", duel.match))
    assert offers(duel.right) == ([-1], False)
    sound.wait(2.0)
    assert want(duel.right, duel) == "no_such_match"


def test_a_page_that_was_loaded_again_sees_the_offer(sound: World) -> None:
    duel = over(sound)
    want(duel.left, duel)
    again = sound.page(duel.right.player)
    again.say(Look("l", duel.match))
    assert offers(again) == ([-1], False)


def test_not_before_the_end_and_not_alone(sound: World) -> None:
    duel = sound.duel().start()
    assert want(duel.left, duel) == "match_not_over"
    alone = sound.page("eve")
    alone.say(Machine("m"))
    match = alone.last("matched")["match"]
    alone.enter(match)
    alone.say(Resign("r", match))
    sound.until(lambda: alone.of("finished"))
    alone.say(Rematch("w", match, on=True))
    assert alone.last("error")["code"] == "no_opponent"


def test_who_has_no_seat_offers_nothing(sound: World) -> None:
    duel = over(sound)
    eve = sound.page("eve")
    assert want(eve, duel) == "not_your_match"
    assert not duel.left.of("rematch")


def test_after_a_block_neither_hears_of_the_other(sound: World) -> None:
    duel = over(sound)
    sound.block(duel.right.player, duel.left.player)
    assert want(duel.left, duel) is None
    assert offers(duel.left) == ([-1], False)
    assert not duel.right.of("rematch")
    duel.left.clear()
    assert want(duel.right, duel) is None
    assert offers(duel.right) == ([1], False)
    assert want(duel.right, duel, on=False) is None
    assert offers(duel.right) == ([], False)
    sound.wait(0.2)
    assert not duel.left.of("rematch", "matched")


def test_a_store_that_cannot_say_who_is_blocked_refuses(sound: World) -> None:
    duel = over(sound)

    async def away(*_: str) -> None:
        raise ConnectionError

    sound.store.social.tie = away  # type: ignore[method-assign]
    assert want(duel.left, duel) == "unavailable"
    assert not duel.right.of("rematch")


def test_a_crash_at_a_wish_answers_and_loses_no_offer(world: World, fail: Fail) -> None:
    duel = over(world)
    want(duel.left, duel)
    fail("actors.match.rematch.Rematches._weigh")
    want(duel.right, duel)
    world.wait(0.1)
    assert [error["code"] for error in duel.right.of("error")] == ["server_fault"]
    assert want(duel.left, duel, request="again") is None
    duel.right.clear()
    assert want(duel.right, duel, request="again") is None
    world.wait(0.2)
    assert duel.left.last("matched")["match"] == duel.right.last("matched")["match"]


def test_a_crash_before_the_store_has_answered_loses_no_wish(world: World, fail: Fail) -> None:
    duel = over(world)
    fail("actors.match.rematch.Rematches._change")
    assert want(duel.left, duel) is None
    assert not duel.left.of("ok", "rematch")
    world.wait(0.1)
    assert duel.left.last("ok")["id"] == "w"
    assert offers(duel.right) == ([-1], False)


def test_a_crash_of_the_seats_loses_no_rematch(world: World, fail: Fail) -> None:
    duel = over(world)
    want(duel.left, duel)
    fail("actors.seats.actor.SeatsActor._again")
    want(duel.right, duel)
    world.wait(0.5)
    assert duel.left.last("matched")["match"] == duel.right.last("matched")["match"]


def test_who_does_not_come_to_a_rematch_has_let_the_other_wait(sound: World) -> None:
    duel = over(sound)
    want(duel.left, duel)
    want(duel.right, duel)
    sound.wait(0.2)
    new = duel.left.last("matched")["match"]
    duel.left.enter(new)
    sound.until(lambda: duel.left.of("finished"), 20.0)
    assert duel.left.last("finished")["cause"] == "no_show"
    assert sound.seats().barred(duel.right.player, sound.now()) is not None
    assert sound.seats().barred(duel.left.player, sound.now()) is None


def test_a_finished_match_answers_a_look_that_crashed_it(world: World, fail: Fail) -> None:
    duel = over(world)
    fail("actors.match.desk.Desk.show")
    duel.left.say(Look("l", duel.match))
    world.wait(0.1)
    assert [(e["id"], e["code"]) for e in duel.left.of("error")] == [("l", "server_fault")]


def test_an_offer_that_has_run_out_is_none_though_a_crash_keeps_the_match_longer(
    world: World, fail: Fail
) -> None:
    duel = over(world)
    want(duel.left, duel)
    world.wait(50.0)
    fail("actors.match.desk.Desk.show")
    duel.right.say(Look("l", duel.match))
    world.wait(20.0)
    duel.right.clear()
    assert want(duel.right, duel) is None
    world.wait(0.2)
    assert offers(duel.left) == ([1], False)
    assert not duel.left.of("matched")
