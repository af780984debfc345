"""Options come from the command line, else the environment, else the default; errors are a line."""

from pathlib import Path

import pytest

from gateway.process.errors import CannotStart
from gateway.start.options import READERS, Options, parse
from gateway.start.smtp import MailServer
from store.redis.address import Address, read_address


def test_the_defaults():
    options = parse([], {})
    assert options == Options()
    assert (options.host, options.port, options.data.name) == ("127.0.0.1", 8000, "data")


def test_every_option_is_a_variable_too_and_the_option_wins(tmp_path: Path):
    variables = {
        "RALLY_HOST": "::1",
        "RALLY_PORT": "81",
        "RALLY_DATA": str(tmp_path),
        "RALLY_SQLITE_SYNC": "Full",
        "RALLY_LOG_LEVEL": "ERROR",
    }
    options = Options("::1", 81, data=tmp_path, sqlite_sync="full", log_level="error")
    assert parse([], variables) == options
    arguments = ["--host", "localhost", "--port=82", "--log-level", "debug", "--data", "here"]
    mixed = parse([*arguments, "--sqlite-sync", "normal"], variables)
    assert mixed == Options("127.0.0.1", 82, data=Path.cwd() / "here", log_level="debug")


def test_off_the_loopback_there_is_always_tls():
    options = parse(["--host", "0.0.0.0"], {})  # noqa: S104
    assert (options.tls, options.port, options.redirect_port) == (True, 4443, 4444)
    alone = parse(["--host", "::", "--port", "1", "--redirect-port", "none"], {})
    assert (alone.tls, alone.port, alone.redirect_port) == (True, 1, None)
    assert not parse(["--host", "127.8.8.8"], {}).tls


def test_a_certificate_turns_tls_on():
    options = parse(["--tls-cert", "c.pem", "--tls-key", "k.pem"], {})
    assert (options.tls, options.host, options.port) == (True, "127.0.0.1", 4443)
    assert options.tls_cert == Path.cwd() / "c.pem"


def test_a_site_behind_proxies():
    urls = "https://Pong.example.org/, https://play.example.org:4443,https://x.example:443"
    options = parse(["--public-urls", urls, "--trusted-proxies", "127.0.0.1, fd00::/8"], {})
    assert options.public_urls == (
        "https://pong.example.org",
        "https://play.example.org:4443",
        "https://x.example",
    )
    assert [str(network) for network in options.trusted_proxies] == ["127.0.0.1/32", "fd00::/8"]


def test_an_empty_variable_is_as_good_as_none():
    assert parse([], {"RALLY_PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["--host", "example.org"], {}, ["--host", "address", "127.0.0.1", "0.0.0.0"]),  # noqa: S104
        ([], {"RALLY_HOST": "1.2.3"}, ["RALLY_HOST", "1.2.3"]),
        (["--tls-cert", "a.pem"], {}, ["--tls-key", "missing"]),
        ([], {"RALLY_TLS_KEY": "a.pem"}, ["--tls-cert", "missing"]),
        (["--redirect-port", "80"], {}, ["--redirect-port", "TLS"]),
        (["--host", "::", "--redirect-port", "off"], {}, ["--redirect-port", "off"]),
        (["--port", "99999"], {}, ["--port", "65535"]),
        ([], {"RALLY_PORT": "http"}, ["RALLY_PORT", "http"]),
        (["--log-level", "loud"], {}, ["--log-level", "debug, info"]),
        (["--public-urls", "http://a.example"], {}, ["--public-urls", "https://name"]),
        (["--public-urls", "https://a.example/x"], {}, ["--public-urls", "https://a.example/x"]),
        ([], {"RALLY_PUBLIC_URLS": "https://a.example,b"}, ["RALLY_PUBLIC_URLS", "'b'"]),
        (["--trusted-proxies", "proxy"], {}, ["--trusted-proxies", "proxy", "10.0.0.0/8"]),
        (["--trusted-proxies", "10.0.0.1/8"], {}, ["--trusted-proxies", "host bits"]),
        (["--people-per-address", "0"], {}, ["--people-per-address", "1 to"]),
        (["--say-limit", "4"], {}, ["--say-limit", "4/10"]),
        (["--keep-lines", "0"], {}, ["--keep-lines", "1 to"]),
        ([], {"RALLY_KEEP_LOBBY_LINES": "x"}, ["RALLY_KEEP_LOBBY_LINES", "days"]),
        (["--word-list", "/nowhere"], {}, ["--word-list", "/nowhere"]),
        ([], {"RALLY_SAY_LIMIT": "0/10"}, ["RALLY_SAY_LIMIT", "1 to 1000000"]),
        (["--sqlite-sync", "off"], {}, ["--sqlite-sync", "normal", "full"]),
        (
            ["--store", "postgresql://h/d", "--sqlite-sync", "full"],
            {},
            ["--sqlite-sync", "--store", "leave it out"],
        ),
        (["--redis", "redis://h"], {}, ["--redis", "--store"]),
        (["--workers", "0"], {}, ["--workers", "1 to"]),
        ([], {"RALLY_WORKERS": "2"}, ["--workers", "--store", "--redis"]),
        (["--workers", "2", "--store", "postgresql://h/d"], {}, ["--workers", "--redis"]),
        ([], {"RALLY_REDIS": "http://:secret@h"}, ["RALLY_REDIS", "redis://", "rediss://"]),
        (["--redis-password-file", "x"], {}, ["--redis-password-file", "without --redis"]),
        (["--store-password-file", "x"], {}, ["--store-password-file", "without --store"]),
        (
            ["--store", "postgresql://a:b@h/d", "--store-password-file", "/dev/null"],
            {},
            ["--store-password-file", "already"],
        ),
        (
            ["--store", "postgresql://h/d", "--store-password-file", "/no/such"],
            {},
            ["--store-password-file", "cannot be read"],
        ),
        (
            ["--store", "postgresql://h/d", "--redis", "redis://h"],
            {"RALLY_REDIS_PASSWORD_FILE": "/dev/null"},
            ["--redis-password-file", "/dev/null has no password"],
        ),
        (["--colour"], {}, ["--colour", "--help"]),
        (["--port"], {}, ["--port", "--help"]),
    ],
)
def test_what_is_wrong_is_named_with_the_remedy(arguments, variables, words):
    with pytest.raises(CannotStart) as refused:
        parse(arguments, variables)
    assert [word for word in words if word not in str(refused.value)] == []
    assert "\n" not in str(refused.value)


def test_help_names_every_option_and_variable(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        parse(["--help"], {})
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    for name in READERS:
        assert f"RALLY_{name.upper()}" in said
        assert f"--{name.replace('_', '-')}" in said


def test_several_servers_with_passwords_in_files(tmp_path: Path):
    files = {"STORE": "p/w:1@x%", "REDIS": "öffne!"}
    variables = {"RALLY_STORE": "postgresql://rally@h:5/d?x=y", "RALLY_REDIS": "rediss://[::1]:7/2"}
    for name, password in files.items():
        (tmp_path / name).write_text(f"{password}\n")
        variables[f"RALLY_{name}_PASSWORD_FILE"] = str(tmp_path / name)
    options = parse([], variables)
    assert options.place == "postgresql://rally:p%2Fw%3A1%40x%25@h:5/d?x=y"
    assert options.redis_url is not None
    assert read_address(options.redis_url) == Address("::1", 7, 2, password="öffne!", tls=True)
    assert parse([], {}).redis_url is None


def test_a_mail_server(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("abcd efgh\n")
    files = {"RALLY_SMTP_PASSWORD_FILE": str(secret)}
    gmail = parse(["--smtp", "smtp://ada@gmail.com@smtp.gmail.com"], files).mail_server
    assert gmail is not None
    assert gmail == MailServer(
        *("smtp.gmail.com", 587, "starttls", "ada@gmail.com", None, secret, "ada@gmail.com")
    )
    assert gmail.secret == "abcd efgh"
    url = {"RALLY_SMTP": "smtps://rally:p%40ss@mail.example.org:466"}
    other = parse(["--mail-from", "r@example.org"], url).mail_server
    assert other is not None
    assert (other.port, other.tls, other.secret) == (466, "from the start", "p@ss")
    local = parse(["--smtp", "smtp://localhost:25", "--mail-from", "r@example.org"], {}).mail_server
    assert local == MailServer("localhost", 25, "none", sender="r@example.org")
    assert Options().mail_server is None


@pytest.mark.parametrize(
    ("smtp", "more", "words"),
    [
        ("mail.example.org", [], ["--smtp", "smtp://user@host:587"]),
        ("http://mail.example.org", [], ["--smtp", "smtps://"]),
        ("smtp://mail.example.org:99999", [], ["--smtp"]),
        ("smtp://mail.example.org/x", [], ["--smtp"]),
        ("smtp://mail.example.org", [], ["--mail-from is missing"]),
        ("smtp://rally@mail.example.org", [], ["no password"]),
        ("smtp://rally:x@mail.example.org", [], ["--mail-from is missing"]),
        ("smtp://m.example", ["--mail-from", "r@e.org\nBcc: x"], ["--mail-from", "no address"]),
        ("smtp://m.example", ["--mail-from", "R <r@e.org>"], ["--mail-from", "no address"]),
        ("smtp://m.example", ["--smtp-password-file", "x"], ["names no user"]),
        ("smtp://r@e.org@m.example", ["--smtp-password-file", "/no/such"], ["cannot be read"]),
        (None, ["--mail-from", "r@e.org"], ["--mail-from", "without --smtp"]),
    ],
)
def test_mistakes_about_mail_are_said_without_the_password(smtp, more: list[str], words: list[str]):
    given = [] if smtp is None else ["--smtp", smtp]
    with pytest.raises(CannotStart) as caught:
        parse([*given, *more], {})
    assert all(word in str(caught.value) for word in words)
    assert ":x@" not in str(caught.value)
