"""An inbox full of notes of every kind, with names as long as they may be."""

import time
from typing import Any

UNBROKEN = "W" * 24
TOURNAMENT = "W" * 40
NOTES = 30


def _notices(now: int) -> list[dict[str, Any]]:
    fight = {"tournament": "t5", "name": TOURNAMENT, "pairing": "p3", "opponent": UNBROKEN}
    news = {"kind": "tournament", "tournament": "t5", "name": TOURNAMENT}
    about = {"player": "f1", "name": UNBROKEN}
    muted = {"moderator": UNBROKEN, "reason": "W" * 200, "until": now + 90_000_000}
    return [
        {"kind": "next_fight", **fight, "deadline": now + 300_000},
        {"kind": "muted", "room": "", **muted},
        {"kind": "friend_accepted", **about},
        {"kind": "invitation_missed", **about},
        {"kind": "new_device", "device": "Chromium on ChromeOS", "address": "2001:db8::ffff:1"},
        *({**news, "what": what, "round": 3, "place": 2} for what in ("round", "over")),
    ]


def inbox() -> dict[str, Any]:
    """Return the answer about one's own inbox."""
    now = int(time.time() * 1000)
    notices = _notices(now)
    notes = [
        {
            "id": f"n{place}",
            "at": now - place * 7_000_000,
            "read": place > 6,
            "notice": notices[place % len(notices)],
        }
        for place in range(NOTES)
    ]
    return {"notes": notes, "unread": 107, "more": True}
