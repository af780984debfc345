"""Recordings of matches: what was played, and everything that the rules of then reported."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from actors.match.play import Entry, Looked
from actors.pong.ai import Level
from actors.pong.apply import apply
from actors.pong.events import Event
from actors.pong.game import Game, new_game
from actors.pong.rally import advance
from actors.pong.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "recordings"


class Recording(Struct, frozen=True):
    """One match. ``settings`` is as in the store; ``seconds`` is match time at the end."""

    mode: str
    level: Level | None
    rules: int
    settings: Raw
    seed: int
    entries: tuple[Entry, ...]
    seconds: float
    events: tuple[Event, ...]


def replay(recording: Recording) -> tuple[Game, tuple[Event, ...]]:
    """Play a recorded match again by the present rules."""
    game = new_game(msgspec.json.decode(recording.settings, type=Settings), recording.seed)
    events: tuple[Event, ...] = ()
    for entry in recording.entries:
        if not isinstance(entry, Looked):
            game, seen = apply(game, entry)
            events += seen
    game, seen = advance(game, recording.seconds)
    return game, (*events, *seen)


def recordings() -> Iterator[tuple[str, Recording]]:
    """Yield the recordings of all releases, each with the name of its file."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            yield path.stem, msgspec.json.decode(line, type=Recording)
