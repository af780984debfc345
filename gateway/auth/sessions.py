"""Sessions: a refresh token that is exchanged again and again, and access tokens made with it.

docs/adr/0024 has the decisions behind this; `gateway.auth.line` decides what becomes of a token.
The store keeps only hashes, of the last few tokens. An attempt leads to the same token however
often it is made, as the browser may keep any of the answers.
"""

import secrets
from collections.abc import Callable, Collection

from msgspec import Struct
from msgspec.structs import replace

from gateway.auth import line
from gateway.auth.line import Head, Line, Spent
from gateway.auth.refresh_token import Presented, RefreshTokens, hash_of
from gateway.auth.tokens import Claims, Tokens
from gateway.auth.witness import Witness
from gateway.http.problems import Problem
from store.people.records import User
from store.protocol import Store
from store.sessions.records import SessionRecord

LIFETIME = 30 * 24 * 3600
"""Seconds from the last exchange."""
TRIES = 8
RETRY = 2


class Place(Struct, frozen=True):
    """Where a session is used, as shown to its owner."""

    device: str
    address: str


class SignedIn(Struct, frozen=True):
    """A user with a session, shown by the token of this number.

    ``forgot``: the token was spent, so it is no sign of life for the tokens after it. ``proven_at``
    is when the user last proved who they are, in milliseconds; 0: not since they gave a password.
    """

    user: User
    session_id: str
    number: int = 0
    forgot: bool = False
    proven_at: int = 0


class Refused(Exception):
    """A genuine refresh token that is no longer valid."""


class Gone(Refused):
    """Its session has ended, or the store was restored to a time before it."""


class Reused(Refused):
    """Two parties use it, so its session has ended."""

    def __init__(self, session_id: str, user: User) -> None:
        super().__init__("a refresh token was used by two")
        self.session_id = session_id
        self.user = user


class Sessions:
    """Begins, finds, renews and ends sessions."""

    def __init__(
        self, store: Store, tokens: Tokens, date: Callable[[], float], witness: Witness
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._made = RefreshTokens(tokens)
        self._date = date
        self._witness = witness
        self._lively = set[str]()

    async def begin(
        self, user: User, place: Place, *, proven: bool = False
    ) -> tuple[SignedIn, str] | None:
        """Begin a session; return it and its first refresh token.

        ``proven``: what the user has shown counts as proof for a while (`gateway.api.prove`).
        None: the user was deleted, or the password has changed since it was checked.
        """
        now, session_id = self._milliseconds(), secrets.token_hex(16)
        token = self._made.first(session_id)
        first = Line((Head(hash_of(token), 1),), number=1)
        record = SessionRecord(
            id=session_id,
            user_id=user.id,
            token_hash=hash_of(token),
            previous_hash=None,
            attempt_hash=None,
            device=place.device,
            address=place.address,
            created_at=now,
            seen_at=now,
            expires_at=now + LIFETIME * 1000,
            line=line.encode(first),
            proven_at=now if proven else 0,
        )
        if not await self._store.sessions.create_session(record, user.password_hash):
            return None
        return SignedIn(user, session_id, 1), token

    def access_token(self, signed_in: SignedIn) -> str:
        """Return an access token for the next minutes."""
        return self._tokens.sign(signed_in.user.id, signed_in.session_id, signed_in.number)

    def is_ours(self, text: str) -> bool:
        """Tell whether a refresh token was made here, even if it is no longer valid."""
        return self._made.read(text).genuine

    async def refresh(
        self, text: str, attempt: str | None, place: Place, last: str | None = None
    ) -> tuple[SignedIn, str] | None:
        """Exchange a refresh token; None if it is unknown. Refused says why it is not valid.

        ``attempt`` is the client's name for this exchange. It may be repeated under the same name,
        with the old token or the new one, until the new one has been exchanged itself. ``last`` is
        the client's name for the exchange before, whose answer it has got: a client that knows it
        got that token, even if a late answer has replaced it by an older one.
        """
        token = self._made.read(text)
        for _ in range(TRIES):  # another exchange of the session may come in between
            found = await self._store.sessions.session(token.session_id, self._milliseconds())
            if found is None and token.genuine:
                raise Gone
            if found is None:
                return None
            record, user = found
            tokens = line.of(record)
            if (again := self._again(tokens, token, attempt)) is not None:
                head, fresh = again
                if await self._use(record, head):
                    return SignedIn(user, record.id, head.number), fresh
                continue
            known = tokens.head(token.hash) or tokens.lately(token.hash, record.active)
            if known is None and not token.genuine:
                return None
            if token.number <= tokens.number:
                known = tokens.named(_named(attempt)) or tokens.named(_named(last)) or known
            if await self._by_two(record.id, tokens, known, token):
                await self._store.sessions.delete_session(record.id)
                raise Reused(record.id, user)
            number = max(tokens.number, token.number) + 1
            fresh = self._made.next(token, attempt, number)
            given = hash_of(fresh), _named(attempt), self._active(record)
            if await self._keep(record, _after(tokens, known, token, given), place):
                return SignedIn(user, record.id, number), fresh
        raise Problem(503, "busy", "Try again in a moment.", headers={"Retry-After": str(RETRY)})

    async def _by_two(
        self, session_id: str, tokens: Line, known: Head | Spent | None, token: Presented
    ) -> bool:
        """Tell whether a token shows that somebody else uses its successors."""
        if known is None:
            return token.number <= tokens.number
        return isinstance(known, Spent) and await self._witness.answers(session_id)

    def _again(
        self, tokens: Line, token: Presented, attempt: str | None
    ) -> tuple[Head, str] | None:
        """Return what this exchange led to before, if the keys have not changed since."""
        head = tokens.repeated(token.hash, _named(attempt))
        if head is None or head.token == token.hash:
            return None if head is None else (head, token.text)
        fresh = self._made.next(token, attempt, head.number)
        return (head, fresh) if hash_of(fresh) == head.token else None

    async def _use(self, record: SessionRecord, head: Head) -> bool:
        """Note that a head was used; False if the session has changed meanwhile."""
        tokens = line.of(record)
        after = tokens.used(head)
        return after == tokens or await self._keep(record, after)

    async def _keep(self, record: SessionRecord, after: Line, place: Place | None = None) -> bool:
        """Store this line as the session's; False if the session has changed meanwhile."""
        newest, now = after.heads[0], self._milliseconds()
        changed = replace(
            record,
            token_hash=newest.token,
            previous_hash=newest.source,
            attempt_hash=newest.attempt,
            seen_at=max(now, record.seen_at),
            active=self._active(record),
            line=line.encode(after),
        )
        if place is not None:
            until = now + LIFETIME * 1000
            changed = replace(changed, device=place.device, address=place.address, expires_at=until)
        if not await self._store.sessions.replace_session(changed):
            return False
        if after.since != line.of(record).since:
            self._witness.close_dead(record.id, after.alive)
        return True

    async def of_cookie(self, text: str) -> SignedIn | None:
        """Return the user of the cookie of a request or a socket.

        A cookie that was spent lately is accepted too, and decides nothing: the page may be
        connecting while another tab exchanges it.
        """
        token = self._made.read(text)
        for _ in range(TRIES):
            found = await self._store.sessions.session(token.session_id, self._milliseconds())
            if found is None:
                return None
            record, user = found
            tokens = line.of(record)
            known = tokens.head(token.hash) or tokens.lately(token.hash, record.active)
            if known is None:
                return None
            if isinstance(known, Spent):
                return SignedIn(user, record.id, known.number, forgot=True)
            if await self._use(record, known):
                self._lively.add(record.id)
                return SignedIn(user, record.id, known.number)
        return None

    async def of_bearer(self, authorization: str | None) -> SignedIn | None:
        """Return the user of an access token, if its session has not ended."""
        claims = self._claims(authorization)
        return None if claims is None or claims.over else await self._claimed(claims)

    async def of_both(self, authorization: str | None, text: str) -> SignedIn | None:
        """Return the user of both tokens; then the access token may have expired.

        This is for requests that a page sends while it closes and cannot exchange the cookie.
        """
        claims = self._claims(authorization)
        by_cookie = None if claims is None else await self.of_cookie(text)
        if claims is None or by_cookie is None or by_cookie.session_id != claims.session_id:
            return None
        return await self._claimed(claims)

    def _claims(self, authorization: str | None) -> Claims | None:
        kind, _, token = (authorization or "").partition(" ")
        return self._tokens.read(token.strip()) if kind.lower() == "bearer" else None

    async def _claimed(self, claims: Claims) -> SignedIn | None:
        for _ in range(TRIES):
            found = await self._store.sessions.session(claims.session_id, self._milliseconds())
            if found is None or found[1].id != claims.user_id:
                return None
            record, user = found
            tokens = line.of(record)
            if not tokens.alive(claims.number):
                return None
            head = tokens.numbered(claims.number)
            if head is None or await self._use(record, head):
                return SignedIn(user, record.id, claims.number, proven_at=record.proven_at)
        return None

    async def note_life(self, open_now: Collection[str]) -> None:
        """Store which sessions have shown life since the last call."""
        lively, self._lively = self._lively | set(open_now), set()
        if lively:
            await self._store.sessions.saw_sessions(sorted(lively), self._milliseconds(), line.REST)

    async def of_user(self, user_id: str) -> list[SessionRecord]:
        """Return the sessions of a user, the last seen first."""
        await self.note_life(())
        return await self._store.sessions.sessions_of(user_id, self._milliseconds())

    async def end(self, session_id: str) -> None:
        """End a session; its tokens are no longer valid."""
        await self._store.sessions.delete_session(session_id)

    def _active(self, record: SessionRecord) -> int:
        return line.lasting(record.active, self._milliseconds() - record.seen_at)

    def _milliseconds(self) -> int:
        return int(self._date() * 1000.0)


def _after(
    tokens: Line,
    known: Head | Spent | None,
    token: Presented,
    given: tuple[bytes, bytes | None, int],
) -> Line:
    """Return the line after a token was given for the presented one."""
    match known:
        case Head():
            return tokens.exchanged(known, *given)
        case Spent():
            return tokens.forked(known, *given)
        case None:
            return tokens.regained(token.hash, token.number, *given)


def _named(attempt: str | None) -> bytes | None:
    return None if attempt is None else hash_of(attempt)
