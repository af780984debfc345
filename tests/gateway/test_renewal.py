"""Certificates of a running server: read again, renewed, and a warning in time."""

import errno
import os
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
import trio
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from gateway.main import Running, serve
from gateway.start import certificate
from gateway.start.options import Options
from gateway.start.renewal import EVERY, MADE_ANEW, Renewal
from tests.gateway.certificates import DAY, Pair, pair
from tests.gateway.client import Client
from tests.gateway.conftest import port_of

EVERYWHERE = "0.0.0.0"  # noqa: S104


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(certificate, "utc_now", clock)
    return clock


@pytest.fixture
def said() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as logs:
        yield logs


def events(said: list[Any]) -> list[str]:
    """What was logged since the last look."""
    found = [line["event"] for line in said]
    said.clear()
    return found


def _given(folder: Path, files: Pair, **more: Any) -> Options:
    cert, key = files.put(folder)
    return Options(
        host=EVERYWHERE, port=0, tls_cert=cert, tls_key=key, data=folder / "data", **more
    )


def _renewal(folder: Path, files: Pair | None = None) -> Renewal:
    options = Options(host=EVERYWHERE, data=folder) if files is None else _given(folder, files)
    return Renewal(options, ["localhost"])


def fingerprint(files: Pair) -> str:
    return _fingerprint(x509.load_pem_x509_certificate(files.cert))


def _fingerprint(parsed: x509.Certificate) -> str:
    return parsed.fingerprint(hashes.SHA256()).hex(":").upper()


async def shown(port: int) -> str:
    """The fingerprint of the certificate that a new handshake gets."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - its certificate is what is asked for
    stream = await trio.open_ssl_over_tcp_stream("127.0.0.1", port, ssl_context=trusting)
    await stream.do_handshake()
    der = stream.getpeercert(binary_form=True)
    assert der is not None
    await stream.transport_stream.aclose()
    return _fingerprint(x509.load_der_x509_certificate(der))


def test_one_signed_by_itself_is_made_anew_before_it_ends(
    tmp_path: Path, clock: Clock, said: list[Any]
):
    renewal = _renewal(tmp_path)
    first = renewal.current
    clock.now = first.ends - MADE_ANEW - timedelta(minutes=1)
    renewal.look()
    assert renewal.current is first
    clock.now += timedelta(minutes=2)
    renewal.look()
    assert renewal.current.fingerprint != first.fingerprint
    assert renewal.current.ends > clock.now + 300 * DAY
    assert events(said) == ["another certificate from now on"]
    renewal.look()
    assert events(said) == []
    assert _renewal(tmp_path).current.fingerprint == renewal.current.fingerprint


def test_one_that_cannot_be_kept_leaves_the_old_one_and_is_made_later(
    tmp_path: Path, clock: Clock, said: list[Any], monkeypatch: pytest.MonkeyPatch
):
    renewal = _renewal(tmp_path)
    first = renewal.current
    clock.now = first.ends - 20 * DAY

    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        for _ in range(5):
            renewal.look()
        assert events(said) == ["the certificate stays the one before"]
        clock.now = first.ends - 13 * DAY
        renewal.look()
        assert events(said) == ["the certificate ends soon"]
    assert (renewal.current, list(tmp_path.glob("*.new"))) == (first, [])
    renewal.look()
    assert renewal.current.fingerprint != first.fingerprint
    assert events(said) == ["another certificate from now on"]


def test_one_that_ends_soon_serves_a_start_that_cannot_make_another(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    first = _renewal(tmp_path).current
    clock.now = first.ends - 5 * DAY
    monkeypatch.setattr(certificate, "_make", _refuse)
    renewal = _renewal(tmp_path)
    renewal.look()
    assert renewal.current.fingerprint == first.fingerprint


def _refuse(*_: object) -> bytes:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize("use_rsa", [False, True])
def test_a_given_one_is_read_again_once_both_files_fit(
    tmp_path: Path, said: list[Any], *, use_rsa: bool
):
    old, new = pair(), pair("two.example.org", use_rsa=use_rsa)
    renewal = _renewal(tmp_path, old)
    (tmp_path / "cert.pem").write_bytes(new.cert)
    for _ in range(3):
        renewal.look()
    assert renewal.current.fingerprint == fingerprint(old)
    assert events(said) == ["the certificate stays the one before"]
    (tmp_path / "key.pem").write_bytes(new.key)
    renewal.look()
    assert renewal.current.fingerprint == fingerprint(new)
    assert events(said) == ["another certificate from now on"]
    renewal.look()
    assert events(said) == []


def test_links_that_are_turned_round_are_followed(tmp_path: Path):
    old, new = pair(), pair("two.example.org")
    for name, files in (("old", old), ("new", new)):
        files.put(tmp_path / name)
    (tmp_path / "live").symlink_to(tmp_path / "old")
    links = tmp_path / "live" / "cert.pem", tmp_path / "live" / "key.pem"
    options = Options(host=EVERYWHERE, tls_cert=links[0], tls_key=links[1], data=tmp_path)
    renewal = Renewal(options, [])
    (tmp_path / "next").symlink_to(tmp_path / "new")
    (tmp_path / "next").replace(tmp_path / "live")
    renewal.look()
    assert renewal.current.fingerprint == fingerprint(new)


@pytest.mark.parametrize("broken", ["gone", "empty", "torn", "expired", "no key"])
def test_what_cannot_be_used_leaves_the_old_one(tmp_path: Path, said: list[Any], broken: str):
    old = pair()
    renewal = _renewal(tmp_path, old)
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    match broken:
        case "gone":
            cert.unlink()
        case "empty":
            cert.write_bytes(b"")
        case "torn":
            cert.write_bytes(old.cert[:200])
        case "expired":
            pair(days=-0.5).put(tmp_path)
        case _:
            key.write_bytes(old.cert)
    for _ in range(3):
        renewal.look()
    assert renewal.current.fingerprint == fingerprint(old)
    assert events(said) == ["the certificate stays the one before"]
    old.put(tmp_path)
    renewal.look()
    assert events(said) == []


def test_the_end_of_a_given_one_is_warned_of(tmp_path: Path, clock: Clock, said: list[Any]):
    renewal = _renewal(tmp_path, pair(days=90.0))
    heard = []
    for days in (15, 13.9, 10, 3.1, 2.9, 1, -0.1, -5):
        clock.now = renewal.current.ends - days * DAY
        for _ in range(2):
            renewal.look()
        heard.append(events(said))
    soon, over = ["the certificate ends soon"], ["the certificate has expired"]
    assert heard == [[], soon, [], [], soon, [], over, []]
    clock.now = datetime.now(UTC)
    pair(days=2.0).put(tmp_path)
    renewal.look()
    assert events(said) == ["another certificate from now on", *soon]


def test_the_chain_ends_with_its_first_link(tmp_path: Path):
    leaf, above = pair(days=80.0), pair("authority", days=10.0)
    renewal = _renewal(tmp_path, Pair(leaf.cert + above.cert, leaf.key))
    assert renewal.current.ends < datetime.now(UTC) + 11 * DAY


async def _served(nursery: trio.Nursery, options: Options) -> Running:
    return await nursery.start(serve, options)


async def test_new_handshakes_get_the_new_one_and_open_connections_stay(
    nursery: trio.Nursery, tmp_path: Path
):
    old, new = pair("one.example.org"), pair("two.example.org")
    running = await _served(nursery, _given(tmp_path, old, redirect_port=0))
    trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is not the question
    client, port = Client(port_of(running), trusting), port_of(running)
    renewal = running.doors.renewal
    assert renewal is not None
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        assert await shown(port) == fingerprint(old)
        assert (await client.get("/healthz", host="one.example.org")).status == 200
        assert (await client.get("/healthz", host="two.example.org")).status == 403
        new.put(tmp_path)
        renewal.look()
        assert await shown(port) == fingerprint(new)
        await page.send(t="ping", at=1)
        assert (await page.frame("pong"))["at"] == 1
    assert (await client.get("/healthz", host="one.example.org")).status == 403
    assert (await client.get("/healthz", host="two.example.org")).status == 200
    assert (await client.get("/healthz")).status == 200
    running.stop.set()


async def test_it_looks_by_itself(
    nursery: trio.Nursery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    looked = trio.Event()
    token = trio.lowlevel.current_trio_token()
    running = await _served(nursery, _given(tmp_path, pair(), redirect_port=0))
    assert running.doors.renewal is not None
    monkeypatch.setattr(running.doors.renewal, "look", lambda: token.run_sync_soon(looked.set))
    monkeypatch.setattr("gateway.start.renewal.EVERY", 0.0)
    nursery.start_soon(running.doors.renew)
    await looked.wait()
    assert EVERY < 60.0
    running.stop.set()
    nursery.cancel_scope.cancel()
