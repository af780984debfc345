"""The words for every refusal of a room."""

REFUSALS = {
    "no_such_room": "There is no such room, or it is not yours.",
    "line_taken": "Another line of yours has this number already: give each a higher one.",
    "too_fast": "So many lines in so short a time are too many; say it again a little later.",
    "unavailable": "The store cannot answer just now; say it again soon, with the same number.",
    "server_fault": "Something failed here; send it again.",
}
