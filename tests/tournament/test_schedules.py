"""Thousands of random schedules: whatever people, organisers and servers do, a tournament ends."""

from collections.abc import Callable
from random import Random

from actors.tournament import frames
from actors.tournament.acts import undone_with
from actors.tournament.entering import forget
from actors.tournament.matches import under_way
from actors.tournament.state import State
from tests.tournament.rules import Rules, at_the_end
from tests.tournament.schedule import STATIONS, Schedule

SCHEDULES = 2000
STEPS = 60
"""Things that somebody does in a schedule, before nobody does anything any more."""
MOST_STEPS = 600
"""Steps within which it ends after that."""
LONGEST = 120 * 86_400.0
"""Seconds within which it ends then, where a start may be months ahead."""

Do = Callable[[Schedule, Random], None]


def run(seed: int) -> Schedule:
    """Run one schedule to its end."""
    schedule = Schedule(seed, Rules().check)
    random = schedule.random
    local = random.random() < 0.2  # most have no account here
    if local:
        _enter(schedule, random)
    for number, player in enumerate(schedule.players):
        if random.random() < (0.3 if local else 0.9):
            schedule.join(player, f"A{number}")
        if random.random() < 0.1:
            _anything(schedule, random)
    if random.random() < 0.8:
        schedule.act(frames.Start())
    calm = random.choice([0.02, 0.1, 0.3])  # the rest is what everybody hopes for
    for _ in range(STEPS):
        if local and random.random() < 0.1:
            _station(schedule, random)
        if schedule.state.plan.late and random.random() < 0.1:
            _join(schedule, random)
        if random.random() < calm:
            _anything(schedule, random)
        else:
            _play(schedule, random)
    _end(schedule, random, present=random.random() < 0.5)
    at_the_end(schedule.state, changed=schedule.undone or schedule.came_back)
    return schedule


def test_every_schedule_ends() -> None:
    ends = [run(seed) for seed in range(SCHEDULES)]
    over = [one for one in ends if one.state.phase == "over"]
    assert len(over) > SCHEDULES / 3
    formats = {one.state.plan.format for one in over}
    assert formats == {"single", "double", "robin", "swiss"}
    causes = {o.cause for one in over for o in one.state.outcomes().values()}
    assert causes >= {"played", "walkover", "double_no_show", "disqualified", "withdrawn", "set"}


def _end(schedule: Schedule, random: Random, *, present: bool) -> None:
    """Let nobody do anything but play, or if nobody is ``present`` nothing at all."""
    begun, steps = schedule.now, schedule.steps
    cause = random.choice(["no_show", "aborted", "server_fault", None])
    while schedule.state.phase not in {"over", "cancelled"}:
        assert schedule.steps < steps + MOST_STEPS, "it goes on and on"
        schedule.finish_pairing()
        if present and schedule.state.phase == "running" and random.random() < 0.9:
            _play(schedule, random)
        elif cause is not None and under_way(schedule.state):
            schedule.play_on(cause=cause)
        else:  # a match that goes on is called off some day
            schedule.to_the_next()
    assert schedule.now < begun + LONGEST, "it takes too long"


def _play(schedule: Schedule, random: Random) -> None:
    """Let happen what should: who is called is ready, and who plays wins or loses."""
    if random.random() < 0.3:
        schedule.finish_pairing()
    waiting = [
        (key, player)
        for key, fight in schedule.state.open_fights()
        if fight.stage == "called"
        for side, player in enumerate(_players(schedule.state, key))
        if not fight.ready[side]
    ]
    if waiting and random.random() < 0.6:
        key, player = random.choice(waiting)
        schedule.ask(player, frames.SayReady("r", "t.x", key))
    elif random.random() < 0.9:
        schedule.play_on(cause="played")
    elif schedule.state.phase == "check_in":
        schedule.ask(random.choice(schedule.players), frames.CheckIn("r", "t.x"))
    else:
        schedule.wait(random.choice([1.0, 5.0, 60.0]))


def _players(state: State, key: str) -> tuple[str, str]:
    station = state.fights[key].station
    if station is not None:
        return station, station
    first, second = state.two(state.slots()[key])
    return (first and first.player) or "", (second and second.player) or ""


def _anything(schedule: Schedule, random: Random) -> None:
    random.choice(DO)(schedule, random)


def _key(schedule: Schedule, random: Random) -> str:
    keys = [*schedule.state.fights] or [one.key for one in schedule.state.drawn]
    return random.choice(keys) if keys else "w1-1"


def _number(schedule: Schedule, random: Random) -> int:
    return random.randint(1, schedule.state.entered + 1)


def _undo(schedule: Schedule, random: Random) -> None:
    key = _key(schedule, random)
    also = undone_with(schedule.state, key)
    schedule.act(frames.Undo(key, also if random.random() < 0.9 else ()))


def _replace(schedule: Schedule, random: Random) -> None:
    number = _number(schedule, random)
    player = random.choice([None, "new", "newer", *schedule.players])
    old = schedule.state.entrants.get(number)
    schedule.came_back |= old is not None and old.gone is not None
    alias = f"N{random.randint(0, 3)}" if random.random() < 0.5 else f"A{number - 1}"
    schedule.act(frames.Replace(number, alias, player), player)


def _change(schedule: Schedule, random: Random) -> None:
    other = Schedule(random.randrange(10**6), lambda *_: None).state.plan
    schedule.act(frames.Change(other))


def _in_a_while(schedule: Schedule, random: Random) -> None:
    schedule.wait(random.choice([1.0, 30.0, 130.0, 700.0, 4000.0, 90_000.0]))


def _station(schedule: Schedule, random: Random) -> None:
    frame = frames.Station("r", "t.x", on=random.random() < 0.6, word="w")
    schedule.ask(random.choice(STATIONS), frame)


def _decide(schedule: Schedule, random: Random) -> None:
    schedule.act(frames.Decide(_key(schedule, random), random.choice([0, 1, None])))


def _extend(schedule: Schedule, random: Random) -> None:
    key = random.choice([None, _key(schedule, random)])
    schedule.act(frames.Extend(random.choice([10, 600, 86_400]), key))


def _appoint(schedule: Schedule, random: Random) -> None:
    player = random.choice(schedule.players)
    schedule.act(frames.Appoint(player, on=random.random() < 0.7), player)


def _forget(schedule: Schedule, random: Random) -> None:
    player = random.choice([*schedule.players, *STATIONS, "host"])
    schedule.happen(forget(schedule.state, player))


def _join(schedule: Schedule, random: Random) -> None:
    schedule.join(random.choice(schedule.players), f"A{random.randint(0, 12)}")


def _enter(schedule: Schedule, random: Random) -> None:
    first = random.randint(0, 9)
    aliases = tuple(f"L{number}" for number in range(first, first + random.randint(1, 3)))
    schedule.act(frames.Enter(aliases))


DO: tuple[Do, ...] = (
    lambda s, _: s.act(frames.Start()),
    *(2 * (lambda s, r: s.act(frames.Hold(on=r.random() < 0.5)),)),
    lambda s, r: s.act(frames.Cancel()) if r.random() < 0.02 else None,
    lambda s, r: s.act(frames.Check(_number(s, r))),
    lambda s, r: s.act(frames.Remove(_number(s, r), disqualified=r.random() < 0.5)),
    lambda s, r: s.ask(r.choice(s.players), frames.Leave("r", "t.x")),
    lambda s, r: s.ask(r.choice(s.players), frames.CheckIn("r", "t.x")),
    lambda s, r: s.ask(r.choice(s.players), frames.SayReady("r", "t.x", _key(s, r))),
    lambda s, _: s.play_on(),
    lambda s, _: s.play_on(busy=True),
    lambda s, _: s.snapshot(),
    lambda s, r: s.kill(r.choice([3.0, 60.0, 7200.0])),
    *(_undo, _replace, _change, _in_a_while, _station, _decide, _extend, _appoint),
    *(_forget, _join, _enter),
)
"""What somebody may do at any time, whether it is possible or not."""
