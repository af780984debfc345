"""What becomes of a push after an attempt to send it. Pure, so that every case can be tested.

If the server is killed, or the connection is lost, between a push and its answer, nobody knows
whether it arrived. It is sent once more, under the same topic; a third time it is not sent.
"""

from msgspec import Struct
from msgspec.structs import replace

from gateway.ways.endpoint import Answer, Refused, Unreachable
from store.push.records import Push, Subscription

FIRST_PAUSE, LONGEST_PAUSE = 15, 1800
"""Seconds until a push is tried again: twice as many each time."""
MOST_DOUBTS = 1
MOST_FAILURES = 20
"""Pushes in a row that did not arrive; then a browser is forgotten."""
GONE = frozenset({404, 410})
"""Statuses by which a push service says that there is no such subscription (any more)."""
LATER = frozenset({408, 425, 429})
"""With 5xx, statuses after which it is worth trying again."""


class After(Struct, frozen=True):
    """The push as it is now; ``arrived`` counts for its browser (None: neither).

    ``forget``: the browser takes no more pushes.
    """

    push: Push
    arrived: bool | None = None
    forget: bool = False


def over(push: Push) -> Push:
    """Return a push that is not sent (any more)."""
    return replace(push, state="over")


def is_hopeless(push: Push, now_ms: int) -> bool:
    """Tell whether a claimed push is not to be sent (again)."""
    return push.doubts > MOST_DOUBTS or push.expires_at <= now_ms


def answered(push: Push, browser: Subscription, answer: Answer, now_ms: int) -> After:
    """Return what becomes of a push that was answered."""
    if 200 <= answer.status < 300:
        return After(over(push), arrived=True)
    if answer.status in GONE:
        return After(over(push), forget=True)
    if answer.status in LATER or answer.status >= 500:
        return _later(push, browser, now_ms, answer.retry_after)
    return _failed(over(push), browser)


def unanswered(
    push: Push, browser: Subscription, error: Refused | Unreachable, now_ms: int
) -> After:
    """Return what becomes of a push without an answer."""
    if isinstance(error, Refused):
        return After(over(push), forget=True)
    doubted = replace(push, doubts=push.doubts + error.sent)
    return _later(doubted, browser, now_ms)


def _later(push: Push, browser: Subscription, now_ms: int, wish: int | None = None) -> After:
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(push.attempts - 1, 10))
    due = now_ms + max(pause, wish or 0) * 1000
    waits = replace(push, state="waiting", due_at=due)
    if is_hopeless(waits, due):
        return _failed(over(push), browser)
    return After(waits)


def _failed(push: Push, browser: Subscription) -> After:
    return After(push, arrived=False, forget=browser.failures + 1 >= MOST_FAILURES)
