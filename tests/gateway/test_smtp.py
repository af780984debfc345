"""One mail to a real SMTP server: TLS, certificates, log-ins, refusals and silence."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from string import Formatter

import pytest
from msgspec.structs import replace

from gateway.mail import smtp
from gateway.mail.letter import Letter
from gateway.mail.letters import LETTERS, TEST
from gateway.mail.message import NoAddress, address_of, write
from gateway.mail.smtp import Failed, deliver
from gateway.start.smtp import MailServer
from tests.gateway.certificates import pair
from tests.gateway.sink import SENDER, Sink, sink

ADA = address_of("ada@example.org")
FACTS = {"site": "https://rally.example.org", "name": "Ada", "login": "ada", "link": "https://x/#y"}


def mail(letter: Letter = TEST, **facts: str) -> bytes:
    return write(letter, FACTS | facts, mail="m1", to=ADA, sender=SENDER, at=0.0)


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a server called localhost, whose certificate is trusted here."""
    cert, key = pair("localhost").put(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def at(post: Sink, **more: object) -> MailServer:
    return replace(post.server, host="localhost", **more)


def fault(server: MailServer, text: bytes | None = None) -> Failed:
    with pytest.raises(Failed) as caught:
        deliver(server, ADA, text or mail())
    return caught.value


def test_over_starttls_with_a_password_from_a_file_that_changes(tls, tmp_path: Path):
    secret = tmp_path / "password"
    secret.write_text("an app password\n")
    with sink(tls, starttls=True, login=("rally", "an app password")) as post:
        server = at(post, tls="starttls", user="rally", password_file=secret)
        assert deliver(server, ADA, mail()) == "250 taken"
        secret.write_text("another")
        wrong = fault(server)
        assert (wrong.outcome, len(post.letters)) == ("later", 1)
        assert "user or password (535" in wrong.what
        assert "app password" in wrong.remedy
    assert post.letters[0].tls


def test_over_tls_from_the_start(tls):
    with sink(tls) as post:
        assert deliver(at(post, tls="from the start"), ADA, mail()) == "250 taken"
        assert post.letters[0].tls
        by_address = replace(at(post, tls="from the start"), host="127.0.0.1")
        assert "is not valid" in fault(by_address).what
    assert len(post.letters) == 1


@pytest.mark.parametrize("how", ["starttls", "from the start"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail_and_no_password(
    tls, monkeypatch: pytest.MonkeyPatch, how
):
    monkeypatch.delenv("SSL_CERT_FILE")
    with sink(tls, starttls=how == "starttls") as post:
        refused = fault(at(post, tls=how, user="rally", password="secret"))
    assert (refused.outcome, post.letters) == ("later", [])
    assert "certificate" in refused.what
    assert "SSL_CERT_FILE" in refused.remedy


def test_off_this_machine_nothing_is_said_in_clear_text():
    with sink() as post:
        refused = fault(at(post, tls="starttls"))
    assert (refused.outcome, post.letters) == ("later", [])
    assert "STARTTLS" in refused.what


@pytest.mark.parametrize(
    ("recipient", "text", "outcome"),
    [
        ("550 5.1.1 no such user", "", "never"),
        ("450 4.2.1 greylisted", "", "later"),
        ("250 fine", "554 5.6.0 spam", "never"),
        ("250 fine", "451 4.3.0 disk full", "later"),
        ("250 fine", "421 4.3.2 going away", "later"),
    ],
)
def test_what_the_server_refuses(recipient: str, text: str, outcome: str):
    with sink() as post:
        post.recipients, post.answers = [recipient], [text] if text else []
        refused = fault(post.server)
        assert refused.outcome == outcome
        assert (text or recipient) in refused.what
        assert deliver(post.server, ADA, mail()) == "250 taken"


@contextmanager
def scripted(*answers: bytes) -> Iterator[MailServer]:
    """A server that gives these answers and then nothing, or hangs up at an empty one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            peer, _ = listener.accept()
            with peer:
                for number, answer in enumerate(answers):
                    if number:
                        peer.recv(65536)
                    if not answer:
                        return
                    peer.sendall(answer)
                while peer.recv(65536):
                    pass

        thread = threading.Thread(target=run)
        thread.start()
        try:
            port = listener.getsockname()[1]
            yield MailServer("127.0.0.1", port, "none", sender=SENDER)
        finally:
            thread.join()


HELLO = (b"220 here\r\n", b"250 hello\r\n")
UP_TO_TEXT = (*HELLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n")


@pytest.mark.parametrize(
    ("answers", "short", "outcome"),
    [
        ((), "PATIENCE", "later"),
        (HELLO, "PATIENCE", "later"),
        ((*HELLO, b""), None, "later"),
        (UP_TO_TEXT, "TAKING", "unknown"),
        ((*UP_TO_TEXT, b""), None, "unknown"),
    ],
    ids=[
        "silent",
        "silent at the sender",
        "gone at the sender",
        "silent at the text",
        "gone there",
    ],
)
def test_a_server_that_falls_silent_or_goes(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[bytes, ...], short: str | None, outcome: str
):
    """Only the limit that must run out is short, so that no other one does on a slow machine."""
    if short:
        monkeypatch.setattr(smtp, short, 0.1)
    monkeypatch.setattr(smtp, "BYE", 0.05)
    with scripted(*answers) as server:
        assert fault(server).outcome == outcome


def test_nobody_listens_and_a_name_that_is_unknown():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    nobody = MailServer("127.0.0.1", port, "none", sender=SENDER)
    assert "cannot be reached" in fault(nobody).what
    assert "not known" in fault(replace(nobody, host="no.such.host.invalid")).what


def test_an_address_beyond_ascii_needs_a_server_that_takes_it():
    jorg = address_of("j\u00f6rg@b\u00fccher.example")
    text = write(TEST, FACTS, mail="m1", to=jorg, sender=SENDER, at=0.0)
    assert b"xn--bcher-kva.example" in text
    with (
        scripted(b"220 here\r\n", b"250 hello\r\n", b"221 bye\r\n") as server,
        pytest.raises(Failed) as caught,
    ):
        deliver(server, jorg, text)
    assert caught.value.outcome == "never"
    with sink() as post:
        assert deliver(post.server, jorg, text) == "250 taken"
    assert address_of("ada@b\u00fccher.example").addr_spec == "ada@xn--bcher-kva.example"


def test_dots_at_the_beginning_of_lines_arrive():
    letter = Letter("Dots", ".\n..\n.three {name}\n")
    with sink() as post:
        deliver(post.server, ADA, mail(letter))
    assert post.letters[0].text.startswith(".\n..\n.three Ada\n")


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: eve@example.org", "x\nSubject: y", "\u2028x", "x\r\n.\r\nQUIT", "{login}"]
)
def test_nothing_that_is_filled_in_begins_a_header_or_a_line(evil: str):
    letter = Letter("For {name}", "Hello {name}\n")
    with sink() as post:
        deliver(post.server, ADA, mail(letter, name=evil))
    arrived = post.letters[0]
    assert arrived.message["Bcc"] is None
    assert len(arrived.message.keys()) == 9
    assert arrived.to == ["ada@example.org"]
    assert arrived.text.splitlines()[0].startswith("Hello ")
    assert evil.rsplit("\n", maxsplit=1)[-1].strip("\r\u2028") in arrived.text.splitlines()[0]


@pytest.mark.parametrize("text", ["ada", "@example.org", "ada@", "a\nb@example.org", "ada@x>y.org"])
def test_what_is_no_address(text: str):
    with pytest.raises(NoAddress):
        address_of(text)


@pytest.mark.parametrize("odd", ["a>b@e.org", "a,b@e.org", '"@e.org', "a;b@e.org", "<b@e.org"])
def test_an_odd_address_is_one_recipient(odd: str):
    text = write(TEST, FACTS, mail="m1", to=address_of(odd), sender=SENDER, at=0.0)
    with sink() as post:
        with suppress(Failed):
            deliver(post.server, address_of(odd), text)
        assert [len(letter.to) for letter in post.letters] in ([], [1])


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_is_plain_and_has_its_link(kind):
    letter = LETTERS[kind]
    fields = [name for _, name, *_ in Formatter().parse(letter.text + letter.subject) if name]
    facts = dict.fromkeys(fields, "something") | {"link": "https://x/#y"}
    text = mail(letter, **facts).decode("ascii")
    assert text.startswith("From: Rally <")
    assert (letter.link is None) == ("https://x/#y" not in text)
    assert max(len(line) for line in letter.text.splitlines()) <= 100
    assert smtplib.CRLF in text
