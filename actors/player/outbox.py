"""What a session still has to be told, and what it may ask for again."""

from collections import deque

from actors.frames import numbered

KEPT = 256
"""Numbered frames kept for a resume."""
KEPT_BYTES = 128 * 1024
"""And their size: a resume has to fit into what a connection may have waiting."""


class Outbox:
    """Numbered frames in order, and for motion one latest-wins slot per key. Bounded."""

    __slots__ = ("_kept", "_pending", "_size", "_slots", "seq")

    def __init__(self) -> None:
        self.seq = 0
        self._kept: deque[tuple[int, bytes]] = deque()
        self._size = 0
        self._pending: list[bytes] = []
        self._slots: dict[str, bytes] = {}

    def push(self, frame: bytes, *, connected: bool) -> None:
        """Number a frame; it is kept until acknowledged, or until KEPT newer ones came."""
        self.seq += 1
        data = numbered(frame, self.seq)
        self._kept.append((self.seq, data))
        self._size += len(data)
        while len(self._kept) > KEPT or self._size > KEPT_BYTES:
            self._forget()
        if connected:
            self._pending.append(data)

    def say(self, frame: bytes) -> None:
        """Queue a frame that is about the connection, not the session: no number, no resume."""
        self._pending.append(frame)

    def put(self, key: str, frame: bytes) -> None:
        """Exchange the newest frame of this key."""
        self._slots[key] = frame

    def take(self, *, congested: bool) -> bytes:
        """Everything to send now as one message, motion last; slots wait while congested."""
        out, slots = self._pending, self._slots
        if slots and not congested:
            if not out and len(slots) == 1:  # as nearly always: one key of the opponent
                return slots.popitem()[1]
            out.extend(slots.values())
            slots.clear()
        if not out:
            return b""
        self._pending = []
        return out[0] if len(out) == 1 else b"\n".join(out)

    def drop_unsent(self) -> None:
        """The connection is gone: motion is void, numbered frames wait for a resume."""
        self._pending.clear()
        self._slots.clear()

    def ack(self, seq: int) -> None:
        """Forget what the page has seen."""
        while self._kept and self._kept[0][0] <= seq:
            self._forget()

    def _forget(self) -> None:
        self._size -= len(self._kept.popleft()[1])

    def after(self, last: int) -> list[bytes] | None:
        """The frames after ``last``, in order; None if they are not all here (a gap)."""
        if last > self.seq:
            return None
        missed = [data for seq, data in self._kept if seq > last]
        return missed if len(missed) == self.seq - last else None

    def statistics(self) -> dict[str, int]:
        """How much is held."""
        return {"seq": self.seq, "kept": len(self._kept), "slots": len(self._slots)}
