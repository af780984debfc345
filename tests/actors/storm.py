"""Tournaments by lot in the simulated world, through everything that may fail.

People drop, come back, do not show up, play elsewhere and withdraw; the organiser changes things;
actors crash over any message, the process is killed, and the store goes away.
"""

from collections import Counter
from random import Random
from typing import Any

import msgspec

from actors.core.journal.records import Flush
from actors.match.messages import Enter, Resign
from actors.seats.messages import Machine
from actors.tournament import frames
from actors.tournament.acts import undone_with
from actors.tournament.events import Called, Decided, Event, MatchMade, MatchOver, Undone
from actors.tournament.state import State
from store.matches.records import MatchResult
from store.rooms.records import RoomEvent
from tests.actors.cup import CUP, Cup, letters
from tests.actors.page import Page
from tests.actors.world import World
from tests.simulation.crashes import MESSAGES, Crashes
from tests.tournament.rules import at_the_end

CRASHING = ("tournament", "tournament", "tournament", "seats", "seats", "match", "player", "room")
QUIET = 90.0
"""Seconds after which nothing is under way any more when a tournament has ended."""
LONGEST = 300.0
"""Seconds within which a tournament ends when nobody does anything any more."""
_events = msgspec.json.Decoder(list[Event])


class Written:
    """What was written of the tournament: its events, the lines of its room, and results."""

    def __init__(self, world: World) -> None:
        self.events: list[Event] = []
        self.lines: list[dict[str, Any]] = []
        self.results: list[MatchResult] = []
        self._flush = world.store.journal.flush
        world.store.journal.flush = self._note  # type: ignore[method-assign]

    async def _note(self, flush: Flush) -> None:
        await self._flush(flush)
        for blob in flush.blobs:
            if blob.actor == f"tournament/{CUP}":
                self.events += _events.decode(blob.data)
        for row in flush.rows:
            if isinstance(row, RoomEvent) and row.room == CUP:
                self.lines.append(msgspec.json.decode(row.text))
            elif isinstance(row, MatchResult):
                self.results.append(row)

    def of(self, kind: type) -> list[Any]:
        """Return the events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]


class Storm:
    """One tournament. ``crashes`` has to be the one with which the tree was made."""

    def __init__(self, seed: int, crashes: Crashes) -> None:
        self.random = random = Random(seed)
        self.crashes = crashes
        self.world = World(seed + 1)
        self.written = Written(self.world)
        self.cup = Cup(
            self.world,
            stronger=lambda one, two: (
                random.choice((one, two)) if random.random() < 0.2 else min(one, two)
            ),
            format=random.choice(("single", "double", "robin", "swiss")),
            best_of=random.choice((1, 1, 3)),
            third=random.random() < 0.5,
            call=random.choice((15, 40)),
        )
        self.cup.join(*letters(random.choice((2, 3, 4, 5, 6, 8, 12))))
        self.away: dict[str, int] = {}
        self.elsewhere: dict[str, str] = {}
        self.changed = False
        self.seats_again = 0.0
        self.steps = 0

    @property
    def state(self) -> State | None:
        """The state of the actor, if it is in memory."""
        actor = self.world.actor("tournament", CUP)
        return None if actor is None else actor.state

    def run(self, steps: int) -> None:
        """Run it to its end, with so many steps in which things go wrong."""
        self.cup.start()
        wild = self.random.choice((1, 2, 4, 6))
        for self.steps in range(steps):
            for _ in range(self.random.randint(0, wild)):
                self.random.choice(self.DO)(self)
            self._step()
            self._people()
            if self.state is not None and self.state.phase != "running":
                break
        self.crashes.disarm()
        self.world.store.away = False
        if self.random.random() < 0.7:
            self._all_back()
        self._to_the_end()
        self._afterwards()

    # What goes wrong.

    def _someone(self) -> str:
        return self.random.choice([*self.cup.pages])

    def _page(self, player: str) -> Page:
        """Open a page, and once more if its greeting is lost in a crash."""
        for _ in range(5):
            page = self.world.page(player, greeted=False)
            page.begin()
            if page.of("welcome"):
                return page
            page.drop()
            self.world.wait(1.0)
        raise AssertionError(f"{player} is not welcomed")

    def _crash(self) -> None:
        kind = self.random.choice(CRASHING)
        if kind == "seats":  # the whole server gives up if its actors crash too often
            if self.world.now() < self.seats_again:
                return
            self.seats_again = self.world.now() + 5.0
        name = CUP if kind in {"tournament", "room"} else ""
        random = self.random
        message = random.choice(("", random.choice(MESSAGES[kind])))
        self.crashes.arm(kind, message, random.choice((0, 0, 1, 3)), random.randint(0, 8), name)

    def _kill(self) -> None:
        self.world.store.away = False
        self.world.kill(self.random.choice((1.0, 10.0, 100.0)))
        self.away.clear()
        self._all_back()

    def _later(self) -> None:
        self.world.wait(self.random.choice((1.0, 5.0, 20.0)))

    def _outage(self) -> None:
        self.world.store.away = not self.world.store.away

    def _drop(self) -> None:
        player = self._someone()
        if player not in self.away:
            self.cup.pages[player].drop()
            self.cup.deaf.add(player)
            self.away[player] = self.steps + self.random.choice((2, 20, 100))

    def _deaf(self) -> None:
        self.cup.deaf ^= {self._someone()}

    def _play_elsewhere(self) -> None:
        player = self._someone()
        page = self.cup.pages[player]
        if player in self.away or player in self.elsewhere:
            return
        before = len(page.of("matched"))
        page.say(Machine(self.cup.new_id()))
        if page.of("matched")[before:]:
            match = self.elsewhere[player] = page.last("matched")["match"]
            page.say(Enter(match))

    def _withdraw(self) -> None:
        if self.random.random() < 0.3:
            player = self._someone()
            self.cup.pages[player].say(frames.Leave(self.cup.new_id(), CUP))

    def _organise(self) -> None:
        state, random = self.state, self.random
        if state is None or not state.fights:
            return
        key = random.choice([*state.fights, *(key for key, _ in state.open_fights())])
        undo = frames.Undo(key, undone_with(state, key))
        acts: list[frames.ActFrame] = [
            *(undo, frames.Decide(key, random.choice((0, 1, None))), frames.Extend(30, key)),
            *(frames.Hold(on=True), frames.Hold(on=False), frames.Hold(on=False)),
            frames.Remove(random.randint(1, 12), disqualified=random.random() < 0.5),
            frames.Replace(random.randint(1, 12), f"N{random.randint(0, 99)}", "new"),
        ]
        self._page("new")
        self.cup.host.say(frames.Organise(self.cup.new_id(), CUP, random.choice(acts)))
        self.changed = True

    DO = (
        *(_crash,) * 8,
        *(_later,) * 3,
        _organise,
        _kill,
        _outage,
        _drop,
        _deaf,
        _play_elsewhere,
        _withdraw,
        _organise,
    )

    # What everybody hopes for.

    def _all_back(self) -> None:
        self.cup.deaf.clear()
        self.away.clear()
        for page in (*self.cup.pages.values(), self.cup.host):
            if page.closed is None:
                page.drop()
        self.cup.pages = {player: self._page(player) for player in self.cup.pages}
        self.cup.host = self._page("host")

    def _step(self) -> None:
        if self.state is None:
            self.world.wait(0.5)
        else:
            self.cup.step()
        self._one_match_each()

    def _people(self) -> None:
        for player, until in [*self.away.items()]:
            if self.steps >= until and not self.world.store.away:
                del self.away[player]
                self.cup.deaf.discard(player)
                self.cup.pages[player] = self._page(player)
        for player, match in [*self.elsewhere.items()]:
            if player not in self.away and self.random.random() < 0.2:
                page = self.cup.pages[player]
                page.say(Enter(match))
                page.say(Resign(self.cup.new_id(), match))
                del self.elsewhere[player]

    def _to_the_end(self) -> None:
        end = self.world.now() + LONGEST
        while (state := self.cup.state).phase == "running":
            assert self.world.now() < end, f"it does not end: {self.cup.waits()}"
            if state.held is not None and self.random.random() < 0.2:
                self.cup.host.say(frames.Organise(self.cup.new_id(), CUP, frames.Hold(on=False)))
            self._step()
            self._people()
            if not {*self.cup.pages} - self.cup.deaf:
                self.world.wait(10.0)

    # What has to hold.

    def _one_match_each(self) -> None:
        """Nobody plays two matches at once, so no pairing is played twice at once."""
        tables = self.world.store.tables
        going = [m for name, m in tables.matches.items() if name not in tables.results]
        players = Counter(seat.user_id for match in going for seat in match.players)
        twice = [player for player, count in players.items() if player and count > 1]
        assert not twice, f"{twice} play two matches at once"

    def _afterwards(self) -> None:
        written, tables = self.written, self.world.store.tables
        for player, match in self.elsewhere.items():
            self.cup.pages[player].say(Enter(match))
            self.cup.pages[player].say(Resign(self.cup.new_id(), match))
        self.world.wait(QUIET)
        state = self.cup.state
        at_the_end(state, changed=self.changed)
        seats = self.world.seats()
        assert not seats.playing, f"{seats.playing} are kept"
        assert not seats.reserved
        made = [event.match for event in written.of(MatchMade)]
        over = [event.match for event in written.of(MatchOver)]
        assert len(made) == len({*made}), "a match was made twice"
        assert len(over) == len({*over}), "a match has ended twice"
        assert {*over} <= {*made}
        assert {*made} <= tables.results.keys(), "a match has no end"
        taken_back = written.of(Undone)
        for fight in state.fights.values():
            for match in fight.matches:
                assert match.over or fight.outcome is not None
        if not taken_back:
            decided = [event.pairing for event in written.of(Decided)]
            assert len(decided) == len({*decided}), "decided twice"
        called = {(event.pairing, int(event.until * 1000.0)) for event in written.of(Called)}
        notes = Counter(
            tuple(kept.note.id.split(" ")[1:])
            for kept in tables.notifications.values()
            if kept.note.kind == "next_fight"
        )
        assert notes == {(key, str(until)): 2 for key, until in called}, "calls and notes differ"
        lines = Counter(line["pairing"] for line in written.lines if line["type"] == "fight_over")
        said = Counter(event.pairing for event in written.of(Decided))
        assert lines == said, "results and lines differ"
        row = tables.tournaments[CUP]
        assert row.phase == state.phase
