"""The modes in which players are rated: each has the settings of its matches. Pure."""

from typing import Literal

from actors.pong.settings import Settings

RatingMode = Literal["classic", "short"]

SETTINGS: dict[RatingMode, Settings] = {"classic": Settings(), "short": Settings(points=5)}
"""What is played in each mode."""


def mode_of(settings: Settings) -> RatingMode | None:
    """Return the mode that is played with these settings; None: they cannot be rated."""
    return next((mode for mode, known in SETTINGS.items() if known == settings), None)
