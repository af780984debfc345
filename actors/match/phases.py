"""How a match passes from one phase to the next. Functions get a Course and change only that."""

from collections.abc import Callable

from msgspec.structs import replace

from actors.match.messages import Cause, Phase
from actors.match.pauses import noted
from actors.match.play import Course
from actors.match.presence import LEAST, counted, everybody_here, server_lost, stranded, verdict
from actors.match.state import Chair, State, away, contest, other, sides_of
from actors.player.lag import MARGIN
from actors.pong.court import LEFT, LONGEST_WINDOW, Side, index

COUNTDOWN = int(LEAST * 1000.0)
"""Milliseconds of 3-2-1 before play; a pause costs at least as much: the opponent waits so long."""
RUNNING = frozenset({"countdown", "playing"})
"""Phases in which time runs on."""


def chairs(state: State, player: str, change: Callable[[Chair], Chair]) -> State:
    """Return the state with every chair of a player changed."""
    left, right = (change(c) if c.seat.player == player else c for c in state.chairs)
    return replace(state, chairs=(left, right))


def hold(state: State, side: Side, direction: int) -> State:
    """Remember which key a side holds while play stands still; it counts when play starts."""
    left, right = state.chairs
    if side == LEFT:
        return replace(state, chairs=(replace(left, held=direction), right))
    return replace(state, chairs=(left, replace(right, held=direction)))


def _phase(state: State, phase: Phase) -> State:
    """Enter a phase; timers of the one before become void."""
    return replace(state, phase=phase, era=state.era + 1, halts=None)


def count_down(state: State, now: float) -> State:
    """Begin the countdown: play goes on at ``starts`` from where match time stands."""
    starts = int(now * 1000.0) + COUNTDOWN
    return replace(_phase(state, "countdown"), starts=starts, base=state.game.now)


def begin(course: Course) -> None:
    """Begin play: take the lag windows as measured and the keys as held, and let the AI look."""
    course.state = _phase(course.state, "playing")
    for chair in course.state.chairs:
        if chair.human:
            course.widen(chair)
            course.press(chair.side, chair.held, course.state.base)
    course.run(course.state.base)


def pause(course: Course) -> None:
    """Pause because somebody is away. The era changes even if the match was paused already.

    Before the first countdown there is nothing to pause.
    """
    if course.state.phase == "playing":
        for chair in course.state.chairs:  # keys of those who stay count when play starts again
            if chair.here:
                held = course.game.paddles[index(chair.side)].segments[-1].direction
                course.state = hold(course.state, chair.side, held)
        course.halt()
    waiting = course.state.phase == "waiting"
    course.state = _phase(course.state, "waiting" if waiting else "paused")


def suspend(course: Course, now: float) -> None:
    """Pause because its player wants it; no budget runs until they go on."""
    if course.state.phase in RUNNING:
        course.state = replace(course.state, suspended_at=now)
        pause(course)


def go_on(course: Course, now: float) -> None:
    """Go on after `suspend`, with a countdown."""
    if course.state.suspended_at is not None:
        course.state = count_down(replace(course.state, suspended_at=None), now)


def _unhurried(state: State) -> State:
    """Return the match with no budget running if its player has paused it."""
    if state.suspended_at is None:
        return state
    left, right = (replace(chair, away_since=None) for chair in state.chairs)
    return replace(state, chairs=(left, right))


def arrived(course: Course, player: str, arrive: Callable[[Chair], Chair], now: float) -> None:
    """Seat a player. If another page of theirs takes over, the keys of the first are released.

    A takeover concerns nobody else: the phase stays, and so does everything that others know.
    """
    if course.state.phase == "finished":
        return
    back = [chair for chair in course.state.chairs if chair.seat.player == player]
    was_here = all(chair.here for chair in back)
    costs = contest(course.state) and course.state.phase == "paused"

    def sit(chair: Chair) -> Chair:
        seated = arrive(chair)
        if costs and not chair.here and not stranded(chair):
            return replace(seated, used=max(seated.used, chair.used + LEAST))
        return seated

    course.state = chairs(noted(course.state, back, now), player, sit)
    phase = course.state.phase
    if phase in RUNNING and not was_here:
        # Play has not waited, or not stopped yet; it still stops if somebody else is away.
        halts = None if everybody_here(course.state) else course.state.halts
        course.state = replace(_phase(course.state, phase), halts=halts)
    if phase == "playing":
        for chair in course.state.chairs:
            if chair.seat.player == player:
                course.press(chair.side, 0, course.state.game.now)
                course.widen(chair)  # the window of the old connection no longer counts
    elif phase != "countdown" and not was_here:
        if everybody_here(course.state):
            course.state = count_down(course.state, now)
        else:
            pause(course)


def departed(course: Course, player: str, depart: Callable[[Chair], Chair]) -> None:
    """Note that a player is away; that causes a pause, unless the player's pauses are used up."""
    before = course.state
    if before.phase == "finished":
        return
    counts = contest(before) and before.phase != "waiting"
    course.state = chairs(
        before, player, lambda chair: counted(before, depart(chair)) if counts else depart(chair)
    )
    course.state = _unhurried(course.state)
    if before.phase in RUNNING and everybody_here(course.state):
        for chair in course.state.chairs:
            if not chair.here and before.phase == "playing":
                course.press(chair.side, 0, course.state.game.now)  # nobody holds a key now
        course.state = _phase(course.state, before.phase)
    elif before.phase == "playing" and (late := _keys_under_way(before, player)) > 0.0:
        halts = course.game.now + late if before.halts is None else before.halts
        course.state = replace(_phase(course.state, "playing"), halts=halts)
    else:
        pause(course)


def _keys_under_way(state: State, leaver: str) -> float:
    """Return the seconds until every key has arrived that others pressed before this player left.

    Without that wait, a player who leaves right after a contact would undo the opponent's answer.
    """
    others = [c.window for c in state.chairs if c.connection and c.seat.player != leaver]
    return min(max(others, default=0.0), LONGEST_WINDOW) - MARGIN


def goes_on(before: State, state: State) -> bool:
    """Tell whether somebody has left or come back while play or its countdown goes on."""
    return before.phase == state.phase and state.phase in RUNNING


def is_missed(before: State, state: State) -> bool:
    """Tell whether it has changed who is away from a match that goes on."""
    known = away(before) if before.phase in RUNNING and before.halts is None else ()
    return state.phase in RUNNING and state.halts is None and known != away(state)


def interrupted(course: Course, leave: Callable[[Chair], Chair], until: float) -> None:
    """Interrupt play: the server is or was gone since ``until``, and every connection with it."""
    if course.state.phase == "finished":
        return
    if course.state.phase == "playing":
        course.halt()
    left, right = course.state.chairs
    gone = [chair for chair in course.state.chairs if not stranded(chair)]
    state = noted(course.state, gone, until)
    course.state = _unhurried(replace(state, chairs=(leave(left), leave(right))))
    waiting = course.state.phase == "waiting"
    course.state = _phase(course.state, "waiting" if waiting else "paused")


def server_stops(course: Course, now: float) -> None:
    """Tell everybody why they are about to lose the connection."""
    interrupted(course, lambda c: server_lost(c, "server_stopping", now, now), now)


def call_off(course: Course, now: float) -> None:
    """End the match with no winner, as its owner says."""
    course.state = finish(course.state, "aborted", 0, now)


def lagging(course: Course, connection: str, window: float) -> None:
    """Take the lag window measured on a connection."""
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
    """Handle a deadline: end the match if that is due, else show the pages how it stands."""
    course.state = replace(course.state, era=course.state.era + 1)


def ended(state: State, now: float) -> State:
    """Return the match, finished if the rules or an absence have ended it."""
    if state.game.winner is not None:
        return finish(state, "played", state.game.winner, now)
    if (state.phase not in RUNNING or away(state)) and (end := verdict(state, now)) is not None:
        return finish(state, end.cause, end.winner, now)
    return state


def finish(state: State, cause: Cause, winner: int, now: float) -> State:
    """End the match for good."""
    if state.phase == "finished":
        return state
    over = _phase(noted(state, state.chairs, now), "finished")
    return replace(over, cause=cause, winner=winner)


def resign(state: State, player: str, now: float) -> State:
    """Let a player resign; if one player has both seats, nobody wins."""
    left, *right = sides_of(state, player)
    return finish(state, "resigned", 0 if right else other(left), now)
