"""A part of presence: it tells friends who is there, and players who has blocked them."""

from collections.abc import Callable
from typing import Any, get_args

from actors.contact import parted
from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import From, encode
from actors.player.messages import CircleKnown, Deliver, Report
from actors.player.topic import OfTopic, Subscribe
from actors.presence.lists import Lists
from actors.presence.messages import (
    Announce,
    AskAgain,
    Brought,
    Changed,
    Deleted,
    FriendPresence,
    Heard,
    Here,
    Inquire,
    Introduced,
    Known,
    Listed,
    Loaded,
    Look,
    Message,
    News,
    Noted,
    NotIntroduced,
    NotLoaded,
    Others,
    PresenceChanged,
    Present,
    Reload,
    Renamed,
    Share,
    Tally,
)
from actors.presence.names import Names
from actors.presence.online import Online
from actors.presence.parts import by_part
from actors.presence.state import NOBODY, OFFLINE, State
from store.protocol import Store

ANNOUNCE = 0.25
"""Seconds that changes gather, so that a page that is only reloaded is never shown as gone."""
RELOAD = 2.0
"""Seconds until a store that could not answer is asked again."""


class PresenceActor(Actor[Message]):
    """It knows who of its players is connected now; what lasts is in the store.

    Whatever pages are told of a player comes from the player's part, in order, by way of the parts
    of those who are told.
    """

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.store = store
        recovered = context.recovered
        self.state: State = State() if recovered is None else recovered.handed
        self.announcing = False
        self.names = Names(context, store, self.state)
        self.lists = Lists(context, store, self.state)
        self.online = Online(context, self.state)
        self.told: dict[type, Callable[[Any], None]] = {
            Here: self._here,
            Changed: self._changed,
            **dict.fromkeys((Renamed, Introduced, NotIntroduced, Deleted), self.names.handle),
            **dict.fromkeys((From, Listed, Inquire, Known, AskAgain), self.lists.handle),
            Look: self._look,
            Loaded: self._loaded,
            NotLoaded: self._not_loaded,
            Reload: self._reload,
            Announce: self._announce,
            Heard: self._heard,
            Brought: self._brought,
            Noted: lambda _: None,
            **dict.fromkeys((Tally, Present, Share, Others), self.online.handle),
            **dict.fromkeys(get_args(OfTopic), self.online.handle),
        }

    def started(self) -> None:
        """After a restart: ask again, as one message and the answers of the store were lost."""
        self.context.hand_over(self.state)
        for player in self.state.here:
            self._depend_on(player)
            self.context.tell(Address("player", player), Report())
            self._load(player)
        fatal: Message | None = self.context.fatal
        lost = self.context.recovered is not None
        match fatal:
            case Here():  # perhaps of somebody who is not known
                self.context.tell(Address("player", fatal.player), Report())
            case From() | Changed() | Renamed() | Deleted() | Subscribe():  # nobody says it again
                self.receive(fatal)
                lost = False
            case Heard() | Brought() | Inquire() | Known() | Present() | Others():
                self.receive(fatal)
                lost = False
            case _:
                pass
        self.names.resume()
        self.lists.resume()
        self.online.resume()
        if lost:  # what friends were told, by this crash or on the way to another node
            self._tell(self.state.remembered(self.context.now()))
        told = dict.fromkeys(self.state.told, lost)
        self.state.changed |= dict.fromkeys(self.state.here, False) | told
        self._announce_soon()

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def _changed(self, message: Changed) -> None:
        if message.player in self.state.here:
            self._load(message.player)
            if message.tie is not None:
                deliver = Deliver(encode(message.tie))
                self.context.tell(Address("player", message.player), deliver)

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
            self.online.changed()
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
        told, new = self.state.told.get(player), self.state.new_friends(player, circle)
        if told is not None and new:  # of whom this player learns in the same way
            self._tell([News(self.state.as_told(player), new)])
        self.state.changed.setdefault(player, False)
        self._announce_soon()
        self.state.take(player, circle)  # last: a crash before it leaves this to the next load

    def _announce_soon(self) -> None:
        if not self.announcing and self.state.changed:
            self.announcing = True
            self.context.timer("announce", self.context.now() + ANNOUNCE, Announce())

    def _announce(self, _: Announce) -> None:
        """Tell friends what differs from what they were told; store when players were seen."""
        self.announcing = False
        state, changed = self.state, self.state.changed
        now, date, tell = self.context.now(), self.context.date(), list[News]()
        for player, again in changed.items():
            shown, told = state.shown(player), state.told.get(player, OFFLINE)
            if shown != told or (again and shown is not OFFLINE):
                tell.append(state.news(player, shown, date))
            if shown != told and OFFLINE in (shown, told):
                self._note(player)
        self._tell(tell)
        state.remembered(now)
        for news in tell:  # last: a crash before it has told nobody anything
            state.tell(state.shown(news.about.player), news, now)
        for player in changed:
            state.forget(player)
        state.changed = {}

    def _tell(self, news: list[News]) -> None:
        """Tell the parts of all friends; one message for each."""
        parts: dict[Address, list[News]] = {}
        for one in news:
            for part, friends in by_part(one.friends).items():
                parts.setdefault(part, []).append(News(one.about, frozenset(friends)))
        for part, heard in parts.items():
            self.context.tell(part, Heard((*heard,)))

    def _heard(self, message: Heard) -> None:
        """Tell those of the friends who are here."""
        for news in message.news:
            about = news.about
            friends = [friend for friend in news.friends if friend in self.state.here]
            if friends:
                frame = PresenceChanged(about.player, about.presence, about.match, about.seen)
                deliver = Deliver(encode(frame), f"presence {about.player}")
                for friend in friends:
                    self.context.tell(Address("player", friend), deliver)
            self.lists.hear(news)

    def _brought(self, message: Brought) -> None:
        deliver = Deliver(message.frame)
        for player in message.players:
            if player in self.state.here:
                self.context.tell(Address("player", player), deliver)

    def _note(self, player: str) -> None:
        """Store that a player was seen now. If the store is away the earlier time stays."""
        at = int(self.context.date() * 1000.0)
        self.context.effect(
            lambda: self.store.profiles.saw(player, at), lambda _: Noted(), lambda _: Noted()
        )
