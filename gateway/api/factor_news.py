"""Tells people, in their inbox and by mail, what was done with their second factor."""

from structlog import get_logger

from actors.player.notices import FactorNews, FactorWhat
from gateway.api.notifications import notify
from gateway.api.telling import tell, where
from gateway.mail.letter import Kind
from gateway.services import Services
from store.errors import StoreError
from store.mail.records import Mail
from store.people.records import User

log = get_logger("gateway.auth")

LETTER: dict[FactorWhat, Kind] = {
    "added": "factor_added",
    "removed": "factor_removed",
    "recovery_used": "recovery_used",
    "guessed": "code_guessed",
    "copied": "passkey_copied",
}


async def factor_letter(services: Services, user: User, what: FactorWhat) -> Mail | None:
    """Write the letter that the store queues with what is done; then `note_factor`."""
    return await services.mail.letter(user, LETTER[what], where())


async def tell_factor(services: Services, user: User, what: FactorWhat) -> None:
    """Tell an account what somebody has tried, and what changes nothing in the store."""
    await note_factor(services, user, what)
    await tell(services, user, LETTER[what], where())


async def note_factor(services: Services, user: User, what: FactorWhat) -> None:
    """Note in the inbox what has just been done. It is done, whether this succeeds or not."""
    services.mail.bell.ring()
    try:
        await notify(services, user.id, f"factor {what}", FactorNews(what))
    except StoreError as error:
        log.warning("somebody was not told", player=user.id, what=what, reason=str(error))
