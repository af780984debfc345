"""The members of a room, for `peers.room`: they read it, and some of them speak."""

from array import array
from collections.abc import Callable
from itertools import count
from pathlib import Path

import msgspec

from peers.loop import Loop, clock
from peers.rally import Rally, RallyPlayer
from peers.systems import Program
from peers.tally import Tally

TEXT = "a line of about the length that people write in a chat, %d"
AGAIN = 0.2
"""Seconds after which a refused line is said again."""


class Talk:
    """What the members say and hear; ``waits`` are the seconds until each line was answered."""

    def __init__(self) -> None:
        self.delivered = self.lines = self.shown = self.refused = 0
        self.waits = array("d")
        self.next: Callable[[Member], None] = lambda _: None

    def begin(self) -> None:
        """Count from now on."""
        self.delivered = self.lines = 0
        self.waits = array("d")


class Member(RallyPlayer):
    """A page that reads the lobby's room, and may speak in it."""

    def __init__(self, loop: Loop, tally: Tally, port: int, token: str, talk: Talk) -> None:
        self.talk = talk
        self.said = 0.0
        self._lines = count(int(clock() * 1000.0))
        super().__init__(loop, tally, port, token, {})
        self._hears[b"eve"] = self._event
        self._hears[b"wel"] = self._welcomed
        self._hears[b"roo"] = self._room
        self._hears[b'ok"'] = self._ok
        self._hears[b"err"] = self._error

    def say(self) -> None:
        """Say a line."""
        line = next(self._lines)
        self.said = clock()
        text = (TEXT % line).encode()
        self.send(b'{"t":"say","id":"say","room":"lobby","line":%d,"text":"%b"}' % (line, text))

    def _welcomed(self, line: bytes) -> None:
        self._numbered(line)
        self.send(b'{"t":"subscribe","id":"sub","room":"lobby"}')

    def _room(self, _: bytes) -> None:
        self.talk.shown += 1

    def _event(self, _: bytes) -> None:
        self.talk.delivered += 1

    def _ok(self, line: bytes) -> None:
        self._note(line)
        if b'"id":"say"' in line:
            self.talk.lines += 1
            self.talk.waits.append(clock() - self.said)
            self.talk.next(self)

    def _error(self, line: bytes) -> None:
        self._note(line)
        self.talk.refused += 1
        self.loop.at(clock() + AGAIN, lambda: self.talk.next(self))

    def _note(self, line: bytes) -> None:
        self._seq = msgspec.json.decode(line).get("seq", self._seq)


class Hall(Rally):
    """Rally with players first and then members; a member may say as many lines as it can."""

    def __init__(self, players: int) -> None:
        super().__init__()
        self.players = players
        self.talk = Talk()

    def program(self, folder: Path, port: int) -> Program:
        """See `System.program`."""
        program = super().program(folder, port)
        return Program([*program.command, "--say-limit", "100000/1"], program.cwd)

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> RallyPlayer:
        """See `System.join`."""
        if number < self.players:
            return super().join(loop, tally, port, number)
        return Member(loop, tally, port, self._tokens[number], self.talk)
