"""How many players are connected in the whole cluster: each part shows it to its own players."""

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.player.topic import OfTopic, Topic, View
from actors.presence.messages import Message, OnlineView, Others, Present, Share, Tally
from actors.presence.parts import IDS
from actors.presence.state import State

COUNT = 1.0
"""Seconds for which a number stands on a page, however many come and go."""
TALLY = 0.25
"""Seconds for which a part gathers what it tells the first one."""
SHARE = 0.2
"""Seconds for which the first part gathers what it tells all."""
FIRST = Address("presence", IDS[0])
"""The part that adds up. What it does depends on the number of parts, not on that of players."""


class Online:
    """Belongs to a part of presence. Who comes and goes here is shown without a detour."""

    def __init__(self, context: Context[Message], state: State) -> None:
        self._context = context
        self._state = state
        self._telling = self._sharing = False
        self._topic = Topic(context, "online", state.readers, self._view, gather=COUNT)

    def resume(self) -> None:
        """After a start: the first part may be new, or have missed something."""
        self._topic.resume()
        self._tell_soon()

    def changed(self) -> None:
        """Take note that somebody has come to this part or has left it."""
        self._topic.changed()
        self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._telling:
            self._telling = True
            self._context.timer("tally", self._context.now() + TALLY, Tally())

    def handle(self, message: Tally | Present | Share | Others | OfTopic) -> None:
        """Tell the first part, add up, or show pages how many there are."""
        match message:
            case Tally():
                self._telling = False
                present = Present(self._context.address.id, len(self._state.here))
                self._context.tell(FIRST, present)
            case Present(part, here):
                self._state.present[part] = here
                if not self._sharing:
                    self._sharing = True
                    self._context.timer("share", self._context.now() + SHARE, Share())
            case Share():
                self._sharing = False
                self._share()
            case Others(here):
                if self._state.others != here:
                    self._state.others = here
                    self._topic.changed()
            case _:
                self._topic.handle(message)

    def _share(self) -> None:
        present = self._state.present
        everybody = sum(present.values())
        for part, here in present.items():
            self._context.tell(Address("presence", part), Others(everybody - here))

    def _view(self) -> View:
        return View(encode(OnlineView(self._state.others + len(self._state.here))))
