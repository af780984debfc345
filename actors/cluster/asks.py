"""Asks between nodes: each ends with an answer, an error, or its deadline at the asker."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from msgspec import MsgspecError

from actors.cluster import codec
from actors.cluster.items import Answered, AnyItem
from actors.core.address import Address
from actors.core.life import LOST
from actors.core.mailbox import ActorDown, ActorError, Ask, Reply
from actors.core.shards import shard_of


class Open(NamedTuple):
    """An ask that a node was sent."""

    node: int
    address: Address
    reply: Reply


class Asks:
    """Those that actors and routes of one node have asked actors of others."""

    def __init__(self) -> None:
        self._open: dict[int, Open] = {}
        self._last = 0

    def begin(self, node: int, address: Address, ask: Ask) -> int:
        """Note an ask that a node is sent, and return its number."""
        self._last += 1
        number = self._last
        self._open[number] = Open(node, address, ask.reply)
        ask.reply.on_settled(lambda _: self._forget(number))
        return number

    def _forget(self, number: int) -> None:
        self._open.pop(number, None)

    def answered(self, item: Answered) -> None:
        """Settle an ask, unless it is settled by now."""
        if (ask := self._open.get(item.ask)) is None:
            return
        if item.failed is not None:
            ask.reply.fail(item.failed.error(ask.address))
            return
        try:
            answer = codec.decode_answer(ask.address.kind, item.value)
        except (MsgspecError, KeyError) as error:  # another version of the program
            ask.reply.fail(ActorError(f"the answer of {ask.address} makes no sense: {error}"))
        else:
            ask.reply.ok(answer)
            ask.reply()

    def lose(self, node: int) -> None:
        """Fail those that a node was asked which is gone."""
        self._fail([ask for ask in self._open.values() if ask.node == node])

    def moved(self, shards: Collection[int]) -> None:
        """Fail those that were asked of actors which have another owner now."""
        asked = self._open.values()
        self._fail([ask for ask in asked if shard_of(str(ask.address)) in shards])

    def _fail(self, asks: list[Open]) -> None:
        for ask in asks:
            ask.reply.fail(ActorDown(ask.address, LOST))

    def take(
        self, number: int, node: int, message: object, send: Callable[[int, AnyItem], None]
    ) -> Ask:
        """Return the envelope of a message that another node asks; its answer is sent there."""

        def settled(reply: Reply) -> None:
            try:
                answer = Answered(number, codec.encode(reply.result()))
            except Exception as error:  # noqa: BLE001 - whatever it is, the asker gets it
                answer = Answered(number, failed=codec.failed(error))
            send(node, answer)

        return Ask(message, Reply(settled))
