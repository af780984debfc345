"""What holds in a cluster after every step, and what must hold in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from actors.cluster.pages import FarPage
from actors.core.journal.records import Fenced
from actors.core.shards import SHARDS
from actors.presence.parts import IDS
from actors.presence.state import State
from tests.actors.page import Frame
from tests.cluster.cluster import Cluster
from tests.cluster.people import Person


class Rules:
    """``check`` returns what is broken, or None."""

    def __init__(self, cluster: Cluster, people: Sequence[Person]) -> None:
        self._cluster = cluster
        self._people = people
        self._epochs = [0] * SHARDS
        self._numbers: dict[tuple[str, int], str] = {}
        self._looked: Counter[str] = Counter()

    def check(self) -> str | None:
        """What must hold always."""
        return self._owners() or self._shards() or self._results() or self._ends() or self._frames()

    def _owners(self) -> str | None:
        having = Counter[int]()
        for node in self._cluster.nodes.values():
            if node.up and not node.frozen and node.leased:
                having.update(node.kernel._runtime.territory._shards.keys())
        twice = [shard for shard, count in having.items() if count > 1]
        return f"two kernels run shards {twice[:5]}" if twice else None

    def _shards(self) -> str | None:
        for shard in self._cluster.store.tables.shards.values():
            if shard.epoch < self._epochs[shard.id]:
                return f"the epoch of shard {shard.id} has fallen"
            self._epochs[shard.id] = shard.epoch
        return None

    def _results(self) -> str | None:
        counted = Counter(result.match_id for result in self._cluster.store.results)
        twice = [match for match, count in counted.items() if count > 1]
        return f"two results: {twice}" if twice else None

    def _ends(self) -> str | None:
        for node in self._cluster.incarnations:
            if isinstance(node.ended, Fenced) and not node.harmed:
                return f"{node.name} ({node.epoch}) was fenced, and had done nothing"
            if isinstance(node.ended, Exception) and not isinstance(node.ended, Fenced):
                return f"{node.name} has failed: {node.ended!r}"
        return None

    def _frames(self) -> str | None:
        """Numbered frames of a page come in order, once; an event of a room is the same for all."""
        for person in self._people:
            for page in person.pages[-1:]:
                begin, self._looked[page.id] = self._looked[page.id], len(page.frames)
                for frame in page.frames[begin:]:
                    if (broken := self._frame(page.id, frame)) is not None:
                        return f"{person.name}: {broken}"
        return None

    def _frame(self, page: str, frame: Frame) -> str | None:
        if frame["t"] == "event" and frame["event"]["kind"] == "line":
            event = frame["event"]
            name, text = (frame["room"], event["number"]), event.get("text", "")
            if self._numbers.setdefault(name, text) != text:
                return f"event {name} is {text} and {self._numbers[name]}"
        if "seq" in frame:
            last = self._looked[f"seq {page}"]
            if last and frame["seq"] != last + 1:
                return f"frame {frame['seq']} after {last}"
            self._looked[f"seq {page}"] = frame["seq"]
        return None

    def at_rest(self) -> str | None:
        """What must hold in the end, when all is well and nobody does anything."""
        return (
            self._settled() or self._lines() or self._matches() or self._friends() or self._leaks()
        )

    def _settled(self) -> str | None:
        for shard in self._cluster.store.tables.shards.values():
            having = [node.epoch for node in self._cluster.ups() if node.kernel.has(shard.id)]
            if having != [shard.owner]:
                return f"shard {shard.id} belongs to {shard.owner} and is run by {having}"
        return None

    def _lines(self) -> str | None:
        tables = self._cluster.store.tables
        events = [event for each in tables.room_events.values() for event in each.values()]
        texts = Counter(event.text for event in events if event.kind == "line")
        twice = [text for text, count in texts.items() if count > 1]
        if twice:
            return f"lines are there twice: {twice}"
        lost = [text for each in self._people for text in each.acknowledged if not texts[text]]
        return f"acknowledged lines are lost: {lost}" if lost else None

    def _matches(self) -> str | None:
        tables = self._cluster.store.tables
        if unfinished := tables.matches.keys() - tables.results.keys():
            return f"matches without a result: {unfinished}"
        if tables.letters:
            return f"letters that nobody handles: {[*tables.letters][:3]}"
        if playing := self._cluster.seats().playing:
            return f"who is playing? {playing}"
        return None

    def _friends(self) -> str | None:
        """All know where their friends are, and everybody is counted once."""
        for person in self._people:
            player = self._cluster.actor("player", person.friend)
            where = "offline" if player is None else player.state.where
            if person.presence != where:
                told = f"{person.presence} by what {person.name} was told"
                return f"{person.friend} is {where}, and {told}"
        for part in IDS:
            state: State = self._cluster.actor("presence", part).state
            if (counted := state.others + len(state.here)) != len(self._people):
                return f"presence/{part} counts {counted} of {len(self._people)}"
        return None

    def _leaks(self) -> str | None:
        pages = {each.page.id for each in self._people if each.page is not None}
        for node in self._cluster.ups():
            router = node.router
            if router._asks._open or router._waiting or router._watches._waiting:
                return f"{node.name} holds something"
            far = {name for name, edge in node.kernel.edges.items() if isinstance(edge, FarPage)}
            if far - pages:
                return f"{node.name} writes to pages that have ended: {far - pages}"
            if {*router.pages._readers} - pages:
                return f"{node.name} remembers readers of pages that have ended"
            known = {epoch for epoch, _ in router._watches._known}
            if known - router.nodes:
                return f"{node.name} tells ends to nodes that are gone"
        return None
