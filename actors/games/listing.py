"""The open games as players see them. Pure."""

from collections.abc import Iterable
from itertools import islice

from actors.frames import encode
from actors.games.messages import GamesView, OpenGame
from actors.games.state import Game, State
from actors.player.topic import View

SHOWN = 50
"""The most open games a page is shown."""
NONE = b"null}"
"""How the frame of a player ends who offers no game."""


def in_turn(games: Iterable[Game]) -> list[Game]:
    """Return the public games, oldest first, in turns by household: nobody can hide the others."""
    homes: dict[str, int] = {}
    rounds: list[tuple[int, Game]] = []
    for game in games:
        if not game.private:
            home = game.home or game.host
            turn = homes[home] = homes.get(home, -1) + 1
            rounds.append((turn, game))
    rounds.sort(key=lambda entry: entry[0])
    return [game for _, game in rounds]


def view(state: State) -> View:
    """Return what each player is shown: no games of those who have blocked them, or are blocked.

    The list is encoded once for all to whom no block matters; a host's own game is appended to it.
    """
    public: list[Game] = []
    hidden: dict[str, set[str]] = {}
    for game in in_turn(state.games.values()):
        person = state.people.get(game.host)
        if person is not None and person.parted is not None:  # else nobody knows yet
            public.append(game)
            for player in person.parted:
                hidden.setdefault(player, set()).add(game.id)
    hosted = {game.host: game.id for game in state.games.values()}
    common = _encode(public)
    parts = dict[frozenset[str], bytes]()

    def frame(player: str) -> bytes:
        data = common
        if player in hidden:
            out = frozenset(hidden[player])  # often the same for many: all whom one host blocks
            if out not in parts:
                parts[out] = _encode(game for game in public if game.id not in out)
            data = parts[out]
        own = hosted.get(player)
        return data if own is None else b'%b"%b"}' % (data.removesuffix(NONE), own.encode())

    return View(common, hidden.keys() | hosted.keys(), frame)


def _encode(games: Iterable[Game]) -> bytes:
    lines = tuple(
        OpenGame(g.id, g.name, g.host, g.settings.points, g.settings.win_by_two, g.settings)
        for g in islice(games, SHOWN)
    )
    return encode(GamesView(lines, None))
