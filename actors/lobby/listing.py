"""The lobby as a player sees it. Pure."""

from collections.abc import Iterable
from itertools import islice

from actors.lobby.messages import LobbyView, OpenGame
from actors.lobby.state import NOBODY, Game, State

SHOWN = 50
"""The most open games a page is shown."""


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


def lines(state: State, player: str, games: Iterable[Game]) -> tuple[OpenGame, ...]:
    """Return the public list without games of those who have blocked the player, or are blocked."""
    shown = islice((game for game in games if not state.apart(player, game.host)), SHOWN)
    return tuple(
        OpenGame(g.id, g.name, g.host, g.settings.points, g.settings.win_by_two) for g in shown
    )


def view(state: State, player: str, games: Iterable[Game] | None = None) -> LobbyView:
    """Return the lobby as one player sees it.

    ``games`` are the public games `in_turn`; pass them when showing the lobby to many players.
    """
    public = in_turn(state.games.values()) if games is None else games
    hosted = state.hosted_by(player)
    hidden = sum(other in state.queue for other in state.parted.get(player, NOBODY))
    return LobbyView(
        lines(state, player, public),
        len(state.queue) - hidden,
        len(set(state.playing.values())),
        player in state.queue,
        hosted.id if hosted else None,
    )
