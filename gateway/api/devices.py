"""Tells people when somebody signs in to their account with a browser that is new to it."""

from quart import Response, request

from actors.player.notices import NewDevice
from gateway.api import audit, common
from gateway.api.notifications import notify
from gateway.api.telling import where
from gateway.auth import known
from gateway.services import Services
from store.people.records import User


async def recognise(services: Services, user: User, response: Response) -> None:
    """Note with which browser somebody signs in, and tell them if it is a new one.

    The first browser of an account is no news. A guest has nothing that a thief could sign in to.
    """
    if user.guest:
        return
    jar, place = common.jar(), common.place()
    text = known.read(jar, request.cookies)
    known.give(jar, response, text)
    now = common.milliseconds(services)
    hashed = known.hash_for(user.id, text)
    news = await services.mail.letter(user, "new_device", where())
    know = services.store.sessions.know_device
    if await know(user.id, hashed, place.device, now, news) != "new":
        return
    services.mail.bell.ring()
    await audit.note(services, "new-device", user, place.device)
    await notify(services, user.id, "new device", NewDevice(place.device, place.address))
