"""The lobby as a player is shown it. Pure."""

from collections.abc import Iterable
from itertools import islice

from actors.lobby.messages import LobbyView, OpenGame
from actors.lobby.state import NOBODY, Game, State

SHOWN = 50
"""Open games a page is shown."""


def in_turn(games: Iterable[Game]) -> list[Game]:
    """The public ones, oldest first, but in turns by household: nobody hides everybody else."""
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
    """The public list, without the games of those who are apart from the player."""
    shown = islice((game for game in games if not state.apart(player, game.host)), SHOWN)
    return tuple(
        OpenGame(g.id, g.name, g.host, g.settings.points, g.settings.win_by_two) for g in shown
    )


def view(state: State, player: str, games: Iterable[Game] | None = None) -> LobbyView:
    """The lobby as one player sees it.

    ``games`` are the public ones `in_turn`, for who shows them to many.
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
