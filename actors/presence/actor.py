"""The presence actor: it tells friends who is there, and players who has blocked them."""

from collections.abc import Callable
from typing import Any, get_args

from actors.contact import parted
from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, From, ServerFrame, encode
from actors.player.messages import CircleKnown, Deliver, Report
from actors.player.topic import OfTopic, Subscribe, Topic, View
from actors.presence.messages import (
    Announce,
    Changed,
    Deleted,
    FriendList,
    FriendPresence,
    Here,
    Introduced,
    Listed,
    ListFriends,
    Loaded,
    Look,
    Message,
    Noted,
    NotIntroduced,
    NotLoaded,
    OnlineView,
    PresenceChanged,
    Reload,
    Renamed,
)
from actors.presence.names import Names
from actors.presence.state import OFFLINE, State, Told
from store.protocol import Store
from store.social.records import Circle

NOBODY = Circle()
ANNOUNCE = 0.25
"""Seconds that changes gather, so that a page that is only reloaded is never shown as gone."""
COUNT = 1.0
"""Seconds for which the number of those who are here stands, however many come and go."""
RELOAD = 2.0
"""Seconds until a store that could not answer is asked again."""


class PresenceActor(Actor[Message]):
    """The only presence actor. It knows who is connected now; what lasts is in the store."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.store = store
        recovered = context.recovered
        self.state: State = State() if recovered is None else recovered.handed
        self.announcing = False
        self.names = Names(context, store, self.state)
        self.topic = Topic(context, "online", self.state.readers, self._count, gather=COUNT)
        self.told: dict[type, Callable[[Any], None]] = {
            From: self._list,
            Here: self._here,
            Changed: self._changed,
            **dict.fromkeys((Renamed, Introduced, NotIntroduced, Deleted), self.names.handle),
            Look: self._look,
            Loaded: self._loaded,
            NotLoaded: self._not_loaded,
            Reload: self._reload,
            Announce: self._announce,
            Listed: self._listed,
            Noted: lambda _: None,
            **dict.fromkeys(get_args(OfTopic), self.topic.handle),
        }

    def started(self) -> None:
        """After a restart: ask again, as one message and the answers of the store were lost."""
        self.context.hand_over(self.state)
        for player in self.state.here:
            self._depend_on(player)
            self.context.tell(Address("player", player), Report())
            self._load(player)
        fatal: Message | None = self.context.fatal
        match fatal:
            case Here():  # perhaps of somebody who is not known
                self.context.tell(Address("player", fatal.player), Report())
            case Subscribe():  # nobody says it again
                self.topic.handle(fatal)
            case _:
                pass
        self.names.resume()
        self.topic.resume()
        self.state.changed |= dict.fromkeys((*self.state.here, *self.state.told))
        self._announce_soon()

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def _changed(self, message: Changed) -> None:
        if message.player in self.state.here:
            self._load(message.player)
            if message.tie is not None:
                self._send(message.player, message.tie)

    def _look(self, message: Look) -> None:
        told = self.state.here.get(message.player, OFFLINE)
        answer = FriendPresence(message.player, told.presence, told.match, None)
        self.context.reply().ok(answer)

    def _not_loaded(self, message: NotLoaded) -> None:
        """Ask again later. Quick matches do not wait for the store."""
        player = message.player
        if self.state.awaited(player, message.load):
            circle = self.state.circles.get(player, NOBODY)
            self.context.tell(Address("player", player), CircleKnown(parted(circle)))
            self.context.timer(f"load {player}", self.context.now() + RELOAD, Reload(player))

    def _reload(self, message: Reload) -> None:
        if message.player in self.state.here:
            self._load(message.player)

    def _here(self, message: Here) -> None:
        player, new = message.player, message.player not in self.state.here
        self.state.arrive(message)
        here = player in self.state.here
        if here:
            self._depend_on(player)
        else:
            self.context.demonitor(Address("player", player))
        if here and new:
            self._load(player)
        if here == new:  # not there before, or not any more
            self.topic.changed()
        self._announce_soon()

    def _depend_on(self, player: str) -> None:
        """Monitor a player's actor: a player whose actor is given up is gone."""
        gone = Here(player, "offline", None)
        self.context.monitor(Address("player", player), lambda _: gone)

    def _load(self, player: str) -> None:
        load = self.state.load(player)

        async def read() -> Loaded:
            mutes = await self.store.moderation.mutes_of(player, int(self.context.date() * 1000.0))
            return Loaded(player, load, await self.store.social.circle(player), tuple(mutes))

        self.context.effect(read, lambda loaded: loaded, lambda _: NotLoaded(player, load))

    def _loaded(self, message: Loaded) -> None:
        player, circle = message.player, message.circle
        if not self.state.awaited(player, message.load):
            return
        changed = self.state.circles.get(player, circle) != circle
        self.context.tell(
            Address("player", player), CircleKnown(parted(circle), changed, message.mutes)
        )
        for friend in self.state.new_friends(player, circle):  # they learn of this one by a load
            self._tell(friend, self.state.told.get(friend, OFFLINE), frozenset({player}))
        self.state.changed[player] = None
        self._announce_soon()
        self.state.take(player, circle)  # last: a crash before it leaves this to the next load

    def _announce_soon(self) -> None:
        if not self.announcing and self.state.changed:
            self.announcing = True
            self.context.timer("announce", self.context.now() + ANNOUNCE, Announce())

    def _announce(self, _: Announce) -> None:
        """Tell friends what differs from what they were told; store when players were seen."""
        self.announcing = False
        state, changed = self.state, tuple(self.state.changed)
        state.changed.clear()
        news = {player: state.shown(player) for player in changed}
        for player, shown in news.items():
            told = state.told.get(player, OFFLINE)
            if shown != told:
                self._tell(player, shown, state.audience(player))
                if OFFLINE in (shown, told):
                    self._note(player)
        for player, shown in news.items():  # last: a crash before it has told nobody anything
            state.tell(player, shown)

    def _tell(self, player: str, told: Told, friends: frozenset[str]) -> None:
        if not friends:
            return
        now = int(self.context.date() * 1000.0)
        seen = self.state.seen(player, now) if told is OFFLINE else None
        frame = encode(PresenceChanged(player, told.presence, told.match, seen))
        deliver = Deliver(frame, f"presence {player}")
        for friend in friends:
            self.context.tell(Address("player", friend), deliver)

    def _note(self, player: str) -> None:
        """Store that a player was seen now. If the store is away the earlier time stays."""
        at = int(self.context.date() * 1000.0)
        self.context.effect(
            lambda: self.store.profiles.saw(player, at), lambda _: Noted(), lambda _: Noted()
        )

    def _list(self, request: From[ListFriends]) -> None:
        async def read() -> Listed:
            found = await self.store.social.friendships(request.origin.player)
            return Listed(request, tuple(f for f in found if f.since is not None))

        self.context.effect(read, lambda listed: listed, lambda _: Listed(request, None))

    def _listed(self, message: Listed) -> None:
        request, found = message.request.frame.id, message.friendships
        if found is None:
            detail = "The store is not available just now; try again soon."
            frame: ServerFrame = Error("unavailable", detail, request)
        else:
            frame = FriendList(request, tuple(self.state.listed(f) for f in found))
        origin = message.request.origin
        self._send(origin.player, frame, origin.connection)

    def _count(self) -> View:
        return View(encode(OnlineView(len(self.state.here))))

    def _send(self, player: str, frame: ServerFrame, connection: str | None = None) -> None:
        self.context.tell(Address("player", player), Deliver(encode(frame), None, connection))
