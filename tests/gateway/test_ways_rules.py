"""What is decided about notes outside the page: pure rules, and the bytes of a push."""

import subprocess
import sys
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import get_args

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from actors.player.notices import InvitationMissed, Invited, Muted, NextFight, TournamentNews
from gateway.auth.keys import Key
from gateway.ways import after, endpoint
from gateway.ways.decide import NOTHING, TOGETHER, Decision, decide
from gateway.ways.encrypt import LONGEST, encrypt
from gateway.ways.endpoint import Answer, PostOffice, Refused, Unreachable, host_of, is_public
from gateway.ways.quiet import DAY, is_quiet, zone
from gateway.ways.subjects import LONGEST as LONGEST_LIFE
from gateway.ways.subjects import OF_TOURNAMENTS, telling
from gateway.ways.vapid import ORDER, from_b64, private_key, public_bytes
from gateway.ways.words import say, texts
from store.notifications.records import Subject, Ways
from store.push.records import Push, Subscription
from tests.gateway.process import ROOT
from tests.gateway.push_service import open_push

NOW = 1_764_560_000_000
CALL = NextFight("t.1", "Cup", "w1-1", "Bob", NOW + 120_000)
MINUTES = st.integers(0, DAY - 1)
PUSH = Push("w1", "n1", NOW + 60_000, NOW + 600_000, "sending", 1)
BROWSER = Subscription("w1", "a", "s1", "https://push.example/1", b"", b"", "k1", 1)


def at(hour: int, minute: int, month: int = 1) -> int:
    return int(datetime(2026, month, 15, hour, minute, tzinfo=UTC).timestamp() * 1000)


# Quiet hours.


@given(MINUTES, MINUTES, MINUTES)
def test_of_two_halves_of_the_day_one_is_quiet(begins: int, ends: int, minute: int):
    now = at(minute // 60, minute % 60)
    first, second = Ways(quiet=(begins, ends)), Ways(quiet=(ends, begins))
    if begins == ends:
        assert is_quiet(first, now)
    else:
        assert is_quiet(first, now) != is_quiet(second, now)
    assert is_quiet(first, at(begins // 60, begins % 60))


def test_quiet_hours_are_those_of_the_persons_clock_in_summer_too():
    night = Ways(quiet=(22 * 60, 7 * 60), zone="Europe/Zurich")
    assert [is_quiet(night, at(5, 30)), is_quiet(night, at(5, 30, month=7))] == [True, False]
    assert [is_quiet(night, at(21, 0)), is_quiet(night, at(20, 0, month=7))] == [True, True]
    assert is_quiet(replace(night, zone="Mars/Base"), at(6, 30))  # as if it were UTC
    assert [zone(name) for name in ("", "../etc/passwd", "x" * 65, "\0", "Ä")] == [None] * 5
    rests = Ways(quiet_until=NOW)
    assert [is_quiet(rests, NOW - 1), is_quiet(rests, NOW)] == [True, False]


# Lifetimes, and who is told.


@given(st.sampled_from([*OF_TOURNAMENTS]), st.integers(0, 2 * LONGEST_LIFE))
def test_nothing_is_told_after_its_life(what, age: int):
    news = telling("n1", TournamentNews("t.1", "Cup", what), NOW - age)
    told = decide(news, Ways(), "offline", NOW) != NOTHING
    assert told == (age < OF_TOURNAMENTS[what])
    assert news.ends <= NOW - age + LONGEST_LIFE


def test_a_call_is_worth_nothing_after_its_deadline():
    call = telling("n1", CALL, NOW)
    assert decide(call, Ways(), "away", NOW + 119_999) == Decision(push=True)
    assert decide(call, Ways(), "away", NOW + 120_000) == NOTHING
    assert call.topic == telling("n2", replace(CALL, pairing="w2-1"), NOW).topic
    far = telling("n1", replace(CALL, deadline=2**52), NOW)
    assert far.ends == NOW + LONGEST_LIFE
    assert len(call.topic) <= 32


@pytest.mark.parametrize("where", ["online", "playing"])
def test_nobody_is_told_outside_who_looks_at_the_page(where):
    every = Ways(get_args(Subject), get_args(Subject), calls=True)
    assert decide(telling("n1", CALL, NOW), every, where, NOW) == NOTHING


def test_at_quiet_times_only_calls_come_through_and_only_if_one_says_so():
    rests = Ways(quiet_until=NOW + 1, mail=("next_fight", "invitation"))
    missed = telling("n1", InvitationMissed("p", "Bob"), NOW)
    call = telling("n1", CALL, NOW)
    assert decide(call, rests, "offline", NOW) == decide(missed, rests, "offline", NOW) == NOTHING
    through = replace(rests, calls=True)
    assert decide(call, through, "offline", NOW) == Decision(push=True, mail_at=NOW)
    assert decide(missed, through, "offline", NOW) == NOTHING
    awake = replace(rests, quiet_until=None)
    assert decide(missed, awake, "offline", NOW) == Decision(push=True, mail_at=NOW + TOGETHER)


def test_notes_are_said_with_the_words_of_the_page():
    assert len(texts()) > 15
    assert say(CALL, "Europe/Zurich").startswith("You are next in Cup, against Bob. Be there by 0")
    placed = TournamentNews("t.1", "{place}", "over", 2)
    assert say(placed, "UTC") == "{place} is over; you are number 2."
    robo = replace(CALL, opponent="Robo", bot=True, deadline=None)
    assert say(robo, "UTC") == "You are next in Cup, against Robo (bot)."
    assert say(Invited("bot1", "Robo", NOW), "UTC") == "Robo (bot) has invited you to play."
    assert "for good" not in say(Muted("", "Cyd", "flood", None), "UTC")


# The bytes of a push.


def test_the_browser_of_the_tests_reads_the_example_of_the_rfc():
    """RFC 8291, section 5 and appendix A."""
    body = from_b64(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    read = open_push(
        body,
        _private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
        from_b64("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    assert read == b"When I grow up, I want to be a watermelon"


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_b64(text), "big"), ec.SECP256R1())


def test_a_push_is_never_longer_than_a_push_service_must_take():
    private = ec.generate_private_key(ec.SECP256R1())
    body = encrypt(b"x" * LONGEST, public_bytes(private), b"a" * 16)
    assert len(body) == 4096
    assert open_push(body, private, b"a" * 16) == b"x" * LONGEST
    with pytest.raises(ValueError, match="at most"):
        encrypt(b"x" * (LONGEST + 1), public_bytes(private), b"a" * 16)


def test_a_server_that_pushes_nothing_does_not_load_what_encrypts():
    look = "import sys, gateway.main; print({'pywebpush', 'aiohttp', 'requests'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32, (ORDER - 1).to_bytes(32, "big")])
def test_every_secret_makes_a_key_and_always_the_same(secret: bytes):
    keys = [public_bytes(private_key(Key("k", secret, 0))) for _ in range(2)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 65


# Where requests may go.


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "198.18.0.1"),  # noqa: S104 - not to listen
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:a00:1::"),
        *("64:ff9b::a00:1", "64:ff9b:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1"),
    ],
)
def test_no_network_of_ours_is_public(address: str):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["142.250.74.138", "2a00:1450:400a:803::200a"])
def test_the_internet_is_public(address: str):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://push.example/1", "https://push.example:8443/1", "https://u:p@push.example/1"),
        *("https://push.example/#1", "https:///1", "https://push.example:x/", "//push.example"),
        *("https://push.example/\r\nX: y", "https://push.example/a b", "https://püsh.example/"),
        *("https://[::1", "https://[2a00:1450:400a:803::200a]/1", "", "file:///etc/passwd"),
        "https://push.example/" + "x" * 1024,
    ],
)
def test_an_endpoint_is_https_on_its_port(url: str):
    with pytest.raises(Refused):
        host_of(url)


def test_a_name_is_looked_up_and_all_its_addresses_are_public(monkeypatch: pytest.MonkeyPatch):
    found: list[str] = []

    def look_up(_host: str, port: int, **_: object):
        return [(0, 0, 0, "", (address, port)) for address in found]

    monkeypatch.setattr(endpoint.socket, "getaddrinfo", look_up)
    office, url = PostOffice(), "https://push.example/1"
    found[:] = ["142.250.74.138"]
    assert str(office.address_of(url)) == "142.250.74.138"
    for mixed in (["142.250.74.138", "10.0.0.1"], ["127.0.0.1"], ["fe80::1%eth0"]):
        found[:] = mixed
        with pytest.raises(Refused, match="not public"):
            office.post(url, {}, b"")


def test_a_name_that_changes_cannot_lead_elsewhere(monkeypatch: pytest.MonkeyPatch):
    """The name is looked up once, and the connection goes to what was found then."""
    answers, connected = ["142.250.74.138", "127.0.0.1"], []

    def look_up(_host: str, port: int, **_: object):
        return [(0, 0, 0, "", (answers.pop(0), port))]

    def connect(address: tuple[str, int], _timeout: object):
        connected.append(address)
        raise OSError("no line")

    monkeypatch.setattr(endpoint.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(endpoint.socket, "create_connection", connect)
    with pytest.raises(Unreachable) as caught:
        PostOffice().post("https://push.example/1", {}, b"")
    assert (connected, caught.value.sent) == ([("142.250.74.138", 443)], False)


# What becomes of a push.


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten(status: int):
    done = after.answered(PUSH, BROWSER, Answer(status), NOW)
    assert (done.push.state, done.forget) == ("over", True)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_later_is_tried_again_after_longer_and_longer(status: int):
    first = after.answered(PUSH, BROWSER, Answer(status), NOW)
    second = after.answered(replace(PUSH, attempts=2), BROWSER, Answer(status), NOW)
    assert (first.push.state, first.push.due_at) == ("waiting", NOW + 15_000)
    assert second.push.due_at == NOW + 30_000
    asked = after.answered(PUSH, BROWSER, Answer(status, 77), NOW)
    assert asked.push.due_at == NOW + 77_000
    too_late = after.answered(PUSH, BROWSER, Answer(status, 600), NOW)
    assert (too_late.push.state, too_late.arrived) == ("over", False)


def test_a_refusal_ends_a_push_and_many_in_a_row_the_subscription():
    done = after.answered(PUSH, BROWSER, Answer(403), NOW)
    assert (done.push.state, done.arrived, done.forget) == ("over", False, False)
    tired = replace(BROWSER, failures=after.MOST_FAILURES - 1)
    assert after.answered(PUSH, tired, Answer(403), NOW).forget
    redirect = after.answered(PUSH, BROWSER, Answer(307), NOW)
    assert redirect.push.state == "over"


def test_a_doubt_allows_one_repetition():
    lost = after.unanswered(PUSH, BROWSER, Unreachable("x", sent=True), NOW)
    assert (lost.push.state, lost.push.doubts) == ("waiting", 1)
    again = after.unanswered(lost.push, BROWSER, Unreachable("x", sent=True), NOW)
    assert (again.push.state, again.arrived) == ("over", False)
    unsent = after.unanswered(PUSH, BROWSER, Unreachable("x", sent=False), NOW)
    assert (unsent.push.state, unsent.push.doubts) == ("waiting", 0)
    assert after.unanswered(PUSH, BROWSER, Refused("x"), NOW).forget
