"""A room of which a page is told much, as a server would tell it."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

FAR = "d.a0.zz"


class FarRoom:
    """A room with Zoe that only a page knows: in a real one it would take long to say so much."""

    def __init__(self, count: int, mark: int) -> None:
        self.lines = [_far_line(number, f"Far line {number}") for number in range(1, count + 1)]
        self.mark = mark
        self.sockets = list[WebSocketRoute]()

    def open(self, page: Page, url: str) -> None:
        """Go to the lobby with this room beside it."""
        page.route_web_socket("**/ws", self._pass_on)
        unread = min(100, len(self.lines) - self.mark)
        zoe = {"id": "zz", "name": "Zoe", "avatar": None}
        room = {"id": FAR, "kind": "direct", "name": "Zoe", "other": zoe, "at": 1, "last": 1}
        rooms = [room | {"mark": self.mark, "unread": unread}]
        page.route("**/api/v1/rooms", lambda route: route.fulfill(json={"rooms": rooms}))
        page.goto(url)

    def tell(self, text: str) -> None:
        """Let Zoe say something."""
        self.lines.append(_far_line(len(self.lines) + 1, text))
        self._send({"t": "event", "room": FAR, "event": self.lines[-1]})

    def _send(self, frame: dict[str, Any]) -> None:
        self.sockets[-1].send(json.dumps(frame))

    def _pass_on(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.sockets.append(socket)

        def heard(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame.get("room") == FAR:
                self._answer(frame)
            else:
                server.send(text)

        socket.on_message(heard)
        server.on_message(socket.send)

    def _answer(self, frame: dict[str, Any]) -> None:
        last = len(self.lines)
        if frame["t"] in {"subscribe", "read"}:
            self._send({"t": "ok", "id": frame["id"]})
        if frame["t"] == "subscribe":
            after = max(frame["after"], last - 100)
            view = {"t": "room", "room": FAR, "after": after, "last": last, "anew": False}
            self._send(view | {"mode": {"slow": 0}, "events": self.lines[after:]})
            unread = min(100, last - self.mark)
            self._send({"t": "mark", "room": FAR, "number": self.mark, "unread": unread})
        if frame["t"] == "history":
            before, after = frame.get("before"), frame.get("after", 0)
            events = self.lines[after : after + 50]
            if before:
                events = self.lines[max(0, before - 51) : before - 1]
            answer = {"t": "history", "id": frame["id"], "room": FAR, "events": events}
            self._send(answer | {"more": before != 1 if before else after + 50 < last})


def _far_line(number: int, text: str) -> dict[str, Any]:
    by = {"author": "zz", "name": "Zoe", "line": number, "text": text}
    return {"number": number, "kind": "line", "at": 1_763_892_300_000 + number * 1000} | by
