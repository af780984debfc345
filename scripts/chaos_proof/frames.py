"""Checks that each session delivers its numbered frames in order, each once, and resumes."""

from chaos_proof.findings import Findings
from chaos_proof.tales import Line, Run, Tale

KEPT = 120.0
"""Seconds for which a lost session can be resumed (docs/protocol.md)."""
FOR_GOOD = {1002, 1003, 1007, 1009, 1011, 4400, 4401, 4409, 4413, 4429}
"""Close codes by which the server shuts a client out; it has no reason to send a bot one."""


def check_frames(run: Run, findings: Findings) -> None:
    """Check every bot's sessions."""
    for tale in run.tales:
        _Sessions(run, tale, findings).check()


class _Sessions:
    """One bot's sessions, one after the other."""

    def __init__(self, run: Run, tale: Tale, findings: Findings) -> None:
        self._run, self._tale, self._findings = run, tale, findings
        self._asked: str | None = None  # the session named in the last hello
        self._hello = 0.0
        self._session: str | None = None
        self._since = self._lost = 0.0
        self._last = 0
        self._resync_due = False

    def check(self) -> None:
        for line in self._tale.lines:
            match line:
                case {"is": "sent", "frame": {"t": "hello"} as frame}:
                    self._asked, self._hello = frame.get("session"), line["at"]
                case {"is": "heard", "frame": {"t": "welcome"} as frame}:
                    self._welcome(line["at"], frame)
                case {"is": "heard", "frame": {"seq": seq} as frame}:
                    self._numbered(line["at"], seq, frame)
                case {"is": "closed", "code": code}:
                    self._lost = line["at"]
                    if code in FOR_GOOD:
                        self._note(line["at"], "players_lost", f"closed with {code}")

    def _welcome(self, at: float, frame: Line) -> None:
        if frame["resumed"]:
            if frame["session"] != self._asked:
                self._note(at, "sessions_lost", f"{frame['session']} in place of {self._asked}")
            return
        self._resync_due = self._asked is not None
        alive = not self._run.killed_between(self._since, at) and at - self._lost < KEPT
        if self._session is not None and alive:
            self._note(at, "sessions_lost", f"{self._session} was not resumed")
        # A welcome may arrive a moment after the server that sent it was killed; hello came before.
        self._session, self._since, self._last = frame["session"], self._hello, 0

    def _numbered(self, at: float, seq: int, frame: Line) -> None:
        if self._resync_due and frame["t"] != "resync":
            self._note(at, "sessions_lost", "another session, and no resync")
        self._resync_due = False
        if seq <= self._last:
            self._note(at, "frames_double", f"number {seq} after {self._last}")
        elif seq > self._last + 1:
            missing = seq - self._last - 1
            self._note(at, "frames_missing", f"number {seq} after {self._last}", missing)
        self._last = max(self._last, seq)

    def _note(self, at: float, loss: str, words: str, times: int = 1) -> None:
        self._findings.add(loss, f"{self._tale.name} at {at:.3f}: {words}", times)
