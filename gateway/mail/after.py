"""What becomes of a mail after an attempt to send it: pure, so that every case can be tested.

SMTP cannot promise that a mail arrives once: if the server is killed, or the connection is lost,
between the text and its answer, nobody knows. Such a mail is sent once more, under the same
Message-ID, by which many mail programs show it once; a third time it is not sent.
"""

from msgspec.structs import replace

from gateway.mail.smtp import Failed
from store.mail.records import Mail

FIRST_PAUSE, LONGEST_PAUSE = 30, 3600
"""Seconds until a mail is tried again: twice as many each time."""
MOST_DOUBTS = 1


def hopeless(mail: Mail, now_ms: int) -> str | None:
    """Return why a claimed mail is not to be tried (again); None if it is."""
    if mail.doubts > MOST_DOUBTS:
        return "twice nobody knew whether it was sent, so it is not sent a third time"
    if mail.expires_at <= now_ms:
        return f"it could not be sent in time: {mail.detail or 'it waited too long'}"
    return None


def sent(mail: Mail, said: str, now_ms: int) -> Mail:
    """Return a mail that was handed over."""
    return replace(mail, state="sent", data="", detail=said, done_at=now_ms)


def given_up(mail: Mail, why: str, now_ms: int) -> Mail:
    """Return a mail that will not be sent."""
    return replace(mail, state="given_up", data="", detail=why, done_at=now_ms)


def failed(mail: Mail, error: Failed, now_ms: int) -> Mail:
    """Return a mail after an attempt that failed."""
    if error.outcome == "never":
        return given_up(mail, error.what, now_ms)
    doubts = mail.doubts + (error.outcome == "unknown")
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10)) * 1000
    waits = replace(mail, state="waiting", doubts=doubts, due_at=now_ms + pause, detail=error.what)
    why = hopeless(waits, waits.due_at)
    return waits if why is None else given_up(waits, why, now_ms)
