"""Hands one mail to the SMTP server. Everything here blocks, so it runs in a thread.

What an error means for the mail is decided here: a refusal of the recipient or of the text is for
good if the server says so (5xx); what is wrong with the connection, the certificate or the log-in
is for an administrator to mend, and the mail waits. When the connection is lost after the text was
sent and before it was answered, nobody knows.
"""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.headerregistry import Address
from typing import Literal

from gateway.start.smtp import MailServer

PATIENCE = 15.0
"""Seconds for each answer of the server but the last."""
TAKING = 45.0
"""Seconds for the answer to the text, which many servers look through before they take it."""
BYE = 2.0
"""Seconds for its last one, after which nothing depends on it."""
OURSELVES = "[127.0.0.1]"
"""How we introduce ourselves: a server that wants mail from us goes by the log-in."""

REACH = "check name and port, and what a firewall lets out"
TROUBLES: tuple[tuple[type[Exception], str, str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "the certificate of {where} is not valid: {reason}",
        "give the name in the certificate; SSL_CERT_FILE names an authority of your own",
    ),
    (
        ssl.SSLError,
        "{where} does not speak TLS as it should ({reason})",
        "smtps:// is for ports that begin with TLS (465), smtp:// for all others (587)",
    ),
    (socket.gaierror, "the name in {where} is not known", "check the name of the server"),
    (
        smtplib.SMTPNotSupportedError,
        "{where} does not offer what is needed: {reason}",
        "off this machine mail is sent over TLS alone: try smtps://, or another server",
    ),
    (
        smtplib.SMTPAuthenticationError,
        "{where} has refused user or password ({reason})",
        "check both; Gmail and others want an app password (docs/operations.md)",
    ),
    (
        smtplib.SMTPResponseException,
        "{where} has refused us ({reason})",
        "ask whoever runs that server",
    ),
    (TimeoutError, "{where} does not answer", REACH),
    (Exception, "{where} cannot be reached ({reason})", REACH),
)
"""What is wrong with the way to the server, by error; the first that fits counts."""

Outcome = Literal["later", "never", "unknown"]


class Failed(Exception):
    """A mail was not handed over: send it ``later``, ``never``, or nobody knows whether it was."""

    def __init__(self, outcome: Outcome, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.outcome: Outcome = outcome
        self.what = what
        self.remedy = remedy


def deliver(server: MailServer, to: Address, text: bytes) -> str:
    """Hand a mail over; return what the server said. Raises `Failed`."""
    smtp = _reach(server)
    try:
        _envelope(smtp, server, to)
        return _data(smtp, text)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            if smtp.sock is not None:
                smtp.sock.settimeout(BYE)
            smtp.quit()
        smtp.close()


def _reach(server: MailServer) -> smtplib.SMTP:
    """Connect, in TLS where that is needed, and log in."""
    where = f"{server.host}:{server.port}"
    try:
        context = ssl.create_default_context()
        more = {"timeout": PATIENCE, "local_hostname": OURSELVES}
        if server.tls == "from the start":
            smtp = smtplib.SMTP_SSL(server.host, server.port, context=context, **more)
        else:
            smtp = smtplib.SMTP(server.host, server.port, **more)
        try:
            if server.tls == "starttls":
                smtp.starttls(context=context)
            if server.user is not None:
                smtp.login(server.user, server.secret or "")
            else:
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise Failed("later", *_trouble(error, where)) from None
    return smtp


def _trouble(error: Exception, where: str) -> tuple[str, str]:
    """Return what is wrong with the way to the server, and what to do about it."""
    reason = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        reason = _said(error.smtp_code, error.smtp_error)
    elif isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message
    found = next((what, remedy) for kind, what, remedy in TROUBLES if isinstance(error, kind))
    return found[0].format(where=where, reason=reason), found[1]


def _envelope(smtp: smtplib.SMTP, server: MailServer, to: Address) -> None:
    """Say from whom and to whom, and ask whether the text may follow."""
    try:
        options = [] if to.username.isascii() else ["SMTPUTF8"]
        if options and not smtp.has_extn("smtputf8"):
            raise Failed("never", "the mail server takes no address with letters beyond ASCII")
        code, said = smtp.mail(server.sender, options)
        if code != 250:
            what = f"the sender {server.sender} was refused ({_said(code, said)})"
            raise Failed("later", what, "give --mail-from an address that this user may send from")
        code, said = smtp.rcpt(to.addr_spec)
        if code not in (250, 251):
            raise Failed(_refused(code), f"the recipient was refused ({_said(code, said)})")
        code, said = smtp.docmd("DATA")
        if code != 354:
            raise Failed(_refused(code), f"the mail was refused ({_said(code, said)})")
    except (OSError, smtplib.SMTPException) as error:
        raise Failed(
            "later", f"the connection was lost before the mail was sent ({error})"
        ) from None


def _data(smtp: smtplib.SMTP, text: bytes) -> str:
    """Send the text, and wait for the word that makes it the server's matter."""
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(TAKING)
        smtp.send(re.sub(rb"(?m)^\.", b"..", text) + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        what = f"the connection was lost before the mail was answered ({error})"
        raise Failed("unknown", what) from None
    if code != 250:
        raise Failed(_refused(code), f"the mail was refused ({_said(code, said)})")
    return _said(code, said)


def _refused(code: int) -> Outcome:
    return "never" if code >= 500 else "later"


def _said(code: int, said: bytes | str) -> str:
    """Return an answer of the server on one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())[:300]
