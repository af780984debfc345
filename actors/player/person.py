"""Who a player is to others: name, blocks, whether they are here; and who follows that."""

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.match.watching import Reconsider
from actors.player.messages import (
    CircleKnown,
    Follow,
    Followed,
    Message,
    Named,
    RoomLost,
    Unfollow,
    mutes_view,
)
from actors.player.session import Session
from actors.player.state import State
from actors.room.frames import Ring

OfPerson = Follow | Unfollow | RoomLost | CircleKnown | Named
ROOM = "room"


class Person:
    """Tells the followers of one player, each the whole, so no news before it matters."""

    def __init__(self, context: Context[Message], state: State) -> None:
        self._context = context
        self._state = state

    def handle(self, message: OfPerson) -> None:
        """Take news of who the player is, or of who wants to know."""
        match message:
            case Follow(by, closely):
                (self._state.close.add if closely else self._state.close.discard)(by)
                self._follow(by)
            case Unfollow(by):
                self._state.followers.pop(by, None)
                self._state.close.discard(by)
                self._context.demonitor(by)
            case RoomLost(room):
                self._ring(room)
            case CircleKnown():
                self._circle(message)
            case Named():
                self._named(message)

    def _follow(self, by: Address) -> None:
        if by.kind == ROOM:
            self._context.monitor(by, lambda down: RoomLost(down.address.id))
        self._tell(by, self._news(by))

    def _ring(self, room: str) -> None:
        """Call the pages to a room that has lost its readers: its actor was given up."""
        if self._state.followers.pop(Address(ROOM, room), None) is not None:
            for session in self._state.sessions.values():
                session.push(encode(Ring(room)))

    def tell(self, *, again: bool = False) -> None:
        """Tell the followers how the player is, if that has changed; ``again``: in any case."""
        for follower, told in self._state.followers.items():
            news = self._news(follower)
            if again or told != news:
                self._tell(follower, news)

    def _tell(self, follower: Address, news: Followed) -> None:
        self._context.tell(follower, news)
        self._state.followers[follower] = news

    def _news(self, follower: Address) -> Followed:
        state = self._state
        about = state.connected, state.name, state.parted, state.mutes
        if follower not in state.close:
            return Followed(self._context.address.id, *about)
        away = state.by_pages == "away"
        return Followed(self._context.address.id, *about, state.where, away, state.delay)

    def show_mutes(self, *sessions: Session) -> None:
        """Show pages what keeps the player from speaking."""
        frame = encode(mutes_view(self._state.mutes))
        for session in sessions:
            session.push(frame)

    def _named(self, named: Named) -> None:
        self._state.name = named.name
        for session in self._state.sessions.values():
            session.push(named.frame)
            if session.connection is not None:
                session.connection.called = named.name
                session.connection.account = named.account
        self.tell()

    def _circle(self, circle: CircleKnown) -> None:
        self._state.parted = circle.parted
        if circle.mutes is not None and circle.mutes != self._state.mutes:
            self._state.mutes = circle.mutes
            self.show_mutes(*self._state.sessions.values())
        self.tell()
        if circle.changed:
            self._reconsider()

    def _reconsider(self) -> None:
        """Check again who may watch, on this player's pages and in the match this player plays."""
        watched = [session.watched for session in self._state.sessions.values()]
        for match in dict.fromkeys((self._state.match, *watched)):
            if match is not None:
                self._context.tell(Address("match", match), Reconsider())
