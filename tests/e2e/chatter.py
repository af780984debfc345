"""A lobby in which people with long names have said much, and the rooms of one of them."""

import time
from typing import Any

UNBROKEN = "W" * 24
SPACED = "WWWWWW MMMMMM WWWWW MMMM"
ROOMS = 9
TEXTS = (
    "Who plays?",
    UNBROKEN * 6,
    "Two\nrows, and https://example.org/" + "a/" * 60,
    f"@{UNBROKEN} come to the court, it is free just now and the ball is still warm",
    "/me " + SPACED,
    "👍🏽",
)


def talk(frame: dict[str, Any], me: str) -> dict[str, Any]:
    """Return the lobby's frame as if people had talked there for two days."""
    if frame["t"] != "room" or frame["room"] != "lobby":
        return frame
    now = int(time.time() * 1000)
    events = [_line(place, me, now) for place in range(36)]
    mode = {"slow": 30, "members": False, "closed": False}
    result = {
        "type": "result",
        "match": "past0",
        "cause": "played",
        "winner": -1,
        "points": [11, 7],
    }
    events.append({"number": 37, "kind": "mode", "at": now - 9000, "mode": mode})
    events.append(
        {"number": 38, "kind": "system", "at": now - 8000, "notice": result | {"points": [11, 7]}}
    )
    events.append(_line(38, "f1", now) | {"text": "The last word"})
    return frame | {"events": events, "after": 0, "last": len(events)}


def _line(place: int, me: str, now: int) -> dict[str, Any]:
    author = me if place % 5 == 4 else f"f{place % 4}"
    name = UNBROKEN if place % 2 else SPACED
    day = 86_400_000 if place < 9 else 0
    at = now - day - (40 - place) * 100_000
    line = {"number": place + 1, "kind": "line", "at": at, "author": author, "name": name}
    edited = {"edited": at + 5000} if place % 7 == 3 else {}
    return line | {"line": place + 1, "text": TEXTS[place % len(TEXTS)]} | edited


def rooms(me: str) -> dict[str, Any]:
    """Return the answer about one's own rooms."""
    return {"rooms": [_room(place, me) for place in range(ROOMS)]}


def _room(place: int, me: str) -> dict[str, Any]:
    other = {"id": f"f{place}", "name": UNBROKEN if place % 2 else SPACED, "avatar": None}
    room = f"d.{'.'.join(sorted((me, other['id'])))}"
    about = {"id": room, "kind": "direct", "name": other["name"], "other": other}
    return about | {"last": 9, "at": 1, "mark": 5, "unread": 100 if place == 1 else place % 3}
