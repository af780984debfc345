"""The kinds of letters: what each one says, to whom it may go, and how long it is worth sending.

A new kind is a line of `Kind` and an entry of `LETTERS` or `WARNINGS`; the `Outbox` does the rest.
Every text may use `{name}` (as others see its reader), `{login}` (the log-in name), `{site}` and,
if it has one, `{link}`; all else is in the data that is given with it.
"""

from gateway.mail.letter import HOUR, Kind, Letter
from gateway.mail.warnings import WARNINGS

LETTERS: dict[Kind, Letter] = {
    **WARNINGS,
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
    "notes": Letter(
        "News for you",
        """\
Hello {name},

this came for you at {site} while you were away:

{notes}

What is sent to you, and when, is up to you: {site}/account/notifications
No more of these mails: {stop}
""",
        lasts=HOUR,
        listed="notes",
        may_stop=True,
    ),
}
TEST = Letter(
    "A mail to try it out",
    """\
If you can read this, the Rally at {site} can send mails.
""",
)
"""What scripts/admin test-mail sends."""
