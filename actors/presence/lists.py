"""Lists of friends: the friends are in the store, and where they are is known to their parts."""

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, From, ServerFrame, encode
from actors.player.messages import Deliver
from actors.presence.messages import (
    AskAgain,
    FriendList,
    FriendPresence,
    Inquire,
    Known,
    Listed,
    ListFriends,
    Message,
    News,
)
from actors.presence.parts import by_part
from actors.presence.state import Gathering, State, listed
from store.protocol import Store

AGAIN = 1.0
"""Seconds until parts that have not answered are asked again."""
TRIES = 5
UNREADABLE = "The store is not available just now; try again soon."
UNREACHABLE = "Not all of your friends can be looked for just now; try again soon."


class Lists:
    """Belongs to a part of presence. The lists under way are in its state and outlive a crash.

    All that a part says of a friend comes in order, so the newest counts: what is told while
    another part is waited for goes into the list, too. Otherwise an older answer would undo it.
    """

    def __init__(self, context: Context[Message], store: Store, state: State) -> None:
        self._context = context
        self._store = store
        self._state = state

    def resume(self) -> None:
        """Begin again with the lists that a crash has left unfinished."""
        for number, gathering in self._state.lists.items():
            self._read(number, gathering.request.origin.player)

    def handle(self, message: From[ListFriends] | Listed | Inquire | Known | AskAgain) -> None:
        """Read who the friends are, ask where they are, answer another part, or the page."""
        match message:
            case From():
                number = self._context.random.getrandbits(48)  # of no life before this one
                self._read(number, message.origin.player)
                self._state.lists[number] = Gathering(message)
            case Listed():
                self._listed(message)
            case Inquire(by, number, players):
                own = self._context.address.id
                told = [self._state.as_told(player) for player in players]
                known = tuple(friend for friend in told if friend.presence != "offline")
                self._context.tell(Address("presence", by), Known(number, own, known))
            case Known(number, part, friends):
                self._known(number, Address("presence", part), friends)
            case AskAgain(number):
                if (gathering := self._state.lists.get(number)) is not None:
                    self._ask_again(number, gathering)

    def _read(self, number: int, player: str) -> None:
        async def read() -> Listed:
            found = await self._store.social.friendships(player)
            return Listed(number, tuple(f for f in found if f.since is not None))

        self._context.effect(read, lambda listed: listed, lambda _: Listed(number, None))

    def _listed(self, message: Listed) -> None:
        if (gathering := self._state.lists.get(message.number)) is None:
            return
        if message.friendships is None:
            self._refuse(message.number, gathering, UNREADABLE)
            return
        gathering.friendships = message.friendships
        gathering.waiting = by_part(f.person.id for f in message.friendships)
        gathering.told = {}
        self._ask(message.number, gathering)

    def _ask(self, number: int, gathering: Gathering) -> None:
        """Ask the parts that have not answered; if there are none, answer the page."""
        if not gathering.waiting:
            lines = (listed(f, gathering.told.get(f.person.id)) for f in gathering.friendships)
            self._answer(number, gathering, FriendList(gathering.request.frame.id, tuple(lines)))
            return
        own = self._context.address.id
        for part, players in gathering.waiting.items():
            self._context.tell(part, Inquire(own, number, tuple(players)))
        self._context.timer(_again(number), self._context.now() + AGAIN, AskAgain(number))

    def _ask_again(self, number: int, gathering: Gathering) -> None:
        if gathering.tries == TRIES:
            self._refuse(number, gathering, UNREACHABLE)
        else:
            gathering.tries += 1
            self._ask(number, gathering)

    def _known(self, number: int, part: Address, friends: tuple[FriendPresence, ...]) -> None:
        gathering = self._state.lists.get(number)
        players = None if gathering is None else gathering.waiting.pop(part, None)
        if gathering is None or players is None:
            return
        for player in players:
            gathering.told.pop(player, None)
        gathering.told |= {friend.player: friend for friend in friends}
        if not gathering.waiting:
            self._ask(number, gathering)

    def hear(self, news: News) -> None:
        """Take note of what friends are told meanwhile."""
        for gathering in self._state.lists.values():
            if gathering.request.origin.player in news.friends:
                gathering.told[news.about.player] = news.about

    def _refuse(self, number: int, gathering: Gathering, detail: str) -> None:
        request = gathering.request.frame.id
        self._answer(number, gathering, Error("unavailable", detail, request))

    def _answer(self, number: int, gathering: Gathering, frame: ServerFrame) -> None:
        origin = gathering.request.origin
        deliver = Deliver(encode(frame), None, origin.connection)
        self._context.tell(Address("player", origin.player), deliver)
        self._context.cancel(_again(number))
        del self._state.lists[number]


def _again(number: int) -> str:
    return f"list {number}"
