"""Why requests about tournaments are refused, in words. Pure."""

from actors.seats.refused import Refused

_DETAILS = {
    "no_such_tournament": "There is no tournament of this id.",
    "bad_id": 'tournament: its id is "t." and up to 40 letters, digits, "-" or "_".',
    "moderators_make": "On this server moderators make the tournaments; ask one of them.",
    "accounts_make": "On this server only people with an account make tournaments; register first.",
    "tournament_exists": "There is a tournament of this id already; choose another id.",
    "not_an_organiser": "Only those who organise this tournament may do that.",
    "begun": "It has begun: this can only be done before the start.",
    "not_begun": "It has not begun yet.",
    "tournament_over": "This tournament has ended.",
    "full": "All places are taken.",
    "alias_taken": "alias: somebody here has this one; choose another.",
    "guests_cannot": "Only people with an account may take part here; register first.",
    "bots_cannot": "This tournament is for people; an organiser can open it to bots.",
    "not_invited": "This tournament is by invitation; ask an organiser for one.",
    "wrong_word": "word: this is not the word that opens this tournament.",
    "too_many_words": "word: too many wrong ones came from your address; try again in 10 minutes.",
    "not_entered": "You take no part in this tournament.",
    "no_check_in": "Nobody has to check in now.",
    "no_such_pairing": "pairing: there is none of this key.",
    "not_called": "pairing: you are not called to it, or no longer.",
    "being_played": "A match of it is being played; undo it to have it played again.",
    "not_known_yet": "pairing: it is not known yet who meets in it.",
    "has_outcome": "pairing: it has ended; undo it first.",
    "no_outcome": "pairing: it has not begun, so there is nothing to undo.",
    "no_such_entrant": "entrant: there is none of this number, or no longer.",
    "no_such_player": "player: there is none of this id.",
    "in_play": "This entrant is being called or plays: wait for the end, or undo that pairing.",
    "is_in": "player: they take part already.",
    "owner": "Whoever has made the tournament always organises it.",
    "too_few": "It takes two entrants at least to begin.",
    "too_many_tournaments": "You have as many tournaments open as one may: end one first.",
    "unavailable": "The store cannot answer just now; try again soon.",
    "server_fault": "Something failed here; send it again.",
}


def refused(code: str) -> Refused:
    """Return the refusal with this code."""
    return Refused(code, _DETAILS[code])


def bad_plan(detail: str) -> Refused:
    """Refuse a plan, saying what is wrong with it."""
    return Refused("bad_plan", f"plan.{detail}")


def more_depends(pairings: tuple[str, ...]) -> Refused:
    """Refuse to undo a pairing unless all that depends on it is named too."""
    keys = ", ".join(pairings)
    return Refused("depends", f"also: these pairings depend on it and have begun: {keys}.")
