"""The line of a session's refresh tokens: what becomes of one that is presented. Pure.

Each exchange gives out a new token, a *head*, for the one presented, which is *spent* from then on.
A browser may forget: it writes cookies to disk some 30 s late, so after a kill it is back at one
that was spent shortly before its last sign of life. Such a token is taken once more, and there are
two heads for a while; the first of them that is used is the line, and the others are dead. Whoever
presents a dead token shows that two of them are alive, the owner and a thief. docs/adr/0024.

How recently something was spent is counted in time of activity: the clock of the machine, but of a
silence no more than `REST`. Numbers count the tokens of a session in the order they were given out.
"""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

FORGETS = 90_000
"""Milliseconds of activity for which a spent token may come back: late on disk (30 s), a silence
that is counted (`REST`) and some for news on its way."""
REST = 45_000
MOST_HEADS, MOST_SPENT = 8, 64


class Head(Struct, frozen=True, array_like=True):
    """A token (its hash) that was given for ``source`` and not exchanged yet.

    ``attempt`` is the hash of the client's name of that exchange.
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

    While there are several heads, ``main`` is the number of the one that was there before the
    others. What came with a token below ``since`` is dead, but for the number ``kept``.
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
        """Return the spent token with this hash, if a browser may have forgotten what followed."""
        found = next((spent for spent in self.spent if spent.token == token), None)
        return found if found is not None and active - found.active <= FORGETS else None

    def alive(self, number: int) -> bool:
        """Tell whether what came with the token of this number still counts."""
        return number >= self.since or number == self.kept

    def repeated(self, token: bytes, attempt: bytes | None) -> Head | None:
        """Return the head that this exchange has led to before."""
        head = self.named(attempt)
        return head if head is not None and token in {head.source, head.token} else None

    def used(self, head: Head) -> "Line":
        """A head shows itself, which only who got it can do: the others are dead.

        Not so the main one: what it asked before the browser was killed may be on its way yet.
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
        """Give a new token for one that is spent; which head counts is seen when one is used."""
        again = replace(source, active=active)  # it is the browser's now, and may be so once more
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
        """Give a new token for one that the store has forgotten: it was put back to a backup."""
        source = Spent(token, number, active)
        line = Line((), (source,), number, since=number, kept=number)
        return _given(line, source, fresh, attempt)


def _given(line: Line, source: Spent, fresh: bytes, attempt: bytes | None) -> Line:
    """Return the line with one more head."""
    head = Head(fresh, line.number + 1, source.token, source.number, attempt)
    return replace(line, heads=(head, *line.heads), number=head.number)


def before(token: bytes, previous: bytes | None, attempt: bytes | None) -> Line:
    """Return the line of a session of which only two tokens are known, without seal or number."""
    head = Head(token, 1, previous, 0, attempt)
    spent = () if previous is None else (Spent(previous, 0, 0),)
    return Line((head,), spent, number=1)


def lasting(active: int, silence: int) -> int:
    """Return the time of activity after so many milliseconds without a sign of life."""
    return active + min(max(silence, 0), REST)


def encode(line: Line) -> bytes:
    """Return the line as a session keeps it."""
    return msgspec.msgpack.encode(line)


def decode(data: bytes) -> Line:
    """Return the line that a session keeps."""
    return msgspec.msgpack.decode(data, type=Line)
