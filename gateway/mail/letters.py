"""The kinds of letters: what each one says, to whom it may go, and how long it is worth sending.

A new kind is a line of `Kind` and an entry of `LETTERS`; `Outbox.send` does the rest. Every text
may use `{name}` (as others see its reader), `{login}` (the log-in name), `{site}` and, if it has
one, `{link}`; all else is in the data that is given to `Outbox.send`.
"""

from typing import Literal

from msgspec import Struct

HOUR, DAY = 3600, 24 * 3600

Kind = Literal[
    "confirm",
    "address_taken",
    "reset",
    "password_changed",
    "password_reset",
    "ways_closed",
    "email_changed",
    "name_changed",
    "new_device",
    "code",
    "factor_added",
    "factor_removed",
    "recovery_used",
    "code_guessed",
    "passkey_copied",
    "notes",
    "identity_linked",
    "token_made",
]
Link = Literal["confirm", "take_back", "reset"]

LINKS: dict[Link, tuple[str, int]] = {
    "confirm": ("/confirm-email", DAY),
    "take_back": ("/confirm-email", 7 * DAY),
    "reset": ("/password-reset", HOUR),
}
"""The page of each one-time link, and for how many seconds it is good once it was sent."""


class Letter(Struct, frozen=True):
    """A kind. After ``lasts`` seconds in the outbox it is not sent any more.

    Each line of the fact ``listed`` is a point of a list in the text. If readers ``may_stop`` such
    letters, the fact ``stop`` is the address that does it, also with one click (RFC 8058).

    A ``link`` is made when the letter is sent, so that no secret waits in the store. A letter goes
    to a confirmed address, unless it is for ``anybody`` who reads the mails of an address.
    """

    subject: str
    text: str
    lasts: int = DAY
    link: Link | None = None
    anybody: bool = False
    listed: str | None = None
    may_stop: bool = False


LETTERS: dict[Kind, Letter] = {
    "confirm": Letter(
        "Confirm your e-mail address",
        """\
Somebody, probably you, has given this address for the account "{login}" at
{site}.

Open this link to confirm that it is yours. It works once, for a day:

{link}

A confirmed address gets you back in when you have forgotten your password, and we tell you there
when something about your account changes. If this was not you, do nothing.
""",
        link="confirm",
        anybody=True,
    ),
    "address_taken": Letter(
        "This address belongs to an account already",
        """\
Somebody, perhaps you, has given this address for the account "{other}" at
{site}.

But it belongs to another account there already, the one with the log-in name "{login}", and an
address can belong to one account only. Nothing has changed.

If this was you: sign in as "{login}", or give the new account another address. If you have
forgotten the password of "{login}", ask for a new one here: {site}/forgot-password

If it was not you, there is nothing to do.
""",
    ),
    "reset": Letter(
        "Choose a new password",
        """\
Somebody, probably you, has asked for a new password for your account "{login}" at
{site} ({device}, address {address}).

Open this link to choose one. It works once, for an hour:

{link}

If this was not you, do nothing: your password stays as it is, and nobody else has this link.
""",
        lasts=HOUR,
        link="reset",
    ),
    "password_changed": Letter(
        "Your password was changed",
        """\
The password of your account "{login}" at {site}
was just changed ({device}, address {address}). All other sessions have ended.

If this was you, there is nothing to do.

If it was not you, somebody else is in your account. Choose a new password at once, here:
{site}/forgot-password
""",
    ),
    "password_reset": Letter(
        "Your password was changed by a link",
        """\
The password of your account "{login}" at {site}
was just changed by a one-time link ({device}, address {address}). All sessions have ended, and all
API tokens are revoked.

If somebody else may have been in your account before, sign in and look at its page: linked sign-ins
and passkeys still open it. One button there takes all of them off: {site}/account

If it was not you who has changed the password, choose another one at once, here:
{site}/forgot-password
""",
    ),
    "ways_closed": Letter(
        "Only your password opens your account now",
        """\
All linked sign-ins, passkeys and API tokens of your account "{login}" at
{site} were just taken off ({device}, address {address}), and all other sessions have ended.

If this was you, there is nothing to do; you can link and make what you need anew.

If it was not you, somebody else is in your account. Choose a new password at once, here:
{site}/forgot-password
""",
    ),
    "email_changed": Letter(
        "Your account has another e-mail address",
        """\
The e-mail address of your account "{login}" at {site}
was just changed, so mails about it do not come here any more.

If this was you, there is nothing to do.

If it was not you, take your address back with this link. It works once, for seven days:

{link}

Then choose a new password, as whoever has changed the address probably knows the present one.
""",
        link="take_back",
        anybody=True,
    ),
    "name_changed": Letter(
        "Your log-in name was changed",
        """\
The log-in name of your account at {site} was just changed
from "{before}" to "{login}" ({device}, address {address}). Log in with the new one from now on.

If this was not you, somebody else is in your account. Choose a new password at once, here:
{site}/forgot-password
""",
    ),
    "new_device": Letter(
        "A new sign-in to your account",
        """\
Somebody has signed in to your account "{login}" at {site}
with a browser that was not used for it before: {device}, address {address}.

If this was you, there is nothing to do.

If it was not you, choose a new password, which ends all sessions: {site}/forgot-password
""",
    ),
    "code": Letter(
        "Your code is {code}",
        """\
This is the code to go on with your account "{login}" at {site}:

{code}

It works once, for ten minutes. Nobody from there ever asks you for it.

If you are not signing in just now, somebody else knows your password: choose a new one.
""",
        lasts=600,
    ),
    "factor_added": Letter(
        "Your account has a new second factor",
        """\
A second factor was just added to your account "{login}" at
{site} ({device}, address {address}).

If this was you, there is nothing to do.

If it was not you, somebody else is in your account. Remove it on the account page, choose a new
password, and log out everywhere.
""",
    ),
    "factor_removed": Letter(
        "A second factor was removed",
        """\
A second factor of your account "{login}" at {site}
was just removed ({device}, address {address}).

If this was you, there is nothing to do.

If it was not you, somebody else is in your account. Choose a new password, log out everywhere, and
set up a second factor again.
""",
    ),
    "recovery_used": Letter(
        "A recovery code was used",
        """\
Somebody has used a recovery code of your account "{login}" at
{site} ({device}, address {address}).

If this was you, that code counts no more; on the account page you can make new ones.

If it was not you, somebody has your codes and your password: choose a new password, and make new
codes.
""",
    ),
    "code_guessed": Letter(
        "Somebody guesses at your second factor",
        """\
Somebody has tried several wrong codes for your account "{login}" at
{site} ({device}, address {address}). They must know your password to get that far.

If this was not you, choose a new password.
""",
    ),
    "passkey_copied": Letter(
        "A passkey was not accepted",
        """\
A passkey of your account "{login}" at {site}
was not accepted ({device}, address {address}): there seem to be two of it.

Remove it on the account page, and make a new one. If you were not signing in just then, somebody
may have a copy of it.
""",
    ),
    "notes": Letter(
        "News for you",
        """\
Hello {name},

this came for you at {site} while you were away:

{notes}

What is sent to you, and when, is up to you: {site}/account
No more of these mails: {stop}
""",
        lasts=HOUR,
        listed="notes",
        may_stop=True,
    ),
    "identity_linked": Letter(
        "Your account has another way to sign in",
        """\
Your account "{login}" at {site}
was just linked with an account at {provider} ({device}, address {address}). Whoever that belongs
to can sign in as you from now on.

If this was you, there is nothing to do.

If it was not you, somebody else was in your account. Unlink it on the page of your account, and
choose a new password: {site}/forgot-password
""",
    ),
    "token_made": Letter(
        "A new API token of your account",
        """\
A new API token was made by your account "{login}" at {site}
({device}, address {address}). A program that has it can: {scopes}.

If this was you, there is nothing to do.

If it was not you, choose a new password, which revokes all tokens: {site}/forgot-password
""",
    ),
}
TEST = Letter(
    "A mail to try it out",
    """\
If you can read this, the Rally at {site} can send mails.
""",
)
"""What scripts/admin test-mail sends."""
