"""The queue as pages are shown it. Pure."""

from collections import Counter

from actors.frames import encode
from actors.matchmaker.messages import KindView, PlaceView, WaitingView
from actors.matchmaker.state import State
from actors.matchmaker.waiting import Kind
from actors.player.topic import View
from actors.ratings.modes import SETTINGS
from store.programs.records import is_bot

KINDS: tuple[Kind, ...] = tuple((mode, rated) for mode in SETTINGS for rated in (False, True))


def view(state: State, now: float) -> View:
    """Return what all are shown, and what those are who wait or from whom a block hides others.

    People are counted; a bot that waits is shown how many bots do, as they play each other.
    """
    counts = Counter((w.kind, is_bot(w.player)) for w in state.queue.values())
    hidden = state.hidden()
    estimates = {kind: _milliseconds(state.lately.estimate(kind, now)) for kind in KINDS}

    def frame(player: str) -> bytes:
        bot = is_bot(player)
        shown = {kind: counts[kind, bot] - hidden[player, kind] for kind in KINDS}
        own = state.queue.get(player)
        place = own and PlaceView(own.mode, own.rated, int(own.since * 1000.0))
        kinds = tuple(KindView(*kind, shown[kind], estimates[kind]) for kind in KINDS)
        return encode(WaitingView(sum(shown.values()), own is not None, kinds, place))

    differ = {*state.queue, *(player for player, _ in hidden)}
    return View(frame(""), differ, frame)


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * 1000.0)
