"""Who may do what in a room that players have made. Pure."""

from typing import Literal

from msgspec import Struct

Role = Literal["owner", "moderator", "member", "invited"]
RANKS: dict[Role | None, int] = {None: 0, "invited": 0, "member": 1, "moderator": 2, "owner": 3}
Roles = dict[str, Role]
"""By player."""


class Wish(Struct, frozen=True):
    """A player wants that ``subject`` has the role ``new`` from now on; None: no longer belongs."""

    player: str
    subject: str
    new: Role | None


def speaks(role: Role | None) -> bool:
    """Tell whether somebody may speak in the room."""
    return RANKS[role] >= RANKS["member"]


def manages(role: Role | None) -> bool:
    """Tell whether somebody may name the room, set its mode, and remove people and lines."""
    return RANKS[role] >= RANKS["moderator"]


def refusal(wish: Wish, roles: Roles, *, public: bool) -> str | None:
    """Return why a wish is refused; None: it is granted."""
    old = roles.get(wish.subject)
    if wish.player == wish.subject:
        return _refusal_about_oneself(wish.new, old, public=public)
    mine = roles.get(wish.player)
    if not speaks(mine):
        return "not_a_member"
    if wish.new == "invited":
        return None if old is None else "is_a_member"
    if old is None or (old == "invited" and wish.new is not None):
        return "no_such_member"
    if wish.new is None:
        return None if manages(mine) and RANKS[mine] > RANKS[old] else "not_a_moderator"
    return None if mine == "owner" else "not_the_owner"


def _refusal_about_oneself(new: Role | None, old: Role | None, *, public: bool) -> str | None:
    if new is None:
        return None if old is not None else "not_a_member"
    if new != "member" or manages(old):
        return "is_a_member" if old is not None else "not_a_member"
    return None if public or old == "invited" else "no_such_room"


def granted(wish: Wish, roles: Roles) -> Roles:
    """Return the roles that change besides that of who leaves.

    An owner who makes somebody else one is a moderator from then on. When an owner leaves, the
    moderator who came first takes over, else the member who did; who joins an empty room owns it.
    """
    if wish.new == "owner":
        return {wish.subject: "owner", wish.player: "moderator"}
    if wish.new == "member" and "owner" not in roles.values():
        return {wish.subject: "owner"}
    if wish.new is not None:
        return {wish.subject: wish.new}
    others = {player: role for player, role in roles.items() if player != wish.subject}
    if roles.get(wish.subject) != "owner":
        return {}
    heirs = [player for player, role in others.items() if role == "moderator"]
    heirs += [player for player, role in others.items() if role == "member"]
    return {heirs[0]: "owner"} if heirs else {}
