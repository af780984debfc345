"""Random events happen to a match: it never crashes, and never takes back what it announced."""

from typing import Any, Literal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.frames import ClientFrame
from actors.match.messages import Enter, Exit, Press, Resign
from actors.player.messages import Ping, Pong
from actors.pong.ball import Flight, height
from actors.pong.court import FACE, PADDLE_LIMIT
from actors.pong.settings import Settings
from actors.seats.messages import Machine
from tests.actors.page import Page
from tests.actors.test_journal import final, replayed, same
from tests.actors.world import STATIC, Duel, World
from tests.patience import examples

AGO = st.one_of(
    st.integers(0, 300), st.integers(-150, 0), st.sampled_from([10**6, -(10**6), 1_700_000_000_000])
)
who = st.integers(0, 3)
directions = st.sampled_from([-1, 0, 1])
sides = st.sampled_from([None, None, None, -1, 1])
steps = st.one_of(
    st.tuples(st.just("press"), who, directions, AGO, sides),
    st.tuples(st.just("press"), who, directions, st.integers(0, 80), st.none()),
    st.tuples(st.just("chase"), who),
    st.tuples(st.just("enter"), who),
    st.tuples(st.just("exit"), who),
    st.tuples(st.just("drop"), who),
    st.tuples(st.just("freeze"), who),
    st.tuples(st.just("back"), who),
    st.tuples(st.just("ping"), who, AGO),
    st.tuples(st.just("resign"), st.integers(0, 30)),
    st.tuples(st.just("wait"), st.floats(0.0, 0.4)),
    st.tuples(st.just("wait"), st.floats(0.0, 6.0)),
    st.tuples(st.just("wait"), st.sampled_from([3.0, 12.0, 31.0])),
)


class Table:
    """Two players, a second tab and a stranger around one match, and what each page was told."""

    def __init__(self, seed: int, delay: float, *, machine: bool) -> None:
        self.world = World(seed)
        if machine:
            ada = self.world.page("ada")
            ada.say(Machine("1", "hard", Settings(2)))
            match = ada.last("matched")["match"]
            ada.enter(match)
            self.duel = Duel(self.world, ada, ada, match)
        else:
            self.duel = self.world.duel(points=2)
        left, right = self.duel.left, self.duel.right
        left.delay = delay
        self.pages = [left, right, self.world.page(left.player), self.world.page("eve")]
        self.seen: dict[str, int] = {}
        self.flights: dict[int, dict[str, Any]] = {}
        self.score = (0, 0)
        self.floors: dict[tuple[str, int], float] = {}

    def do(self, step: tuple[Any, ...]) -> None:
        """Carry out a step."""
        kind, *rest = step
        if kind == "wait":
            self.world.wait(rest[0])
            return
        place = rest[0] % 4
        page = self.pages[place]
        match kind:
            case "freeze":
                page.frozen = True
            case "drop":
                page.drop()
            case "back":
                self.pages[place] = page.back()
            case _:
                page.say(*self._frames(kind, *rest))

    def _frames(self, kind: str, place: int, *rest: Any) -> list[ClientFrame]:
        match, at = self.duel.match, self.world.at()
        if kind == "press":
            return [Press(match, rest[0], max(0, at - rest[1]), rest[2])]
        if kind == "ping":
            return [Ping(0, abs(rest[0])), Pong(max(0, at - rest[0]))]
        if kind == "resign":
            return [Resign("r", match)] if place < 3 else []
        return [
            {
                "chase": Press(match, self._towards(), at),
                "enter": Enter(match),
                "exit": Exit(match),
            }[kind]
        ]

    def _towards(self) -> Literal[-1, 0, 1]:
        actor = self.world.actor("match", self.duel.match)
        if actor is None or actor.state is None:
            return 0
        flight = self.duel.state.game.flight
        return 1 if height(flight, flight.contact) > 0 else -1

    def check(self) -> None:
        """Check what must hold after every step."""
        world, state = self.world, self.world.actor("match", self.duel.match)
        world.settle()
        statistics = world.kernel.statistics()
        assert statistics.crashes == 0
        assert world.kernel.dead_letters == ()
        if state is not None and state.state is not None:
            left, right = state.state.game.score
            assert left >= self.score[0]
            assert right >= self.score[1]
            self.score = (left, right)
            assert all(
                -PADDLE_LIMIT <= segment.y <= PADDLE_LIMIT
                for paddle in state.state.game.paddles
                for segment in paddle.segments
            )
            assert all(len(paddle.segments) < 100 for paddle in state.state.game.paddles)
        for page in self.pages:
            self._check(page)

    def _check(self, page: Page) -> None:
        done = self.seen.get(page.id, 0)
        for frame in page.frames[done:]:
            if page.player == "eve":
                assert frame["t"] in {"welcome", "ping", "pong", "error", "resync"}
            elif frame["t"] == "paddle":
                floor = self.floors.get((page.id, frame["side"]), 0.0)
                assert frame["since"] >= floor, "a contact was announced"
            elif "flight" in frame:
                self._flew(page, frame)
        self.seen[page.id] = len(page.frames)
        numbers = page.numbers()
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True

    def _flew(self, page: Page, frame: dict[str, Any]) -> None:
        flight, number = frame["flight"], frame["flight"]["number"]
        known = self.flights.setdefault(number, flight)
        # Only the window of a serve that has not left may change.
        assert {**flight, "window": 0} == {**known, "window": 0}
        if number > 0 and flight["x"] != 0.0 and number - 1 in self.flights:
            before = msgspec.convert(self.flights[number - 1], Flight)
            assert (flight["since"], flight["side"]) == (before.contact, -before.side)
            assert flight["x"] == before.side * FACE
            assert flight["y"] == height(before, before.contact)
            self.floors[page.id, before.side] = before.contact


@settings(max_examples=examples(120))
@given(st.lists(steps, max_size=60), st.integers(0, 2**20), st.sampled_from([0.0, 0.04, 0.15]), who)
def test_a_match_survives_anything(
    happened: list[tuple[Any, ...]], seed: int, delay: float, kind: int
) -> None:
    table = Table(seed, delay, machine=kind == 0)
    table.check()
    for step in happened:
        table.do(step)
        table.check()
    finish(table)


def finish(table: Table) -> None:
    """Let everybody leave: the match ends, is written once, and replays to the same bits."""
    world, match = table.world, table.duel.match
    for page in world.pages:
        page.drop()
    world.until(lambda: world.store.results, 130.0, 1.0)
    actor = world.actor("match", match)
    if actor is not None and actor.state is not None:
        end = final(world, match)
        assert same(replayed(world, match)) == end
    world.wait(400.0)
    assert len(world.store.results) == 1
    assert world.crashes() == 0  # first: whoever crashed at the news of the end stays for ever
    assert world.kernel.dead_letters == ()
    assert world.kernel.statistics().kinds == STATIC
