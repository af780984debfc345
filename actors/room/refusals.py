"""The words for every refusal of a room."""

from collections.abc import Callable

from actors.frames import Origin
from actors.room.frames import Frame

REFUSALS = {
    "no_such_room": "There is no such room, or it is not yours.",
    "line_taken": "Another line of yours has this number already: give each a higher one.",
    "too_fast": "So many lines in so short a time are too many; say it again a little later.",
    "takes_none": "This player takes no messages from you.",
    "closed": "Only moderators can speak here at present.",
    "members_only": "Guests cannot speak here at present: make an account first.",
    "no_such_line": "There is no line of this number, or it was deleted.",
    "not_yours": "This is a line of somebody else.",
    "too_late": "A line can be changed or deleted for 15 minutes, and these have passed.",
    "not_a_moderator": "Only moderators can do this.",
    "one_of_two": "Give either `before` or `after`, and not both.",
    "unavailable": "The store cannot answer just now; say it again soon, with the same number.",
    "server_fault": "Something failed here; send it again.",
}

Refuse = Callable[[Origin, Frame, str, float | None], None]
"""Answers a frame that changes nothing; it would be refused until then (seconds), if given."""
