"""Tells people by mail what was done to their account, or why no mail can come."""

from collections.abc import Mapping

from structlog import get_logger

from gateway.api import common
from gateway.http.problems import Problem
from gateway.mail.letter import Kind
from gateway.services import Services
from store.errors import StoreError
from store.people.records import User

log = get_logger("gateway.mail")


def where() -> dict[str, str]:
    """Return from where this request came, for the text of a letter."""
    place = common.place()
    return {"device": place.device, "address": place.address}


async def tell(
    services: Services, user: User, kind: Kind, data: Mapping[str, str], *, to: str | None = None
) -> None:
    """Queue a letter about what no call of the store does, or what needs no warning.

    All else takes the letter along, so that a kill in between does not lose it (`Outbox.letter`).
    """
    try:
        await services.mail.send(user, kind, data, to=to)
    except StoreError as error:
        log.warning("somebody was not told by mail", player=user.id, kind=kind, reason=str(error))


def no_mail() -> Problem:
    """Make the answer where a mail would be needed, and none can be sent."""
    detail = "This server sends no mails. Ask whoever runs it for a one-time link."
    return Problem(409, "no_mail", detail)
