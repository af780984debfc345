"""The life of an invitation: who is followed for it, when it ends, and who is told."""

from msgspec.structs import replace

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.invitations.messages import Barred, Expired, InvitationEnded, Message, Why
from actors.invitations.state import Invitation, State, lasting
from actors.invitations.view import view
from actors.player.following import Following
from actors.player.inbox import notify
from actors.player.messages import Deliver, Followed
from actors.player.notices import InvitationMissed, Invited
from actors.player.pages import Pages
from store.protocol import Store

PATIENCE = 30.0
"""Seconds without a page after which what a player has sent is withdrawn."""
AGAIN = 1.0
"""Seconds until it is seen whether an invitation that was just being accepted still is open."""


class Endings:
    """Journals every change, and tells nobody of it before it is written, unless the store is away.

    Both players are followed: their names, their blocks, and whether they are there.
    """

    def __init__(self, context: Context[Message], state: State, store: Store) -> None:
        self._context = context
        self._state = state
        self._store = store
        self._pages = Pages(context)
        self.following = Following(
            context, state.people, self._news, self._left, PATIENCE, closely=True
        )

    def resume(self) -> None:
        """After a start: follow all players, and show them what is open."""
        self.following.resume(self._state.parties())
        self._state.told.clear()  # a crash may have held back what they were told last
        for one in self._state.invitations.values():
            self._time(one)
        self._show(*self._state.parties())

    def begin(self, one: Invitation) -> None:
        """Let an invitation be open."""
        known = self._state.is_here(one.to.id)
        one = one.clocked(self._context.now(), here=known)
        self._state.put(one)
        for player in one.players:
            self.following.follow(player)
        self._time(one)
        self._changed(*one.players)
        self._call(one)

    def _call(self, one: Invitation) -> None:
        """Tell the invited player by a note, once, if they have not been there to see it."""
        seen = one.called or one.since is not None or one.spent > 0.0
        if seen or not self._state.is_gone(one.to.id):
            return
        self._state.put(replace(one, called=True))
        self._context.snapshot(lasting(self._state))
        until = int((one.latest + self._context.date() - self._context.now()) * 1000.0)
        invited = Invited(one.by.id, one.by.name, until)
        notify(self._context, one.to.id, f"invitation {one.id}", invited, one.by.id)

    def end(self, one: Invitation, *, by: Why | None = None, to: Why | None = None) -> None:
        """End an invitation, and say why to the player ``by`` whom it was, and the one ``to``."""
        self._state.remove(one)
        self._context.cancel(_timer(one))
        for player in one.players:
            if not self._state.of(player):
                self.following.unfollow(player)
        self._changed(*one.players)
        if by is not None:
            self._pages.send(one.by.id, InvitationEnded(one.id, one.to, sent=True, why=by))
        if to is not None:
            self._pages.send(one.to.id, InvitationEnded(one.id, one.by, sent=False, why=to))

    def expired(self, expired: Expired) -> None:
        """End an invitation whose time is over."""
        one = self._state.invitations.get(expired.invitation)
        if one is None or one.until > self._context.now():
            return
        if self._state.taken([one.id]):  # the seats actor decides, in an instant
            self._context.timer(_timer(one), self._context.now() + AGAIN, expired)
        else:
            if not (one.called or self._state.is_here(one.to.id)):
                missed = InvitationMissed(one.by.id, one.by.name)
                notify(self._context, one.to.id, f"invitation {one.id}", missed, one.by.id)
            self.end(one, by="expired", to="expired")

    def barred(self, barred: Barred) -> None:
        """End an invitation between two who are parted.

        Whoever was blocked hears what they would hear if the other had had enough of it; whoever
        blocks hears nothing of the other any more.
        """
        one = self._state.invitations.get(barred.invitation)
        if one is not None:
            by, to = one.players
            self.end(
                one,
                by=None if by in barred.by else "declined",
                to=None if to in barred.by else "withdrawn",
            )

    # News of the players.

    def _news(self, news: Followed) -> None:
        player, now = news.player, self._context.now()
        here = self._state.is_here(player)
        for one in self._state.received(player):
            clocked = one.clocked(now, here=here)
            if clocked != one:
                self._state.put(clocked)
                self._time(clocked)
                self._context.snapshot(lasting(self._state))
            self._call(clocked)
        if news.name is not None and self._state.rename(player, news.name):
            self._changed()
        mine = self._state.of(player)
        self._show(*(who for one in mine for who in one.players))
        if news.parted is not None:
            for one in mine:
                if self._state.parted(one):
                    self._ask_who_blocks(one)

    def _ask_who_blocks(self, one: Invitation) -> None:
        by, to = one.players

        async def look() -> Barred:
            circle = await self._store.social.circle(by)
            who = ((by, circle.blocks), (to, circle.blocked))
            return Barred(one.id, frozenset(player for player, those in who if to in those))

        self._context.effect(look, lambda barred: barred, lambda _: Barred(one.id, frozenset()))

    def _left(self, player: str) -> None:
        """Withdraw what a player has sent who is gone."""
        for one in self._state.sent(player):
            self.end(one, to="withdrawn")

    # What follows.

    def _time(self, one: Invitation) -> None:
        self._context.timer(_timer(one), one.until, Expired(one.id))

    def _changed(self, *players: str) -> None:
        """Journal a change, and show it to the players whom it concerns."""
        self._context.snapshot(lasting(self._state))
        self._context.persist(away="tell")
        self._show(*players)

    def _show(self, *players: str) -> None:
        """Show all pages of these players what is open, if that is not what they were shown last.

        So nobody learns of changes that they may not see.
        """
        told = self._state.told
        for player in dict.fromkeys(players):
            frame = encode(view(self._state, player))
            if told.get(player) != frame:
                self._context.tell(Address("player", player), Deliver(frame, "invitations"))
            if self._state.of(player):
                told[player] = frame
            else:
                told.pop(player, None)


def _timer(one: Invitation) -> str:
    return f"ends {one.id}"
