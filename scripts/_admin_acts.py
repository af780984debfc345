"""The commands of scripts/admin. Each is written to the audit log before it is done."""

import argparse
import os
import secrets
import time
from collections.abc import Awaitable, Callable

import bcrypt
from _admin_desk import Desk, Refused
from _admin_mail import list_mails, test_mail
from _admin_providers import list_providers
from _admin_words import written

from gateway.auth.keys import USES, Keys
from gateway.auth.passwords import ROUNDS
from gateway.auth.rules import Broken, login_name
from store.errors import NameTaken
from store.moderation.records import Ban
from store.people.records import User
from store.profiles.records import Role
from store.programs.records import is_bot

PAGE = 500
SHOWN = 200


async def list_accounts(desk: Desk, _: argparse.Namespace) -> None:
    """Print a line for each account."""
    after = ""
    while found := await desk.store.moderation.registered(desk.now, PAGE, after):
        for one in found:
            seen = written(one.seen_at, "never seen")
            ban = one.ban and f"banned until {written(one.ban.until, 'ever')}: {one.ban.reason}"
            print(one.id, one.name, f'"{one.display_name}"', one.role, seen, ban or "", sep="\t")
        after = found[-1].id


async def show_log(desk: Desk, _: argparse.Namespace) -> None:
    """Print the newest entries."""
    for entry in await desk.store.moderation.audit(SHOWN):
        at = written(entry.at, "")
        print(at, entry.actor, entry.action, entry.subject, entry.detail, sep="\t")


async def create_admin(desk: Desk, given: argparse.Namespace) -> None:
    """Make an account an administrator; make the account first if there is none."""
    user = await desk.store.people.user_by_name(given.name)
    if user is None:
        user = await _new_account(desk, given.name)
    await _set_role(desk, user, "admin")
    if user.created_at == desk.now:
        await desk.note("reset-password", user)
        print("Open this within a day to set the password:", await desk.link(user))


async def set_role(desk: Desk, given: argparse.Namespace) -> None:
    """Give a role to an account."""
    await _set_role(desk, await desk.find(given.name), given.role)


async def ban(desk: Desk, given: argparse.Namespace) -> None:
    """Ban somebody."""
    user, reason = await desk.find(given.name), " ".join(given.reason)
    end = written(given.until, "ever")
    await desk.note("ban", user, f"until {end}: {reason}")
    await desk.store.moderation.ban(Ban(user.id, reason, desk.now, given.until))
    print(f"{user.name} is banned until {end}.")


async def unban(desk: Desk, given: argparse.Namespace) -> None:
    """Lift a ban."""
    user = await desk.find(given.name)
    if await desk.store.moderation.ban_of(user.id, desk.now) is None:
        raise Refused(f"{user.name} is not banned")
    await desk.note("unban", user)
    await desk.store.moderation.unban(user.id)
    print(f"{user.name} may sign in again.")


async def reset_password(desk: Desk, given: argparse.Namespace) -> None:
    """Print a link that sets a new password once."""
    user = await desk.find(given.name)
    if user.guest or is_bot(user.id):
        raise Refused(f"{user.name} has no password")
    await desk.note("reset-password", user)
    print("Good for a day, and once:", await desk.link(user))


async def reset_factors(desk: Desk, given: argparse.Namespace) -> None:
    """Print a link that takes off the second factor, once and with the password."""
    user = await desk.find(given.name)
    if not (await desk.store.factors.of(user.id)).any:
        raise Refused(f"{user.name} has no second factor")
    await desk.note("reset-factors", user)
    print("Good for a day, and once, together with the password:", await desk.factors_link(user))


async def rotate_keys(desk: Desk, given: argparse.Namespace) -> None:
    """Make a new key for one use; what was made with the older ones goes on."""
    use = next(use for use in USES if use.name == given.use)
    if use.variable in os.environ:
        raise Refused(f"{use.variable} has these keys; see docs/operations.md for how to rotate it")
    Keys(desk.keys / use.file, time.time, use).rotate()
    print(f"A new key for {use.name} is in {desk.keys / use.file}.")


async def _set_role(desk: Desk, user: User, role: Role) -> None:
    if user.guest and role != "player":
        raise Refused(f"{user.name} is a guest; only an account can be {role}")
    await desk.note("role", user, role)
    await desk.store.moderation.set_role(user.id, role)
    print(f"{user.name} is {role} now.")


async def _new_account(desk: Desk, text: str) -> User:
    """Make an account with a password that nobody knows."""
    try:
        name = login_name(text)
    except Broken as broken:
        raise Refused(f"{text!r} cannot be a log-in name: {broken.detail}") from None
    nobody_knows = bcrypt.hashpw(secrets.token_bytes(32), bcrypt.gensalt(ROUNDS)).decode()
    user = User(
        f"p{secrets.token_hex(8)}", name, name, nobody_knows, guest=False, created_at=desk.now
    )
    try:
        await desk.store.people.create_user(user)
    except NameTaken:
        raise Refused(f"{name!r} is the display name of somebody else; choose another") from None
    return user


ACTS: dict[str, Callable[[Desk, argparse.Namespace], Awaitable[None]]] = {
    "list": list_accounts,
    "log": show_log,
    "create-admin": create_admin,
    "role": set_role,
    "ban": ban,
    "unban": unban,
    "reset-password": reset_password,
    "reset-factors": reset_factors,
    "rotate-keys": rotate_keys,
    "test-mail": test_mail,
    "mails": list_mails,
    "providers": list_providers,
}
