"""The line of a session's refresh tokens: what happens when one is presented. Pure.

Each exchange gives out a new token, a *head*; the token presented is *spent* from then on. A
browser may forget: it writes cookies to disk some 30 s late, so after a kill it comes back with a
token that was spent shortly before its last sign of life. Such a token is accepted once more, and
for a while there are two heads. The first head that is used continues the line, and the others are
dead. If a dead token is presented, two parties have tokens: the owner and a thief. See
docs/adr/0024.

How recently a token was spent is measured in time of activity: the clock, but with at most `REST`
for each silence. Numbers count the tokens of a session in the order they were given out.
"""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store.sessions.records import SessionRecord

FORGETS = 90_000
"""Milliseconds of activity for which a spent token may come back: the delay of the disk (30 s), one
silence (`REST`), and some for requests on their way."""
REST = 45_000
MOST_HEADS, MOST_SPENT = 8, 64


class Head(Struct, frozen=True, array_like=True):
    """A token (its hash) that was given for ``source`` and is not exchanged yet.

    ``attempt`` is the hash of the client's name for that exchange.
    """

    token: bytes
    number: int
    source: bytes | None = None
    source_number: int = 0
    attempt: bytes | None = None


class Spent(Struct, frozen=True, array_like=True):
    """A token that was exchanged, at this time of activity."""

    token: bytes
    number: int
    active: int


class Line(Struct, frozen=True, array_like=True):
    """Heads and spent tokens, the newest first.

    While there are several heads, ``main`` is the number of the one that existed before the others.
    Everything that came with a token numbered below ``since`` is dead, except for number ``kept``.
    """

    heads: tuple[Head, ...]
    spent: tuple[Spent, ...] = ()
    number: int = 0
    main: int = -1
    since: int = 0
    kept: int = 0

    def head(self, token: bytes) -> Head | None:
        """Return the head with this hash."""
        return next((head for head in self.heads if head.token == token), None)

    def numbered(self, number: int) -> Head | None:
        """Return the head with this number."""
        return next((head for head in self.heads if head.number == number), None)

    def named(self, attempt: bytes | None) -> Head | None:
        """Return the head that was given under this name."""
        named = (head for head in self.heads if attempt is not None and head.attempt == attempt)
        return next(named, None)

    def lately(self, token: bytes, active: int) -> Spent | None:
        """Return the spent token with this hash, if a browser may have forgotten its successor."""
        found = next((spent for spent in self.spent if spent.token == token), None)
        return found if found is not None and active - found.active <= FORGETS else None

    def alive(self, number: int) -> bool:
        """Tell whether the token of this number, and what came with it, is still valid."""
        return number >= self.since or number == self.kept

    def repeated(self, token: bytes, attempt: bytes | None) -> Head | None:
        """Return the head that this exchange has led to before, if it is a repetition."""
        head = self.named(attempt)
        return head if head is not None and token in {head.source, head.token} else None

    def used(self, head: Head) -> "Line":
        """Note that a head is used, which only its receiver can do: the other heads are dead.

        Use of the main head proves nothing: its request may stem from before the browser was
        killed.
        """
        if len(self.heads) == 1 or head.number == self.main:
            return self
        spent = tuple(spent for spent in self.spent if spent.number <= head.source_number)
        since, kept = self.number + 1, head.number
        return replace(self, heads=(head,), spent=spent, main=-1, since=since, kept=kept)

    def exchanged(self, head: Head, fresh: bytes, attempt: bytes | None, active: int) -> "Line":
        """Give a new token for a head."""
        line = self.used(head)
        source = Spent(head.token, head.number, active)
        others = tuple(other for other in line.heads if other != head)
        spent = (source, *line.spent)[:MOST_SPENT]
        line = replace(line, heads=others, spent=spent, main=-1)
        return _given(line, source, fresh, attempt)

    def forked(self, source: Spent, fresh: bytes, attempt: bytes | None, active: int) -> "Line":
        """Give a new token for a spent one; the first head that is used decides which counts."""
        again = replace(source, active=active)  # the browser has it now, and may come back again
        spent = tuple(again if old == source else old for old in self.spent)
        main = self.heads[0].number if len(self.heads) == 1 else self.main
        mains = tuple(head for head in self.heads if head.number == main)
        others = tuple(head for head in self.heads if head.number != main)
        heads = (*others[: MOST_HEADS - 2], *mains)
        line = replace(self, heads=heads, spent=spent, main=main)
        return _given(line, again, fresh, attempt)

    def regained(
        self, token: bytes, number: int, fresh: bytes, attempt: bytes | None, active: int
    ) -> "Line":
        """Give a new token for one that the store has lost by the restoring of a backup."""
        source = Spent(token, number, active)
        line = Line((), (source,), number, since=number, kept=number)
        return _given(line, source, fresh, attempt)


def _given(line: Line, source: Spent, fresh: bytes, attempt: bytes | None) -> Line:
    """Return the line with one more head."""
    head = Head(fresh, line.number + 1, source.token, source.number, attempt)
    return replace(line, heads=(head, *line.heads), number=head.number)


def before(token: bytes, previous: bytes | None, attempt: bytes | None) -> Line:
    """Return the line of an older session with two known tokens, without seal or number."""
    head = Head(token, 1, previous, 0, attempt)
    spent = () if previous is None else (Spent(previous, 0, 0),)
    return Line((head,), spent, number=1)


def of(record: SessionRecord) -> Line:
    """Return the line of a session; for an older session without one, a line of what is known."""
    if record.line is not None:
        return decode(record.line)
    return before(record.token_hash, record.previous_hash, record.attempt_hash)


def lasting(active: int, silence: int) -> int:
    """Return the time of activity after so many milliseconds without a sign of life."""
    return active + min(max(silence, 0), REST)


def encode(line: Line) -> bytes:
    """Encode the line for the record of a session."""
    return msgspec.msgpack.encode(line)


def decode(data: bytes) -> Line:
    """Decode the line in the record of a session."""
    return msgspec.msgpack.decode(data, type=Line)
