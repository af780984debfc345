"""Tells people, in their inbox and by mail, what was done with their second factor."""

from structlog import get_logger

from actors.player.notices import FactorNews, FactorWhat
from gateway.api.notifications import notify
from gateway.api.telling import tell, where
from gateway.mail.letters import Kind
from gateway.services import Services
from store.errors import StoreError
from store.people.records import User

log = get_logger("gateway.auth")

LETTER: dict[FactorWhat, Kind] = {
    "added": "factor_added",
    "removed": "factor_removed",
    "recovery_used": "recovery_used",
    "guessed": "code_guessed",
    "copied": "passkey_copied",
}


async def tell_factor(services: Services, user: User, what: FactorWhat) -> None:
    """Tell an account what has just been done. That is done, whether this succeeds or not."""
    try:
        await notify(services, user.id, f"factor {what}", FactorNews(what))
    except StoreError as error:
        log.warning("somebody was not told", player=user.id, what=what, reason=str(error))
    await tell(services, user, LETTER[what], where())
