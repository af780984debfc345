"""Access tokens and the keys that sign them."""

import stat
from base64 import urlsafe_b64encode
from pathlib import Path

import jwt
import pytest

from gateway.auth.keys import KEPT, ROTATE_AFTER, Keys
from gateway.auth.tokens import Tokens
from gateway.process.errors import CannotStart


class Clock:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_token_says_who_and_by_which_key(path: Path, clock: Clock):
    keys = Keys(path, clock)
    token = Tokens(keys, clock).sign("p1", "s1")
    assert jwt.get_unverified_header(token) == {
        "alg": "HS256",
        "kid": keys.current().id,
        "typ": "JWT",
    }
    claims = Tokens(keys, clock).read(token)
    assert claims is not None
    assert (claims.user_id, claims.session_id) == ("p1", "s1")


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def test_forged_tokens_are_worth_nothing(path: Path, clock: Clock):
    keys = Keys(path, clock)
    tokens, key = Tokens(keys, clock), keys.current()
    elsewhere = Keys(path.with_name("another.json"), clock)
    good = jwt.decode(tokens.sign("p1", "s1"), options={"verify_signature": False})
    kid = {"kid": key.id}
    forged = [
        jwt.encode(good, b"x" * 32, "HS256", headers=kid),
        jwt.encode(good, "", "none", headers=kid),
        jwt.encode(good, key.secret * 2, "HS512", headers=kid),
        jwt.encode(good, key.secret, "HS256", headers={"kid": "other"}),
        jwt.encode(good, key.secret, "HS256"),
        jwt.encode(good, "x" * 32, "HS256", headers={"kid": "../../../../dev/null"}),
        jwt.encode(good, "x" * 32, "HS256", headers=kid | {"jku": "https://evil.example/keys"}),
        Tokens(elsewhere, clock).sign("p1", "s1"),
        f"{_base64(b'[' * 700)}.{_base64(b'{}')}.x",
        f"{_base64(b'{')}.{_base64(b'{}')}.x",
        jwt.encode(good | {"aud": "other"}, key.secret, "HS256", headers=kid),
        jwt.encode({k: v for k, v in good.items() if k != "exp"}, key.secret, headers=kid),
        *("", "x", "a.b.c", "x" * 5000),
    ]
    assert [tokens.read(token) for token in forged] == [None] * len(forged)
    assert tokens.read(jwt.encode(good, key.secret, "HS256", headers=kid)) is not None
    late = tokens.read(jwt.encode(good | {"exp": clock() - 1}, key.secret, "HS256", headers=kid))
    assert late is not None
    assert late.over


def test_the_keys_are_their_owners_and_outlive_the_process(path: Path, clock: Clock):
    first = Keys(path, clock).current()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keys(path, clock).current() == first


def test_keys_take_turns_and_old_tokens_are_still_read(path: Path, clock: Clock):
    keys = Keys(path, clock)
    tokens, first = Tokens(keys, clock), keys.current()
    clock.time += ROTATE_AFTER - 1.0
    token = tokens.sign("p1", "s1")
    clock.time += 2.0
    assert keys.current().id != first.id
    assert tokens.read(token) is not None
    other_process = Tokens(Keys(path, clock), clock)
    assert other_process.read(token) is not None
    for _ in range(KEPT - 1):
        clock.time += ROTATE_AFTER + 1.0
        keys.current()
    assert keys.find(first.id) is None


def test_a_server_finds_the_key_that_another_has_made(path: Path, clock: Clock):
    here = Keys(path, clock)
    clock.time += ROTATE_AFTER + 1.0
    made_there = Keys(path, clock).current()
    assert here.find(made_there.id) == made_there
    assert here.current() == made_there
    assert here.find("no such key") is None
    path.write_text("{")
    assert here.find("no such key") is None  # and that does no harm
    assert here.current() == made_there


@pytest.mark.parametrize("content", ["{", "[1]", '[{"id": "x"}]'])
def test_keys_that_cannot_be_read_are_named(path: Path, clock: Clock, content: str):
    path.write_text(content)
    with pytest.raises(CannotStart, match=r"keys\.json"):
        Keys(path, clock)
