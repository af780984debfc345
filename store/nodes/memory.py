"""The verbs of `Store.nodes` in plain dicts. No verb ever waits."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from actors.core.journal.records import Fenced
from actors.core.shards import SHARDS
from store.journal.memory import keep_tails
from store.nodes.records import NOBODY, Picture, Shard
from store.tables import NodeRow, Tables


class MemoryNodes:
    """See `store.nodes.protocol.Nodes` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def installation(self) -> str:
        """See `Nodes.installation`."""
        return f"{id(self._tables):x}"

    async def join(self, name: str, place: str) -> int:
        """See `Nodes.join`."""
        tables = self._tables
        for epoch, row in [*tables.nodes.items()]:
            if row.up and row.name == name:
                await self.bury(epoch, 0)
        epoch = max(tables.nodes, default=0) + 1
        at = max((row.at for row in tables.nodes.values()), default=0)
        tables.nodes[epoch] = NodeRow(name, place, at=at, beat=tables.now())
        return epoch

    async def beat(self, epoch: int) -> Picture:
        """See `Nodes.beat`."""
        self._check(epoch)
        self._tables.nodes[epoch].beat = self._tables.now()
        return self._picture()

    def _check(self, epoch: int) -> None:
        row = self._tables.nodes.get(epoch)
        if row is None or not row.up:
            raise Fenced(f"epoch {epoch} has ended")

    def _picture(self) -> Picture:
        tables, now = self._tables, self._tables.now()
        nodes = (row.node(epoch, now) for epoch, row in tables.nodes.items() if row.up)
        return Picture(tuple(nodes), tuple(shards_of(tables.shards)), max(tables.nodes))

    async def bury(self, epoch: int, silent: int) -> bool:
        """See `Nodes.bury`."""
        tables = self._tables
        row = tables.nodes.get(epoch)
        if row is None or not row.up or row.beat > tables.now() - silent:
            return False
        row.up = False
        keep_tails(tables, epoch)
        self._free([shard.id for shard in tables.shards.values() if shard.owner == epoch], epoch)
        return True

    def _free(self, shards: Collection[int], epoch: int) -> None:
        tables = self._tables
        for number in shards:
            shard = tables.shards[number]
            if shard.owner == epoch:
                at = tables.nodes[epoch].at
                tables.shards[number] = Shard(number, NOBODY, shard.epoch + 1, at)

    async def claim(self, epoch: int, shards: Collection[int]) -> Picture:
        """See `Nodes.claim`."""
        picture, tables = await self.beat(epoch), self._tables
        for number in shards:
            shard = picture.shards[number]
            if shard.owner == NOBODY:
                tables.shards[number] = replace(shard, owner=epoch, epoch=shard.epoch + 1)
        return self._picture()

    async def release(self, epoch: int, shards: Collection[int]) -> None:
        """See `Nodes.release`."""
        await self.beat(epoch)
        self._free([number for number in shards if number in self._tables.shards], epoch)

    async def take_chore(self, epoch: int, name: str, now_ms: int, next_ms: int) -> bool:
        """See `Nodes.take_chore`."""
        tables = self._tables
        if not is_up(tables, epoch) or tables.chores.get(name, now_ms) > now_ms:
            return False
        tables.chores[name] = next_ms
        return True


def is_up(tables: Tables, epoch: int) -> bool:
    """Tell whether an incarnation is up."""
    row = tables.nodes.get(epoch)
    return row is not None and row.up


def is_lost(tables: Tables, *key: str) -> bool:
    """Tell whether whoever has claimed something (see `Tables.claims`) is gone."""
    by = tables.claims.get(key)
    return by is not None and not is_up(tables, by)


def shards_of(kept: Mapping[int, Shard]) -> list[Shard]:
    """Return all shards; those that never had an owner are not kept."""
    return [kept.get(number) or Shard(number, NOBODY, 0, 0) for number in range(SHARDS)]
