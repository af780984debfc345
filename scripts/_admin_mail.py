"""The commands of scripts/admin about mail."""

import argparse
import secrets
import sys
import time

import trio
from _admin_desk import Desk, Refused
from _admin_words import written

from gateway.mail.letters import TEST
from gateway.mail.message import NoAddress, address_of, write
from gateway.mail.smtp import Failed, deliver

SHOWN = 200


async def test_mail(desk: Desk, given: argparse.Namespace) -> None:
    """Send a mail now, and print what the mail server said."""
    server = desk.mail_server
    if server is None:
        raise Refused(
            "no mail server is named: give --smtp smtp://user@host:587 and --smtp-password-file, or"
            " RALLY_SMTP and RALLY_SMTP_PASSWORD_FILE as for scripts/serve"
        )
    try:
        to = address_of(given.address)
        mail = secrets.token_hex(16)
        facts = {"site": desk.site}
        text = write(TEST, facts, mail=mail, to=to, sender=server.sender, at=time.time())
        said = await trio.to_thread.run_sync(deliver, server, to, text)
    except NoAddress as error:
        raise Refused(f"{given.address!r}: {error}") from None
    except Failed as failed:
        remedy = f"; {failed.remedy}" if failed.remedy else ""
        raise Refused(f"{failed.what}{remedy}") from None
    print(f"{server.host}:{server.port} has taken a mail to {given.address}: {said}")
    print("It is in the inbox within minutes, or among the spam, or comes back to", server.sender)


async def list_mails(desk: Desk, _: argparse.Namespace) -> None:
    """Print the mails that wait or were given up, and why, the newest first."""
    for mail in await desk.store.mail.unsent(SHOWN):
        state = "given up" if mail.state == "given_up" else mail.state
        queued = written(mail.created_at, "")
        print(queued, state, mail.kind, mail.address, f"{mail.attempts}x", mail.detail, sep="\t")
    if desk.mail_server is None:
        print("This command knows of no mail server (RALLY_SMTP).", file=sys.stderr)
