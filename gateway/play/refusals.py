"""Refusals of actors as problems over HTTP: the codes of docs/protocol.md and their statuses."""

from gateway.http.problems import Problem, not_signed_in, stopping, store_unavailable

STATUS = {
    "malformed": 422,
    "no_such_game": 404,
    "no_such_invitation": 404,
    "no_such_player": 404,
    "no_such_room": 404,
    "no_such_match": 404,
    "not_your_match": 403,
    "not_your_paddle": 403,
    "not_watchable": 403,
    "not_entered": 409,
    "match_over": 409,
    "opponent_waits": 409,
    "no_such_line": 404,
    "no_such_member": 404,
    "not_a_member": 403,
    "not_the_owner": 403,
    "guests_cannot": 403,
    "takes_no_invitation": 403,
    "is_a_member": 409,
    "too_many_rooms": 409,
    "room_full": 409,
    "not_yours": 403,
    "not_a_moderator": 403,
    "takes_none": 403,
    "closed": 403,
    "muted": 403,
    "not_allowed": 403,
    "repeated": 429,
    "members_only": 403,
    "too_late": 409,
    "one_of_two": 422,
    "line_taken": 409,
    "own_game": 409,
    "yourself": 409,
    "busy": 409,
    "already_playing": 409,
    "too_many": 409,
    "too_many_watchers": 409,
    "too_many_sockets": 429,
    "no_call": 409,
    "no_show": 429,
    "too_fast": 429,
    "no_such_tournament": 404,
    "no_such_pairing": 404,
    "no_such_entrant": 404,
    "not_an_organiser": 403,
    "not_invited": 403,
    "wrong_word": 403,
    "moderators_make": 403,
    "accounts_make": 403,
    "bad_plan": 422,
    "bad_id": 422,
    **dict.fromkeys(
        (
            *("tournament_exists", "begun", "not_begun", "tournament_over", "full"),
            *("alias_taken", "no_check_in", "not_called", "being_played", "not_known_yet"),
            *("has_outcome", "no_outcome", "in_play", "is_in", "owner", "too_few", "depends"),
            "too_many_tournaments",
        ),
        409,
    ),
}
"""All other codes are the server's fault: 503, to be sent again."""
LONGEST_ID = 64
"""Characters, see `actors.frames.Id`."""
RETRY = {"Retry-After": "1"}
RESTART, SIGNED_OUT, BANNED, DELETED, FLOOD = 1012, 4401, 4403, 4410, 4429


def refused(code: str, detail: str, until: int | None = None) -> Problem:
    """Make the answer to a refusal that holds ``until`` then (ms since the epoch), if given."""
    if code == "stopping":
        return stopping()
    if code == "unavailable":
        return store_unavailable()
    status = STATUS.get(code, 503)
    more = {} if until is None else {"until": until}
    headers = RETRY if status in {429, 503} else {}
    return Problem(status, code, detail, headers=headers, more=more)


def check_id(name: str, code: str) -> None:
    """Refuse an id in a path that no frame may have, as nothing can have it."""
    if len(name) > LONGEST_ID:
        raise refused(code, "Nothing has so long an id.")


def closed(code: int) -> Problem:
    """Make the answer for a connection that was closed with this code meanwhile."""
    if code in {SIGNED_OUT, BANNED, DELETED}:
        return not_signed_in()
    if code == RESTART:
        return stopping()
    if code == FLOOD:
        return refused("too_many_sockets", "So many sockets of yours are open; close one first.")
    return no_answer()


def not_saved() -> Problem:
    """Make the answer for what has happened, and is not in the store yet."""
    detail = "It is done, and counts unless the server fails before it is saved; ask again later."
    return Problem(503, "not_saved", detail, headers=RETRY)


def no_answer() -> Problem:
    """Make the answer for a request whose outcome is unknown."""
    detail = "It is not known what became of this; look, and send it again if need be."
    return Problem(503, "no_answer", detail, headers=RETRY)
