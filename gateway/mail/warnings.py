"""Letters that warn the owner of an account of what was done to it, or tried."""

from gateway.mail.letter import Kind, Letter

WARNINGS: dict[Kind, Letter] = {
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
and passkeys still open it. One button there takes all of them off:
{site}/account/sign-in

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
