"""People of a random schedule: they come, wait for matches, play, give up, talk and come back."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from actors.core.address import Address
from actors.match.messages import Enter, Resign
from actors.matchmaker.messages import Queue, Unqueue
from actors.presence.messages import ListFriends
from actors.room.access import LOBBY, direct
from actors.room.frames import Say, Subscribe
from tests.actors.page import Frame, Page
from tests.cluster.cluster import Cluster

PATIENCE = 1.0
"""Seconds after which a line without an answer is said again, under its number."""


class Person:
    """A player with one page, which does what the pages of the project do after a resync."""

    def __init__(self, cluster: Cluster, name: str, friend: str, dice: Random) -> None:
        self.cluster = cluster
        self.name = name
        self.friend = friend
        self.presence: str | None = None
        """Where the friend is, by what the page was told."""
        self.rooms = LOBBY, direct(name, friend)
        self.page: Page | None = None
        self.acknowledged: set[str] = set()
        """The texts of the lines that were said and answered."""
        self.pages: list[Page] = []
        self.going_home = False
        self._dice = dice
        self._lines = 0
        self._saying: dict[str, tuple[Say, float]] = {}  # by request, and when it was said
        self._seen = 0
        self._match: str | None = None
        self._listing = ""  # the request for the friends
        self._requests = 0
        self._hears: dict[str, Callable[[Page, Frame], None]] = {
            "matched": self._matched,
            "welcome": self._welcomed,
            "resync": lambda page, _: self._subscribe(page),
            "finished": self._shown,
            "match": self._shown,
            "ok": self._answered,
            "error": self._refused,
            "friends": self._listed,
            "presence": self._told,
        }

    def act(self) -> None:
        """Do what one does in a quarter of a second."""
        page = self.page
        if page is None or page.closed is not None:
            self._come()
            return
        if not self._may(page):
            return
        self._read(page)
        self._say_again(page)
        if self._match is not None:
            if self._dice.random() < (0.3 if self.going_home else 0.05):
                self._say(page, Resign(self._request(), self._match))
        elif self.going_home:
            self._say(page, Unqueue(self._request()))
        elif self._dice.random() < 0.2:
            self._say(page, Queue(self._request()))
        if not self.going_home:
            self._chat(page)
            if self._dice.random() < 0.01:
                page.drop()
                page.closed = 1006

    def _may(self, page: Page) -> bool:
        node: Any = page.world
        return node.up and not node.frozen

    def _come(self) -> None:
        node = self.cluster.home(Address("player", self.name))
        if node is None:
            return
        old = self.page
        page = self.page = self.cluster.page(self.name, greeted=False, node=node)
        self.pages.append(page)
        self._seen = 0
        if old is not None and old.of("welcome"):
            page.begin(old.session, old.seq)
        else:
            page.begin()
        self._subscribe(page)

    def _subscribe(self, page: Page) -> None:
        for room in self.rooms:
            self._say(page, Subscribe(self._request(), room))
        self._list(page)
        if self._match is not None:
            self._say(page, Enter(self._match))

    def _list(self, page: Page) -> None:
        self._listing = self._request()
        self._say(page, ListFriends(self._listing))

    def _listed(self, _: Page, frame: Frame) -> None:
        if frame["id"] == self._listing:
            (friend,) = frame["friends"]
            self.presence = friend["presence"]

    def _told(self, _: Page, frame: Frame) -> None:
        assert frame["player"] == self.friend
        self.presence = frame["presence"]

    def _request(self) -> str:
        self._requests += 1
        return f"q{self._requests}"

    def _say(self, page: Page, frame: Any) -> None:
        page.heard = page.world.now()
        page.world.route(page, frame)

    def _read(self, page: Page) -> None:
        fresh, self._seen = page.frames[self._seen :], len(page.frames)
        for frame in fresh:
            if frame["t"] in self._hears:
                self._hears[frame["t"]](page, frame)

    def _matched(self, page: Page, frame: Frame) -> None:
        self._match = frame["match"]
        self._say(page, Enter(frame["match"]))

    def _welcomed(self, page: Page, frame: Frame) -> None:
        self._match = frame.get("match") or self._match
        if self._match is not None:
            self._say(page, Enter(self._match))

    def _shown(self, _: Page, frame: Frame) -> None:
        """See a match; an end that is not saved may turn out not to be one."""
        over = frame["t"] == "finished" or (frame["phase"] == "finished" and not frame["unsaved"])
        if over and frame["match"] == self._match:
            self._match = None

    def _answered(self, _: Page, frame: Frame) -> None:
        if (said := self._saying.pop(frame["id"], None)) is not None:
            self.acknowledged.add(said[0].text)

    def _refused(self, page: Page, frame: Frame) -> None:
        if frame.get("id") == self._listing:
            self._list(page)
        self._saying.pop(frame.get("id", ""), None)
        if frame["code"] == "no_such_match":
            self._match = None

    def _chat(self, page: Page) -> None:
        if self._dice.random() < 0.1:
            self._lines += 1
            room, request = self._dice.choice(self.rooms), self._request()
            say = Say(request, room, self._lines, f"{self.name} {self._lines}")
            self._saying[request] = say, page.world.now()
            self._say(page, say)

    def _say_again(self, page: Page) -> None:
        now = page.world.now()
        for request, (say, at) in self._saying.items():
            if now > at + PATIENCE:
                self._saying[request] = say, now
                self._say(page, say)
