"""The invitations as a player sees them. Pure."""

from actors.invitations.messages import InvitationsView, Shown
from actors.invitations.state import Invitation, State


def view(state: State, player: str) -> InvitationsView:
    """Return what a player has sent and received."""
    sent = tuple(_sent(state, one) for one in state.sent(player))
    received = tuple(_received(one) for one in state.received(player))
    return InvitationsView(sent, received)


def _sent(state: State, one: Invitation) -> Shown:
    """Show it to who has sent it: what depends on where the other is only if they may know that."""
    person = state.people.get(one.to.id)
    where = person.where if one.shown and person is not None else None
    until = one.until if one.shown else one.latest
    return Shown(one.id, one.to, one.settings, _ms(one.at), _ms(until), where)


def _received(one: Invitation) -> Shown:
    return Shown(one.id, one.by, one.settings, _ms(one.at), _ms(one.until), None)


def _ms(seconds: float) -> int:
    return int(seconds * 1000.0)
