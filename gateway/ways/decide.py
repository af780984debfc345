"""Decides by which ways a note goes out. Pure."""

from typing import Literal

from msgspec import Struct

from gateway.ways.quiet import is_quiet
from gateway.ways.subjects import MINUTE, Telling
from store.notifications.records import Ways

Place = Literal["online", "away", "playing", "offline"]
AT_THE_PAGE = frozenset({"online", "playing"})
TOGETHER = 5 * MINUTE
"""Milliseconds for which a mail waits for further notes, unless one of them is a call."""


class Decision(Struct, frozen=True):
    """Whether browsers get a push, and when a mail is due (ms; None: never)."""

    push: bool = False
    mail_at: int | None = None


NOTHING = Decision()


def decide(told: Telling, ways: Ways, where: Place, now_ms: int) -> Decision:
    """Return what is done about a note of somebody who is there, or not.

    What is not told now is not told later either: it is in the inbox.
    """
    silent = is_quiet(ways, now_ms) and not (told.call and ways.calls)
    if now_ms >= told.ends or where in AT_THE_PAGE or silent:
        return NOTHING
    mail_at = None
    if told.subject in ways.mail:
        mail_at = now_ms if told.call else now_ms + TOGETHER
    return Decision(told.subject in ways.push, mail_at)
