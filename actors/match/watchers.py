"""Watchers: pages that watch a match without a seat in it."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from msgspec.structs import replace

from actors.contact import may_watch
from actors.core.context import Context
from actors.frames import Error
from actors.match.desk import Desk
from actors.match.messages import Message, Mode
from actors.match.refusals import REFUSALS
from actors.match.state import State
from actors.match.watching import Judged, Reconsider, Unwatched, Watcher
from actors.room.notices import room_of
from store.profiles.records import Audience
from store.protocol import Store

MOST = 20
"""Pages that may watch one match."""
MOST_OF_ONE = 3
"""Pages of one player that may watch one match."""
MOST_AT_HOME = 8
"""Pages of one household that may watch one match."""


class Watchers:
    """The watchers of one match. The list is in its state, so a crash of the actor loses nobody.

    They are told what the players are told (see `Desk`), and nothing they say reaches the match.
    """

    def __init__(
        self,
        context: Context[Message],
        store: Store,
        desk: Desk,
        keep: Callable[[State], None],
    ) -> None:
        self._context = context
        self._store = store
        self._desk = desk
        self._keep = keep
        self.told: dict[type, Callable[[State, Any], None]] = {
            Watcher: self._ask,
            Unwatched: self._leave,
            Reconsider: self._reconsider,
            Judged: self._judged,
        }

    def resume(self, state: State, fatal: Message | None) -> None:
        """After a crash: everybody who asked gets an answer, and pages that have left are removed.

        The session of a page that left may go on over another socket, and would hear all twice.
        """
        if isinstance(fatal, Unwatched):
            self._leave(state, fatal)
        elif isinstance(fatal, Watcher) and fatal not in state.watchers:
            self.refuse(fatal, "server_fault")
        self._reconsider(state)

    def refuse(self, watcher: Watcher, code: str) -> None:
        """Tell a page that it does not watch, or not any more."""
        error = Error(code, REFUSALS[code])
        self._desk.deliver(watcher.player, error, watcher.connection)

    def _ask(self, state: State, watcher: Watcher) -> None:
        if watcher in state.watchers:
            return  # it asked twice, and the answer is on its way
        others = _without(state, watcher.connection)
        if watcher.player in state.players:
            self.refuse(watcher, "own_match")
        elif (stay := make_room(others, watcher)) is None:
            self.refuse(watcher, "too_many_watchers")
        else:
            self._keep(replace(state, watchers=(*stay, watcher)))
            for gone in others:
                if gone not in stay:
                    self.refuse(gone, "too_many_watchers")
            self._judge(state, watcher)

    def _reconsider(self, state: State, news: Reconsider | None = None) -> None:
        if news is not None:
            self._context.tell(room_of(self._context.address.id), news)
        for watcher in state.watchers:
            self._judge(state, watcher)

    def _judge(self, state: State, watcher: Watcher) -> None:
        self._context.effect(
            lambda: judge(self._store, watcher.player, state.players, state.mode),
            lambda may: Judged(watcher, may),
            lambda _: Judged(watcher, None),
        )

    def _judged(self, state: State, judged: Judged) -> None:
        watcher, may = judged.watcher, judged.may
        if watcher not in state.watchers:
            return  # it has left meanwhile, or asked again
        if may and not watcher.admitted:
            self._admit(state, watcher)
        elif may is False or (may is None and not watcher.admitted):
            self._keep(replace(state, watchers=_without(state, watcher.connection)))
            self.refuse(watcher, "unavailable" if may is None else "not_watchable")

    def _admit(self, state: State, watcher: Watcher) -> None:
        others = _without(state, watcher.connection)
        state = replace(state, watchers=(*others, replace(watcher, admitted=True)))
        self._keep(state)
        self._desk.show(state, watcher.player, watcher.connection)

    def _leave(self, state: State, message: Unwatched) -> None:
        self._keep(replace(state, watchers=_without(state, message.connection)))


async def judge(store: Store, viewer: str, players: Collection[str], mode: Mode) -> bool:
    """Ask the store what `may_watch` needs to know; ``players`` are the people of the match."""
    ties = [await store.social.tie(viewer, player) for player in players]
    if mode == "tournament":  # who takes part plays in public
        public: list[Audience] = ["everybody" for _ in ties]
        return may_watch([*zip(public, ties, strict=True)], private=False)
    profiles = [await store.profiles.profile(player) for player in players]
    shown: list[Audience] = [p.privacy.presence if p else "nobody" for p in profiles]
    return may_watch([*zip(shown, ties, strict=True)], private=mode == "private")


def make_room(others: tuple[Watcher, ...], watcher: Watcher) -> tuple[Watcher, ...] | None:
    """Return the other watchers that stay when a newcomer is let in; None: there is no room.

    The newest place of whoever has most (a player in a household, or a household in all) goes to a
    newcomer who has at least two fewer.
    """
    if sum(w.player == watcher.player for w in others) >= MOST_OF_ONE:
        return None
    at_home = [w for w in others if watcher.home and w.home == watcher.home]
    if len(at_home) >= MOST_AT_HOME:
        gone = _surplus(at_home, watcher, lambda w: w.player)
    elif len(others) >= MOST:
        gone = _surplus(others, watcher, lambda w: w.home or w.player)
    else:
        return others
    return None if gone is None else tuple(w for w in others if w != gone)


def _surplus(
    watchers: Collection[Watcher], newcomer: Watcher, key: Callable[[Watcher], str]
) -> Watcher | None:
    counts = Counter(map(key, watchers))
    largest, most = counts.most_common(1)[0]
    if most <= counts[key(newcomer)] + 1:
        return None
    return [w for w in watchers if key(w) == largest][-1]


def _without(state: State, connection: str) -> tuple[Watcher, ...]:
    return tuple(watcher for watcher in state.watchers if watcher.connection != connection)
