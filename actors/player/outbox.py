"""The frames that a session still has to be sent, and those it may ask for again."""

from collections import deque

from actors.frames import numbered

KEPT = 256
"""Numbered frames kept for a resume."""
KEPT_BYTES = 128 * 1024
"""The most bytes of them: a resume has to fit into the bound of a connection."""


class Outbox:
    """Numbered frames in order, and for motion one latest-wins slot per key. Bounded."""

    __slots__ = ("_kept", "_pending", "_size", "_slots", "seq")

    def __init__(self) -> None:
        self.seq = 0
        self._kept: deque[bytes] = deque()  # the newest ones, up to number ``seq``
        self._size = 0
        self._pending: list[bytes] = []
        self._slots: dict[str, bytes] = {}

    def push(self, frame: bytes, *, connected: bool) -> None:
        """Number a frame; it is kept until acknowledged, or until KEPT newer ones came."""
        self.seq += 1
        data = numbered(frame, self.seq)
        self._kept.append(data)
        self._size += len(data)
        while len(self._kept) > KEPT or self._size > KEPT_BYTES:
            self._forget()
        if connected:
            self._pending.append(data)

    def say(self, frame: bytes) -> None:
        """Queue a frame about the connection, not the session: unnumbered and not kept."""
        self._pending.append(frame)

    def put(self, key: str, frame: bytes) -> None:
        """Replace the newest frame of this key."""
        self._slots[key] = frame

    def take(self, *, congested: bool) -> bytes:
        """Return all there is to send now as one message, motion last; none while congested."""
        out, slots = self._pending, self._slots
        if slots and not congested:
            if not out and len(slots) == 1:  # nearly always: one key press of the opponent
                return slots.popitem()[1]
            out.extend(slots.values())
            slots.clear()
        if len(out) == 1:
            return out.pop()
        data = b"\n".join(out)
        out.clear()
        return data

    def drop_unsent(self) -> None:
        """Handle the loss of the connection: drop motion, keep numbered frames for a resume."""
        self._pending.clear()
        self._slots.clear()

    def ack(self, seq: int) -> None:
        """Forget what the page has seen."""
        while self._kept and self.seq - len(self._kept) < seq:
            self._forget()

    def _forget(self) -> None:
        self._size -= len(self._kept.popleft())

    def after(self, last: int) -> list[bytes] | None:
        """Return the frames after ``last``, in order; None if some are missing."""
        missed, kept = self.seq - last, len(self._kept)
        return [*self._kept][kept - missed :] if 0 <= missed <= kept else None

    def statistics(self) -> dict[str, int]:
        """Return how much is held."""
        return {"seq": self.seq, "kept": len(self._kept), "slots": len(self._slots)}
