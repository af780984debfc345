"""How a match passes from one phase to the next. Pure: a Course in, its state changed."""

from collections.abc import Callable

from msgspec.structs import replace

from actors.match.messages import Cause, Phase
from actors.match.pauses import noted
from actors.match.play import Course
from actors.match.presence import LEAST, counted, everybody_here, stranded, verdict
from actors.match.state import Chair, State, away, contest, other, sides_of
from actors.player.lag import MARGIN
from actors.pong.court import LEFT, LONGEST_WINDOW, Side, index

COUNTDOWN = int(LEAST * 1000.0)
"""Milliseconds from 3-2-1 to play: no pause is cheaper than what it makes the other one wait."""
RUNNING = frozenset({"countdown", "playing"})
"""Phases that go on by themselves."""


def chairs(state: State, player: str, change: Callable[[Chair], Chair]) -> State:
    """The state with every chair of a player changed."""
    left, right = (change(c) if c.seat.player == player else c for c in state.chairs)
    return replace(state, chairs=(left, right))


def hold(state: State, side: Side, direction: int) -> State:
    """Remember which way a side's key is held while nothing is played; it counts from the start."""
    left, right = state.chairs
    if side == LEFT:
        return replace(state, chairs=(replace(left, held=direction), right))
    return replace(state, chairs=(left, replace(right, held=direction)))


def _phase(state: State, phase: Phase) -> State:
    """Enter a phase: timers of the last one are void."""
    return replace(state, phase=phase, era=state.era + 1, halts=None)


def count_down(state: State, now: float) -> State:
    """Everybody is here: play goes on at ``starts`` from where match time stands."""
    starts = int(now * 1000.0) + COUNTDOWN
    return replace(_phase(state, "countdown"), starts=starts, base=state.game.now)


def begin(course: Course) -> None:
    """The countdown is over: windows as measured, keys as held, the AI looks."""
    course.state = _phase(course.state, "playing")
    for chair in course.state.chairs:
        if chair.human:
            course.widen(chair)
            course.press(chair.side, chair.held, course.state.base)
    course.run(course.state.base)


def pause(course: Course) -> None:
    """Somebody is away. The era changes even if the match was paused before.

    Before the first countdown nothing has been played that could pause.
    """
    if course.state.phase == "playing":
        for chair in course.state.chairs:  # the keys of who stays count from the next start
            if chair.here:
                held = course.game.paddles[index(chair.side)].segments[-1].direction
                course.state = hold(course.state, chair.side, held)
        course.halt()
    waiting = course.state.phase == "waiting"
    course.state = _phase(course.state, "waiting" if waiting else "paused")


def arrived(course: Course, player: str, arrive: Callable[[Chair], Chair], now: float) -> None:
    """A player sits down. A takeover by another page releases the keys of the first."""
    if course.state.phase == "finished":
        return
    back = [chair for chair in course.state.chairs if chair.seat.player == player]
    costs = contest(course.state) and course.state.phase == "paused"

    def sit(chair: Chair) -> Chair:
        seated = arrive(chair)
        if costs and not chair.here and not stranded(chair):
            return replace(seated, used=max(seated.used, chair.used + LEAST))
        return seated

    course.state = chairs(noted(course.state, back, now), player, sit)
    phase = course.state.phase
    if phase in RUNNING and not all(chair.here for chair in back):
        # Back in play that has not waited, or not stopped yet; it still will if another is away.
        halts = None if everybody_here(course.state) else course.state.halts
        course.state = replace(_phase(course.state, phase), halts=halts)
    if phase == "playing":
        for chair in course.state.chairs:
            if chair.seat.player == player:
                course.press(chair.side, 0, course.state.game.now)
                course.widen(chair)  # what was measured on the line before counts no longer
    elif phase != "countdown":
        if everybody_here(course.state):
            course.state = count_down(course.state, now)
        else:
            pause(course)


def departed(course: Course, player: str, depart: Callable[[Chair], Chair]) -> None:
    """A player is away, and has caused a pause, unless there were too many of those."""
    before = course.state
    if before.phase == "finished":
        return
    counts = contest(before) and before.phase != "waiting"
    course.state = chairs(
        before, player, lambda chair: counted(before, depart(chair)) if counts else depart(chair)
    )
    if before.phase in RUNNING and everybody_here(course.state):
        for chair in course.state.chairs:
            if not chair.here and before.phase == "playing":
                course.press(chair.side, 0, course.state.game.now)  # nobody is at the keys
        course.state = _phase(course.state, before.phase)
    elif before.phase == "playing" and (late := _keys_under_way(before, player)) > 0.0:
        halts = course.game.now + late if before.halts is None else before.halts
        course.state = replace(_phase(course.state, "playing"), halts=halts)
    else:
        pause(course)


def _keys_under_way(state: State, leaver: str) -> float:
    """Seconds until the last key has come that others pressed before this player left.

    Else who leaves right after a contact would take back what the other one has done about it.
    """
    others = [c.window for c in state.chairs if c.connection and c.seat.player != leaver]
    return min(max(others, default=0.0), LONGEST_WINDOW) - MARGIN


def goes_on(before: State, state: State) -> bool:
    """Whether somebody has left or come back, and play or its countdown goes on all the same."""
    return before.phase == state.phase and state.phase in RUNNING


def is_missed(before: State, state: State) -> bool:
    """Whether it is news who is away from a match that goes on all the same."""
    known = away(before) if before.phase in RUNNING and before.halts is None else ()
    return state.phase in RUNNING and state.halts is None and known != away(state)


def interrupted(course: Course, leave: Callable[[Chair], Chair], until: float) -> None:
    """The server is or was gone since ``until``, and with it every connection."""
    if course.state.phase == "finished":
        return
    if course.state.phase == "playing":
        course.halt()
    left, right = course.state.chairs
    gone = [chair for chair in course.state.chairs if not stranded(chair)]
    state = noted(course.state, gone, until)
    course.state = replace(state, chairs=(leave(left), leave(right)))
    waiting = course.state.phase == "waiting"
    course.state = _phase(course.state, "waiting" if waiting else "paused")


def lagging(course: Course, connection: str, window: float) -> None:
    """The lag on a connection was measured."""
    for chair in course.state.chairs:
        if chair.connection == connection:
            course.state = chairs(
                course.state,
                chair.seat.player or "",
                lambda c: replace(c, window=window),
            )
            if course.state.phase == "playing":
                course.widen(replace(chair, window=window))


def due(course: Course) -> None:
    """A deadline has come; unless it ends the match, the pages are told how it stands."""
    course.state = replace(course.state, era=course.state.era + 1)


def ended(state: State, now: float) -> State:
    """The match finished, if the rules or absence have ended it."""
    if state.game.winner is not None:
        return finish(state, "played", state.game.winner, now)
    if (state.phase not in RUNNING or away(state)) and (end := verdict(state, now)) is not None:
        return finish(state, end.cause, end.winner, now)
    return state


def finish(state: State, cause: Cause, winner: int, now: float) -> State:
    """The match is over, for good."""
    if state.phase == "finished":
        return state
    over = _phase(noted(state, state.chairs, now), "finished")
    return replace(over, cause=cause, winner=winner)


def resign(state: State, player: str, now: float) -> State:
    """A player leaves on purpose; with both seats on one keyboard nobody wins."""
    left, *right = sides_of(state, player)
    return finish(state, "resigned", 0 if right else other(left), now)
