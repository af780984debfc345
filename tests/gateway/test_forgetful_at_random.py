"""Browsers that forget, at random, without and with thieves: docs/adr/0024."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateway.forgetful import Browser, Site, Thief
from tests.patience import examples

SOME = st.floats(0.0, 1.0)
TIMES = st.one_of(st.floats(0.0, 60.0), st.floats(0.0, 1e6))
OWNER = st.one_of(
    st.tuples(
        st.sampled_from(
            ["exchange", "lost", "stray", "late", "late_answer", "open", "close", "request"]
        )
    ),
    st.tuples(st.just("wait"), TIMES),
    st.tuples(st.just("kill"), SOME),
)


class Story:
    """The story of one owner; each step tells whether the owner is still signed in."""

    def __init__(self) -> None:
        self.site = Site()
        self.owner = Browser(self.site, self.site.begin())
        self.strays = []
        self.backup = self.site.backup()

    @property
    def expired(self) -> bool:
        """Whether the 30 days of the session are over."""
        [record] = self.site.store.tables.sessions.values()
        return record.expires_at <= self.site.time * 1000.0

    def step(self, what: str, *how: float) -> bool:
        """Take a step; return False if the owner is signed out."""
        return getattr(self, f"_{what}")(*how) is not False

    def _exchange(self) -> bool:
        return self.owner.exchange()

    def _lost(self) -> bool:
        return self.owner.exchange(lost=True)

    def _stray(self) -> None:
        self.strays.append(self.owner.stray())
        self.owner.kill(0.0)

    def _late(self) -> None:
        for comes_in in self.strays:
            comes_in()
        self.strays.clear()

    def _late_answer(self) -> None:
        self.owner.late_answer()

    def _open(self) -> bool:
        return self.owner.open() or (self.owner.exchange() and self.owner.open())

    def _close(self) -> None:
        self.owner.close()

    def _request(self) -> bool:
        access = self.owner.access
        return access is None or self.site.request(access) or self.owner.exchange()

    def _wait(self, seconds: float) -> None:
        self.site.wait(seconds)

    def _kill(self, back: float) -> None:
        self.owner.kill(back)

    def _backup(self) -> None:
        self.backup = self.site.backup()

    def _restore(self) -> None:
        self.strays.clear()  # their connections end with the server
        self.site.restore(self.backup)
        self.site.wait(60.0)  # longer than a browser takes to write its cookies


BACKUPS = st.tuples(st.sampled_from(["backup", "restore"]))


@settings(max_examples=examples(1000), deadline=None)
@given(st.lists(st.one_of(OWNER, OWNER, BACKUPS), max_size=40))
def test_a_browser_that_forgets_is_never_signed_out(steps):
    story = Story()
    for step in [*steps, ("exchange",), ("open",)]:
        if story.expired:
            return
        assert story.step(*step), step


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["exchange", "send", "arrive"])), max_size=60
    )
)
def test_of_tabs_that_come_back_at_once_every_socket_opens(steps):
    """A handshake arrives after other tabs have exchanged its cookie."""
    site = Site()
    window = Browser(site, site.begin())
    on_their_way: dict[int, str] = {}
    for tab, what in steps:
        site.wait(0.1)
        if what == "exchange":
            assert window.exchange()
        elif what == "send":
            on_their_way[tab] = window.cookie
        elif tab in on_their_way:
            assert site.open(window, on_their_way.pop(tab))


THEFT = st.tuples(
    st.just("thief"), st.sampled_from(["steal", "exchange", "open", "request", "leave"])
)


@settings(max_examples=examples(1000), deadline=None)
@given(st.lists(st.one_of(OWNER, THEFT), max_size=40))
def test_a_thief_is_out_when_the_owner_has_come_back(steps):
    story = Story()
    thieves = list[Thief]()
    for what, *how in steps:
        if what != "thief":
            story.step(what, *how)
        elif how[0] == "steal":
            thieves.append(Thief(story.site, story.owner.cookie))
        else:
            for thief in thieves:
                getattr(thief, how[0])()
    before = [thief.access for thief in thieves]
    if not story.owner.exchange() or not story.owner.open():
        assert story.site.session == ""  # for both
        return
    for thief, access in zip(thieves, before, strict=True):
        if access is None:  # a copy that was never exchanged
            continue
        if thief.request() or thief.exchange():  # the owner is thrown out at once, and asks
            assert not story.owner.connected
            assert not story.owner.exchange()
            assert story.site.session == ""
        assert not thief.request()
        assert not thief.connected
        assert not thief.exchange()
        assert not thief.open()
