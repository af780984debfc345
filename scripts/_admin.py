"""The commands of scripts/admin. They work on the store itself, whether or not a server runs."""

import argparse
import getpass
import os
import sys
from collections.abc import Awaitable, Callable, Sequence

import trio
from _admin_acts import ACTS
from _admin_desk import Desk, Refused
from _admin_words import duration_end

from gateway.auth.keys import USES
from gateway.process.errors import CannotStart
from gateway.start.folder import prepare
from gateway.start.options import Options, parse
from store.errors import StoreError
from store.opening import open_store

EPILOG = """\
NAME is a log-in name, or the id of a player (guests have no log-in name).
END is 30m, 12h, 7d, 4w, a day (2026-12-31: until that day ends in UTC), or 'forever'.
A running server obeys a ban within a second. The audit log ('log') notes what is done to accounts,
under the name of the user who is logged in on this machine.
Exit code: 0 done, 1 refused (or done, but the output could not be printed), 2 the store cannot
be used; one line says why.
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        options = parse(_store_options(given), os.environ)
        trio.run(_act, options, given)
    except Refused as refused:
        return _say(refused, 1)
    except (CannotStart, StoreError) as error:
        return _say(error, 2)
    except BaseExceptionGroup as group:
        known, rest = group.split((Refused, CannotStart, StoreError))
        if rest is not None or known is None:
            raise
        error = _leaf(known)
        return _say(error, 1 if isinstance(error, Refused) else 2)
    return 0


async def _act(options: Options, given: argparse.Namespace) -> None:
    act: Callable[[Desk, argparse.Namespace], Awaitable[None]] = ACTS[given.command]
    if options.store is None:
        prepare(options.data, options.keys_folder)
    async with open_store(options.place) as store:
        who = f"console:{getpass.getuser()}"
        await act(Desk(store, who, options), given)


def _say(error: BaseException, code: int) -> int:
    print(f"rally: {error}", file=sys.stderr)
    return code


def _leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _store_options(given: argparse.Namespace) -> list[str]:
    stores = ("data", "keys", "store", "store_password_file")
    named = (*stores, "providers", "smtp", "smtp_password_file", "mail_from")
    chosen = {f"--{name.replace('_', '-')}": getattr(given, name, None) for name in named}
    return [part for option in chosen if (value := chosen[option]) for part in (option, value)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/admin",
        description="Looks after the accounts of a Rally.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--data", metavar="FOLDER", help="as for scripts/serve (RALLY_DATA)")
    parser.add_argument("--keys", metavar="FOLDER", help="as for scripts/serve (RALLY_KEYS)")
    parser.add_argument("--store", metavar="URL", help="as for scripts/serve (RALLY_STORE)")
    parser.add_argument(
        "--store-password-file",
        metavar="FILE",
        help="as for scripts/serve (RALLY_STORE_PASSWORD_FILE)",
    )
    add = parser.add_subparsers(dest="command", metavar="COMMAND", required=True).add_parser

    def named(command: str, text: str) -> argparse.ArgumentParser:
        sub = add(command, help=text, description=text)
        sub.add_argument("name", metavar="NAME")
        return sub

    add("list", help="list accounts, with role and ban")
    add("log", help="show the newest 200 entries of the audit log, the newest first")
    named("create-admin", "make an account an administrator; a new one gets a link for a password")
    role = named("role", "promote or demote")
    role.add_argument("role", choices=("player", "moderator", "admin"))
    ban = named("ban", "ban until END; open pages are closed at once")
    ban.add_argument("until", metavar="END", type=duration_end)
    ban.add_argument(
        "reason", metavar="REASON", nargs="+", help="the banned person gets to read this"
    )
    named("unban", "lift a ban")
    named("reset-password", "make a link that sets a new password; it works once, within a day")
    named("reset-factors", "make a link that takes off the second factor; once, within a day")
    text = "make a new key; those for tokens change by themselves each month"
    rotate = add("rotate-keys", help=text, description=text)
    rotate.add_argument("use", choices=[use.name for use in USES if use.turn is None])
    text = "list the sites to sign in with, what to register there, and when our secrets end"
    providers = add("providers", help=text, description=text)
    providers.add_argument("--providers", metavar="FILE", help="as for serve (RALLY_PROVIDERS)")
    add("mails", help="list mails that wait or were given up, and why")
    test_mail = add("test-mail", help="send a mail now, and print what the mail server said")
    test_mail.add_argument("address", metavar="ADDRESS")
    for option, what in (("smtp", "URL"), ("smtp-password-file", "FILE"), ("mail-from", "ADDRESS")):
        variable = f"RALLY_{option.replace('-', '_').upper()}"
        test_mail.add_argument(f"--{option}", metavar=what, help=f"as for serve ({variable})")
    return parser
