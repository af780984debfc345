"""Who may moderate, and whom. Moderators decide only about players with a lower role."""

import unicodedata

from gateway.api.between import Between, between, no_such_player, not_oneself
from gateway.api.common import signed_in, signed_in_at_last
from gateway.auth.characters import has_hidden, has_stack
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.people.records import User
from store.profiles.records import Role

LONGEST_REASON = 200
RANKS: dict[Role, int] = {"player": 0, "moderator": 1, "admin": 2}


async def moderator(services: Services, *, at_last: bool = False) -> tuple[User, Role]:
    """Return the moderator who asks; raises a Problem for everybody else.

    ``at_last``: a page may ask while it closes; see `signed_in_at_last`.
    """
    user = (await (signed_in_at_last if at_last else signed_in)(services)).user
    profile = await services.store.profiles.profile(user.id)
    role: Role = "player" if profile is None else profile.role
    if RANKS[role] < RANKS["moderator"]:
        raise Problem(403, "moderators_only", "Only moderators may do this.")
    return user, role


async def over(services: Services, player_id: str) -> tuple[Between, User]:
    """Return who asks, and about whom; raises a Problem if they may not decide about them."""
    _, role = await moderator(services)  # before any look-up: others may not learn who exists
    two = await between(services, player_id, hidden_too=True)
    not_oneself(two.viewer, two.other)
    if RANKS[role] <= RANKS[two.other.role]:
        detail = f"Only a higher role, or scripts/admin, can do this to a {two.other.role}."
        raise Problem(403, "higher_role", detail)
    other = await services.store.people.user(player_id)
    if other is None:
        raise no_such_player()
    return two, other


def checked_reason(text: str) -> tuple[str, list[FieldError]]:
    """Return a reason in one spelling, and what is wrong with it."""
    reason = unicodedata.normalize("NFC", text.strip())
    errors: list[FieldError] = []
    if not 0 < len(reason) <= LONGEST_REASON:
        detail = f"`reason` has 1 to {LONGEST_REASON} characters."
        errors.append(FieldError("reason", "length", detail, LONGEST_REASON))
    elif has_hidden(reason) or has_stack(reason):
        detail = "`reason` has no control, invisible or private characters."
        errors.append(FieldError("reason", "hidden", detail))
    return reason, errors


def checked_until(until: int | None, now: int) -> list[FieldError]:
    """Return what is wrong with the end of something."""
    if until is None or now < until < 2**53:
        return []
    detail = "`until` is a time to come, in milliseconds since the epoch, or null: for good."
    return [FieldError("until", "past", detail)]
