"""One socket from its opening to its end, whatever the transport.

Frames of a page become messages to actors; the player actor answers on the connection.
"""

from collections.abc import Callable
from typing import get_args

import trio
from msgspec.structs import replace

from actors.core.address import Address
from actors.core.life import MOVED, SHUTDOWN, Reason
from actors.frames import Error, From, Origin, encode
from actors.games.messages import Join, Open
from actors.invitations.messages import Accept, Invite
from actors.match.messages import Enter
from actors.match.wishes import Rematch
from actors.matchmaker.messages import AnswerCall, Queue
from actors.player.messages import Attach, Detach, Drained, Hello, Profile, Watch
from actors.player.session import FAILED
from actors.room.frames import Change
from actors.seats.messages import Local, Machine
from gateway.auth.api_tokens import ByToken
from gateway.auth.sessions import SignedIn
from gateway.guard.crowd import MOST_SOCKETS
from gateway.guard.limits import FrameLimit, Verdict
from gateway.guard.seen import household
from gateway.services import Services
from gateway.socket import scopes
from gateway.socket.sockets import RESTART, OpenConnection
from gateway.socket.wire import Frame, Refused, address, decode
from store.programs.records import is_bot

HELLO_WITHIN = 5.0
NEW_WORK = (
    *(Queue, AnswerCall, Open, Join, Invite, Accept, Local, Machine, Enter, Rematch),
    *get_args(Change),
)
"""Frames that are refused while the server stops."""
NO_HELLO, SIGNED_OUT, BANNED, DELETED, TOO_SLOW, FLOOD = 4400, 4401, 4403, 4410, 4413, 4429


class Conversation:
    """A `Listener` that checks and counts what a signed-in page says, and tells it to actors."""

    __slots__ = (
        "_connection",
        "_counted",
        "_greeted",
        "_left",
        "_limit",
        "_link",
        "_origin",
        "_resumable",
        "_scopes",
        "_services",
        "_user",
        "_waiting",
    )

    def __init__(
        self,
        services: Services,
        session: SignedIn,
        connection: OpenConnection,
        address: str,
        left: Callable[[], None] = lambda: None,
        *,
        resumable: bool = True,
    ) -> None:
        user = session.user
        self._resumable = resumable
        program = session if isinstance(session, ByToken) else None
        self._scopes = None if program is None else program.scopes
        self._left = left
        self._services = services
        self._connection = connection
        self._user = user
        self._origin = Origin(user.id, user.display_name, connection.id, household(address))
        connection.called = user.display_name
        connection.account = not user.guest
        self._limit = FrameLimit(services.now())
        self._greeted = False
        self._link: Callable[[], None] | None = None  # to the player actor, after the hello
        self._waiting: trio.Event | None = None
        opened = (session.session_id, user.id, session.number)
        ends = None if program is None else program.ends_at
        services.sockets.add(connection, *opened, forgot=session.forgot, ends_at=ends)
        services.metrics.count("sockets_opened")
        self._counted = services.sockets_of.enter(user.id)
        if services.stopping:
            services.refusals.say("stopping", address, player=user.id)
        elif not self._counted:
            services.refusals.say("too_many_sockets", address, player=user.id)
        if not self._counted:
            detail = f"You have {MOST_SOCKETS} sockets open; close one first."
            self._refuse(Error("too_many_sockets", detail))
            connection.close(FLOOD, "too many sockets")

    def hear(self, message: bytes) -> None:
        """Take one message."""
        match self._limit.judge(self._connection.heard):
            case Verdict.PASS:
                try:
                    self._pass_on(decode(message))
                except Refused as refused:
                    self._refuse(refused.error)
            case Verdict.REFUSE:
                self._refuse(Error("rate_limited", "Too many frames: 60 a second are fine."))
            case Verdict.CLOSE:
                self._connection.close(FLOOD, "flood")

    def count(self) -> None:
        """Count what is not a message against the same limit."""
        if self._limit.judge(self._services.now()) is Verdict.CLOSE:
            self._connection.close(FLOOD, "flood")

    def drained(self) -> None:
        """Let motion be sent again."""
        self._services.kernel.tell(self._player(), Drained(self._connection.id))

    def ended(self) -> None:
        """Tell the actors that have to know."""
        self._services.sockets.remove(self._connection)
        if self._counted:
            self._services.sockets_of.leave(self._user.id)
        self._left()
        if self._link is not None:
            self._link()
            self._services.kernel.close_edge(self._connection.id)
            self._services.kernel.tell(self._player(), Detach(self._connection.id))
        elif self._waiting is not None:
            self._waiting.set()

    async def expect_hello(self) -> None:
        """Close the connection if no hello comes in time; return when that is settled."""
        if not self._greeted:
            self._waiting = trio.Event()
            with trio.move_on_after(HELLO_WITHIN):
                await self._waiting.wait()
            self._waiting = None
        if not self._greeted:
            self._connection.close(NO_HELLO, "no hello in time")

    def _player(self) -> Address:
        return Address("player", self._user.id)

    def _pass_on(self, frame: Frame) -> None:
        if self._scopes is not None:
            scopes.require(self._scopes, frame)
        if isinstance(frame, Hello):
            self._greet(frame)
        elif self._services.stopping and isinstance(frame, NEW_WORK):
            request = getattr(frame, "id", None)
            raise Refused(Error("stopping", "The server restarts; try again in a moment.", request))
        elif self._greeted:
            origin = self._origin
            name, account = self._connection.called, self._connection.account
            if origin.name != name or origin.account != account:
                origin = self._origin = replace(origin, name=name, account=account)
            if isinstance(frame, Watch):
                frame = replace(frame, home=origin.home)
            self._services.kernel.tell(address(frame, origin), From(origin, frame))
        else:
            request = getattr(frame, "id", None)
            raise Refused(Error("out_of_order", "The first frame is hello.", request))

    def _greet(self, hello: Hello) -> None:
        if self._greeted:
            raise Refused(Error("out_of_order", "There was a hello already."))
        self._greeted = True
        if self._waiting is not None:
            self._waiting.set()
        user = self._user
        profile = Profile(user.id, user.display_name, user.guest, is_bot(user.id))
        self._link = self._services.kernel.link(self._player(), self._fell)
        connection, kernel = self._connection, self._services.kernel
        kernel.edges[connection.id] = connection
        told = None if self._scopes is None else scopes.in_order(self._scopes)
        kernel.tell(self._player(), Attach(connection.id, profile, hello, self._resumable, told))

    def _fell(self, reason: Reason) -> None:
        """Close, as the player actor was given up and nobody would answer. The page comes back."""
        if reason == MOVED:
            self._connection.close(RESTART, "this page goes on at another node")
        elif reason != SHUTDOWN:
            self._connection.close(FAILED, "the server made a mistake")

    def _refuse(self, error: Error) -> None:
        """Send the page an error, unnumbered, as the session never got the frame."""
        self._services.metrics.count(f"frames_refused_{error.code}")
        if not self._connection.send(encode(error)):
            self._connection.close(TOO_SLOW, "outbox overflow")
