"""The lobby settles matches whose actors failed for good: nobody is charged, everybody is told."""

import logging

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.lobby.messages import Message, SettleAgain, Settled, Unsettled
from actors.match.given_up import GivenUp, give_up
from actors.match.messages import Finished
from actors.match.state import State
from actors.player.messages import Deliver
from store.protocol import Store

RETRY = 1.0
"""Seconds until a result the store did not take is offered again."""

log = logging.getLogger("actors.lobby")


class Faults:
    """Of the lobby. ``open`` are those not in the store yet, by match; it outlives a crash."""

    def __init__(
        self, context: Context[Message], store: Store, open_ones: dict[str, GivenUp]
    ) -> None:
        self._context = context
        self._store = store
        self._open = open_ones

    def resume(self) -> None:
        """Begin again with what a crash interrupted."""
        for match in self._open:
            self._write(match)

    def settling(self, match: str) -> bool:
        """Whether the end of a match is on its way to the store: nobody is told before."""
        return match in self._open

    def settle(self, match: str, state: State) -> None:
        """End a match as it last stood, for the store; ``Settled`` comes when it has it."""
        self._open[match] = give_up(match, state, self._context.now())
        self._write(match)

    def tell(self, match: str) -> Finished:
        """The store has it: what everybody may know now; those who watched are told here."""
        given_up = self._open[match]
        for watcher in given_up.watchers:
            deliver = Deliver(encode(given_up.frame), None, watcher.connection)
            self._context.tell(Address("player", watcher.player), deliver)
        return given_up.frame

    def close(self, match: str) -> None:
        """Everybody knows; last, so that what a crash cuts short is told again."""
        del self._open[match]

    def handle(self, message: Unsettled | SettleAgain) -> None:
        """Go on until the store has taken it."""
        match message:
            case Unsettled(match, error):
                log.warning("match/%s: server_fault not written, retrying: %s", match, error)
                at = self._context.now() + RETRY
                self._context.timer(f"settle {match}", at, SettleAgain(match))
            case SettleAgain(match):
                self._write(match)

    def _write(self, match: str) -> None:
        given_up = self._open[match]
        self._context.effect(
            lambda: given_up.write(self._store),
            lambda _: Settled(match),
            lambda error: Unsettled(match, str(error)),
        )
