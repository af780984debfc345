"""The sender of a request is the peer, or the address that a trusted proxy names."""

from ipaddress import ip_network

import pytest

from gateway.guard.seen import Proxies, Seen, household

OURS = Proxies([ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8")])
FORWARDED = {
    "host": "127.0.0.1:8000",
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "pong.example.org",
}


def test_a_stranger_is_not_believed():
    seen = OURS.look("192.0.2.7", FORWARDED, secure=False)
    assert seen == Seen("192.0.2.7", "127.0.0.1:8000", secure=False)
    assert Proxies().look("127.0.0.1", FORWARDED, secure=False).address == "127.0.0.1"


def test_a_proxy_of_ours_is_believed():
    seen = OURS.look("127.0.0.1", FORWARDED, secure=False)
    assert seen == Seen("203.0.113.9", "pong.example.org", secure=True)


def test_a_proxy_that_says_nothing_changes_nothing():
    seen = OURS.look("127.0.0.1", {"host": "x"}, secure=True)
    assert seen == Seen("127.0.0.1", "x", secure=True)


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),  # the first one was written by the client itself
        ("203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9,10.1.2.3, 10.9.9.9", "203.0.113.9"),
        ("10.1.2.3", "10.1.2.3"),
        ("203.0.113.9, unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
        (" [2001:db8::5] ", "2001:db8::5"),
        ("203.0.113.9, ::ffff:10.1.2.3", "203.0.113.9"),
    ],
)
def test_the_client_is_the_last_one_that_is_no_proxy(chain: str, address: str):
    assert OURS.look("127.0.0.1", {"x-forwarded-for": chain}, secure=False).address == address


def test_a_household_is_one_address_or_half_of_one():
    assert household("203.0.113.9") == "203.0.113.9"
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2:ffff::1")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("") == ""
