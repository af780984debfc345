"""What is true of every whole view of a match, whatever was told before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.sockets import Frame

CLOCKED = {"countdown": "starts", "playing": "starts", "waiting": "until", "paused": "until"}


def check_view(frame: Frame, player: str, broken: Callable[[str], None]) -> None:
    """Check the view that one player gets."""
    phase, sides = frame["phase"], sorted(frame["sides"])
    clock = {name for name in ("starts", "until") if frame[name] is not None}
    if clock != ({CLOCKED[phase]} if phase in CLOCKED else set()):
        broken(f"{phase} with {clock}")
    ended = frame["cause"] is not None and frame["winner"] is not None
    if ended != (phase == "finished"):
        broken(f"{phase} with cause {frame['cause']} and winner {frame['winner']}")
    own = sorted(p["side"] for p in frame["players"] if p["id"] == player)
    if sides != own and not (frame["mode"] == "local" and sides == [-1, 1]):
        broken(f"sides {sides} of players {frame['players']}")
