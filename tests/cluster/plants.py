"""Mistakes that the random schedules must find. Each function plants one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from msgspec.structs import replace

from actors.cluster import membership
from actors.cluster.atlas import Atlas, Owned
from actors.cluster.links import Links
from actors.cluster.pages import Pages
from actors.cluster.router import Router
from actors.core.borders import Borders
from actors.core.context import Context
from actors.core.journal.group import Group
from actors.core.letters import Letters
from actors.match.actor import MatchActor
from actors.presence.actor import PresenceActor
from actors.presence.lists import Lists
from store.journal.memory import MemoryJournal
from store.nodes.memory import MemoryNodes
from store.nodes.records import Picture

# The store


def anybody_may_write(patch: pytest.MonkeyPatch) -> None:
    """A flush is taken from a node that is gone, and for shards that others have."""
    flush = MemoryJournal.flush

    async def unfenced(self: Any, written: Any) -> None:
        tables = self._tables
        row, shards = tables.nodes[written.epoch], dict(tables.shards)
        up, row.up = row.up, True
        for shard in written.shards():
            tables.shards[shard] = replace(tables.shards[shard], owner=written.epoch)
        await flush(self, written)
        row.up, tables.shards = up, shards

    patch.setattr(MemoryJournal, "flush", unfenced)


def claim_takes_what_others_have(patch: pytest.MonkeyPatch) -> None:
    """A node takes what it should have, whoever has it."""

    def every(picture: Picture, name: str, epoch: int) -> list[int]:
        names = membership.owners(picture, name, epoch)
        return [s.id for s in picture.shards if names[s.id] == name and s.owner != epoch]

    async def claim(self: Any, epoch: int, shards: Collection[int]) -> Picture:
        tables = self._tables
        for number in shards:
            shard = (await self.beat(epoch)).shards[number]
            tables.shards[number] = replace(shard, owner=epoch, epoch=shard.epoch + 1)
        return self._picture()

    patch.setattr(membership, "to_claim", every)
    patch.setattr(MemoryNodes, "claim", claim)


def flush_is_written_again(patch: pytest.MonkeyPatch) -> None:
    """A flush whose answer was lost is written a second time."""

    def seal(self: Any, at: int, newest: int) -> int:
        self.at = at
        return newest

    patch.setattr(Group, "seal", seal)


def match_leaves_its_record_to_its_owner(patch: pytest.MonkeyPatch) -> None:
    """A match that was made without the store may end before it has a record."""
    create = MatchActor._create

    def without(self: Any, message: Any) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Context, "record", lambda *_, **__: None)
            create(self, message)

    patch.setattr(MatchActor, "_create", without)


# Who is up, and who owns what


def first_one_back_buries_the_others(patch: pytest.MonkeyPatch) -> None:
    """Silence counts although the store answered nobody."""
    patch.setattr(membership, "_silence", lambda peer, _: peer.silent / 1000.0)


def lease_is_renewed_after_it_was_over(patch: pytest.MonkeyPatch) -> None:
    """A node that stood still goes on in an outage."""
    doubt = membership.doubt
    patch.setattr(membership, "doubt", lambda age, answers, **_: doubt(age, answers, leased=True))


def old_news_of_owners_are_believed(patch: pytest.MonkeyPatch) -> None:
    """What was said last counts, whatever its epoch."""

    def learn(self: Any, news: Any) -> set[int]:
        changed = {shard for shard, owner, _ in news if self._owned[shard].owner != owner}
        for shard, owner, epoch in news:
            self._owned[shard] = Owned(owner, epoch)
        return changed

    patch.setattr(Atlas, "learn", learn)


def older_picture_buries_a_new_node(patch: pytest.MonkeyPatch) -> None:
    """A node of which only the bus has told is gone if the store has not named it."""
    seen = Router.seen

    def at_once(self: Any, nodes: Collection[int], newest: int) -> None:
        seen(self, nodes, max(newest, *(owned.owner for owned in self.atlas._owned)))

    patch.setattr(Router, "seen", at_once)


# The bus


def losses_are_not_noticed(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the numbers of batches."""
    hear = Links.hear

    def deaf(self: Any, data: bytes, *, new: bool) -> Any:
        heard = hear(self, data, new=new)
        if heard is not None:
            heard.gap = False
        return heard

    patch.setattr(Links, "hear", deaf)


def nobody_begins_again(patch: pytest.MonkeyPatch) -> None:
    """Losses are noticed, and nothing follows."""
    patch.setattr(Borders, "resync", lambda _: None)


def held_messages_are_dropped(patch: pytest.MonkeyPatch) -> None:
    """What is told to an actor without an owner is lost."""
    patch.setattr(Router, "_hold", lambda *_: None)


def letter_is_handled_again(patch: pytest.MonkeyPatch) -> None:
    """A ring or a row that comes late counts."""
    patch.setattr(Letters, "_note_handled", lambda *_: None)


def monitors_stay_behind(patch: pytest.MonkeyPatch) -> None:
    """Who watches an actor does not follow it to its next owner, nor hear that it was lost."""
    patch.setattr(Borders, "changed", lambda *_: None)


def pages_of_a_lost_node_stay(patch: pytest.MonkeyPatch) -> None:
    """Actors write on to pages whose node is gone."""
    patch.setattr(Pages, "lose", lambda *_: None)


def end_of_a_page_is_not_asked_about(patch: pytest.MonkeyPatch) -> None:
    """After a loss nobody asks which pages have ended."""
    patch.setattr(Pages, "meet_again", lambda *_: None)


# Presence


def news_that_was_lost_is_not_told_again(patch: pytest.MonkeyPatch) -> None:
    """A part that begins again relies on what it has told."""
    started = PresenceActor.started

    def relies(self: PresenceActor) -> None:
        self.state.gone.clear()
        started(self)
        self.state.changed = dict.fromkeys(self.state.changed, False)

    patch.setattr(PresenceActor, "started", relies)


def part_that_does_not_answer_is_not_asked_again(patch: pytest.MonkeyPatch) -> None:
    """A list waits for an answer that was lost."""
    patch.setattr(Lists, "_ask_again", lambda *_: None)
    patch.setattr(Lists, "resume", lambda _: None)


def list_ignores_what_is_told_meanwhile(patch: pytest.MonkeyPatch) -> None:
    """A list has what the first part said, though it has said something else since."""
    patch.setattr(Lists, "hear", lambda *_: None)


PLANTS = (
    *(news_that_was_lost_is_not_told_again, part_that_does_not_answer_is_not_asked_again),
    list_ignores_what_is_told_meanwhile,
    *(anybody_may_write, claim_takes_what_others_have, flush_is_written_again),
    *(match_leaves_its_record_to_its_owner, first_one_back_buries_the_others),
    *(lease_is_renewed_after_it_was_over, old_news_of_owners_are_believed),
    *(older_picture_buries_a_new_node, losses_are_not_noticed, nobody_begins_again),
    *(held_messages_are_dropped, letter_is_handled_again, monitors_stay_behind),
    *(pages_of_a_lost_node_stay, end_of_a_page_is_not_asked_about),
)
