"""What a test of invitations does, and what its pages have seen."""

from typing import Any

from actors.invitations.messages import Invite
from actors.pong.settings import Settings
from tests.actors.page import Page
from tests.actors.world import World


def pair(world: World) -> tuple[Page, Page]:
    return world.page("ada"), world.page("bob")


def invited(ada: Page, to: str = "bob", settings: Settings | None = None) -> str:
    """Invite somebody; return the id of the invitation."""
    ada.say(Invite("invite", to, settings or Settings()))
    assert ada.last("ok")["id"] == "invite"
    return ada.last("ok")["invitation"]


def received(page: Page) -> list[str]:
    return [one["id"] for one in page.last("invitations")["received"]]


def sent(page: Page) -> list[dict[str, Any]]:
    return page.last("invitations")["sent"]


def codes(page: Page) -> list[str]:
    return [frame["code"] for frame in page.of("error")]


def endings(page: Page) -> list[tuple[str, str, bool]]:
    return [(f["player"]["name"], f["why"], f["sent"]) for f in page.of("invitation_ended")]
