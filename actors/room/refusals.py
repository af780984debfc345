"""The words for every refusal of a room."""

from math import ceil
from typing import Any

from actors.frames import Error, From
from actors.player.pages import Pages

REFUSALS = {
    "no_such_room": "There is no such room, or it is not yours.",
    "line_taken": "Another line of yours has this number already: give each a higher one.",
    "too_fast": "So many lines in so short a time are too many; say it again a little later.",
    "takes_none": "This player takes no messages from you.",
    "repeated": "You have just said nearly the same; say something else, or wait a minute.",
    "not_allowed": "A word in this line is not allowed here.",
    "closed": "Only moderators can speak here at present.",
    "members_only": "Guests cannot speak here at present: make an account first.",
    "muted": "A moderator has muted you.",
    "not_a_member": "Only members can do this: join the room first.",
    "is_a_member": "This player belongs to the room already.",
    "no_such_member": "This player does not belong to the room.",
    "not_the_owner": "Only the owner of the room can do this.",
    "guests_cannot": "Guests cannot do this: make an account first, your matches stay yours.",
    "too_many_rooms": "You own as many rooms as one account may; leave one first.",
    "room_full": "The room has as many members as a room may have.",
    "takes_no_invitation": "This player takes no invitation from you.",
    "no_such_line": "There is no line of this number, or it was deleted.",
    "not_yours": "This is a line of somebody else.",
    "too_late": "A line can be changed or deleted for 15 minutes, and these have passed.",
    "not_a_moderator": "Only moderators can do this.",
    "one_of_two": "Give either `before` or `after`, and not both.",
    "unavailable": "The store cannot answer just now; say it again soon, with the same number.",
    "server_fault": "Something failed here; send it again.",
}


class Refusals:
    """Answers frames that change nothing."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refuse(
        self, asked: From[Any], code: str, until: float | None = None, detail: str = ""
    ) -> None:
        """Refuse a frame; it would be refused ``until`` then (seconds since the epoch), if given.

        ``detail`` is for a refusal whose words are not always the same.
        """
        at = None if until is None else ceil(until * 1000.0)
        request = getattr(asked.frame, "id", None)
        self._pages.answer(asked.origin, Error(code, detail or REFUSALS[code], request, at))
