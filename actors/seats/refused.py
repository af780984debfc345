"""Refusals that are common to all ways into a match. Pure."""

from math import ceil
from typing import NamedTuple

from actors.frames import Error


class Refused(NamedTuple):
    """The request changed nothing; it would be refused ``until`` then (seconds since the epoch)."""

    code: str
    detail: str
    until: float | None = None

    def error(self, request: str | None) -> Error:
        """Return the answer for the page."""
        until = None if self.until is None else ceil(self.until * 1000.0)
        return Error(self.code, self.detail, request, until)


def already_playing(match: str) -> Refused:
    """Refuse a player who has a seat in an unfinished match."""
    return Refused("already_playing", f"Finish or resign your match {match} first.")


def no_show(until: float, now: float) -> Refused:
    """Refuse a player who may meet no stranger ``until`` then (seconds since the epoch)."""
    detail = (
        "You, or somebody at your address, did not come to the last match: "
        f"look for one again in {ceil(until - now)} s."
    )
    return Refused("no_show", detail, until)


def crowded(what: str, most: int) -> Refused:
    """Refuse a player whose household has as many of something as it may."""
    detail = f"As many {what} at your address as may ({most}); try again when there are fewer."
    return Refused("too_many", detail)


def guests_cannot(request: str) -> Error:
    """Refuse a guest who asks for a rated match."""
    detail = "Guests have no rating: play casual matches, or make an account first."
    return Error("guests_cannot", detail, request)


def bots_cannot(request: str) -> Error:
    """Refuse a bot that asks for a rated match."""
    detail = "Bots have no rating, as ratings compare people: play casual matches."
    return Error("bots_cannot", detail, request)


def server_fault(request: str | None) -> Error:
    """Answer a request that was lost by a mistake of the server."""
    return Error("server_fault", "Something failed here; send it again.", request)
