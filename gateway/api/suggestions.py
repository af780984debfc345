"""Names for somebody new, made of what a provider calls them: allowed by the rules, and free."""

import secrets
from collections.abc import Awaitable, Callable, Iterator

from gateway.auth import rules
from gateway.auth.providers.person import Person
from gateway.auth.rules import LONGEST_NAME, PUNCTUATION, SHORTEST_LOGIN, Broken
from gateway.services import Services
from store.people.records import User

ANYBODY = "Player"
TRIES = 5


async def suggest(services: Services, person: Person) -> tuple[str, str]:
    """Return a log-in name and a display name."""
    people = services.store.people
    login = _login(person.login) or _login(person.name) or ANYBODY.lower()
    shown = _shown(person.name) or _shown(person.login) or ANYBODY
    name = await _free(login, people.user_by_name, "")
    return name, await _free(shown, people.user_by_display_name, " ")


def _login(text: str) -> str:
    """Return a log-in name as close to a text as the rules allow; empty if nothing is left."""
    try:
        return rules.login_name(text)
    except Broken:
        kept = (c for c in text if c.isascii() and (c.isalnum() or c in PUNCTUATION))
        name = "".join(kept).lstrip(PUNCTUATION)[:LONGEST_NAME]
        return name if len(name) >= SHORTEST_LOGIN else ""


def _shown(text: str) -> str:
    try:
        return rules.display_name(text[:LONGEST_NAME])
    except Broken:
        return ""


async def _free(name: str, find: Callable[[str], Awaitable[User | None]], gap: str) -> str:
    """Return the name, with a number if it is taken."""
    for candidate in _numbered(name, gap):
        if await find(candidate) is None:
            return candidate
    return f"{name[: LONGEST_NAME - 7]}{gap}{secrets.randbelow(1_000_000)}"


def _numbered(name: str, gap: str) -> Iterator[str]:
    yield name
    for number in range(2, 2 + TRIES):
        yield f"{name[: LONGEST_NAME - 2]}{gap}{number}"
