"""The secret keys, and what is made with them: access tokens, tickets, sealed texts."""

import stat
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest
from msgspec import Struct

from gateway.auth.keys import KEPT, PUSH, ROTATE_AFTER, SEALING, Keys, open_keys
from gateway.auth.refresh_token import RefreshTokens
from gateway.auth.sealer import Sealer, Unsealable
from gateway.auth.tickets import Tickets
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


class Claim(Struct):
    """What a ticket says here."""

    user: str


def test_what_a_server_makes_just_after_a_rotation_counts_at_another(path: Path, clock: Clock):
    """Who signs in at the one comes to the other, which has not read the new key yet."""
    made = dict[str, str]()
    for what in ("token", "cookie", "ticket"):
        there = Keys(path, clock)  # knows the keys of now
        clock.time += ROTATE_AFTER + 1.0
        here = Tokens(Keys(path, clock), clock)
        tickets = Tickets(here, clock)
        made["token"] = here.sign("p1", "s1")
        made["cookie"] = RefreshTokens(here).first("s1")
        made["ticket"] = tickets.make("sign-in", Claim("p1"), 60)
        assert there._keys[-1].id != jwt.get_unverified_header(made["token"])["kid"]
        other = Tokens(there, clock)
        match what:
            case "token":
                assert other.read(made[what]) is not None
            case "cookie":
                assert RefreshTokens(other).read(made[what]).genuine
            case _:
                assert Tickets(other, clock).read("sign-in", made[what], Claim) == Claim("p1")
        assert not other.is_genuine("forged", made["cookie"].rpartition(".")[2])


def test_what_was_sealed_with_a_new_key_is_opened_at_another_server(tmp_path: Path, clock: Clock):
    there = Keys(tmp_path / SEALING.file, clock, SEALING)
    here = Keys(tmp_path / SEALING.file, clock, SEALING)
    here.rotate()
    assert Sealer(there).open("totp", Sealer(here).seal("totp", b"secret")) == b"secret"


def test_servers_that_start_together_have_the_same_key(tmp_path: Path, clock: Clock):
    for attempt in range(20):
        path = tmp_path / str(attempt) / "tokens.json"
        with ThreadPoolExecutor(8) as servers:
            opened = list(servers.map(lambda path: Keys(path, clock), [path] * 8))
        assert len({keys.current().id for keys in opened}) == 1


@pytest.mark.parametrize("content", ["{", "[1]", '[{"id": "x"}]'])
def test_keys_that_cannot_be_read_are_named(path: Path, clock: Clock, content: str):
    path.write_text(content)
    with pytest.raises(CannotStart, match=r"keys\.json"):
        Keys(path, clock)


def test_keys_for_sealing_and_push_change_by_hand_alone(tmp_path: Path, clock: Clock):
    for use in (SEALING, PUSH):
        path = tmp_path / use.file
        here, elsewhere = Keys(path, clock, use), Keys(path, clock, use)
        first = here.current()
        clock.time += 10 * ROTATE_AFTER
        assert here.current() == first
        for _ in range(KEPT + 1):
            elsewhere.rotate()
        assert here.current() == elsewhere.current() != first  # without a restart
        assert here.find(first.id) == first


def test_keys_of_a_variable_take_the_place_of_the_file(tmp_path: Path, clock: Clock):
    path = tmp_path / "made.json"
    made = Keys(path, clock, SEALING).current()
    text = path.read_text()
    clock.time += 10 * ROTATE_AFTER
    ring = open_keys(tmp_path / "keys", {"sealing": text, "tokens": text}, clock)
    assert ring.sealing.current() == ring.tokens.current() == made
    assert sorted(file.name for file in (tmp_path / "keys").glob("*.json")) == ["push.json"]
    for wrong in ("{", "[]", "x" + text):
        with pytest.raises(CannotStart, match="RALLY_KEYS_SEALING"):
            open_keys(tmp_path / "keys", {"sealing": wrong}, clock)


def test_what_is_sealed_is_opened_for_the_same_purpose_alone(tmp_path: Path, clock: Clock):
    keys = Keys(tmp_path / "sealing.json", clock, SEALING)
    sealer, data = Sealer(keys), b"\x00secret\xff"
    sealed = sealer.seal("totp p1", data)
    assert data not in sealed
    assert sealer.seal("totp p1", data) != sealed
    assert sealer.open("totp p1", sealed) == data
    with pytest.raises(Unsealable):
        sealer.open("totp p2", sealed)
    changed = [sealed[:at] + bytes([byte ^ 1]) + sealed[at + 1 :] for at, byte in enumerate(sealed)]
    for text in (*changed, b"", sealed[:9]):
        with pytest.raises(Unsealable):
            sealer.open("totp p1", text)
    assert not sealer.stale(sealed)
    keys.rotate()
    assert sealer.stale(sealed)
    assert sealer.open("totp p1", sealed) == data
    lost = Sealer(Keys(tmp_path / "another.json", clock, SEALING))
    with pytest.raises(Unsealable, match="key"):
        lost.open("totp p1", sealed)


class Claims(Struct, frozen=True):
    user: str


def test_a_ticket_counts_for_its_purpose_and_its_time(path: Path, clock: Clock):
    tokens = Tokens(Keys(path, clock), clock)
    tickets, claims = Tickets(tokens, clock), Claims("p1.ü")
    ticket = tickets.make("second step", claims, 60.0)
    assert tickets.read("second step", ticket, Claims) == claims
    assert tickets.read("another", ticket, Claims) is None
    other = tickets.make("second step", Claims("p2"), 60.0)
    mixed = ".".join([*other.split(".")[:2], ticket.rsplit(".", 1)[1]])
    later = "9" + ticket
    forged = ("", ".", "..", mixed, later, ticket + "x", ticket[:-1], "ü" + ticket, "x" * 9999)
    assert [tickets.read("second step", text, Claims) for text in forged] == [None] * len(forged)
    clock.time += 60.0
    assert tickets.read("second step", ticket, Claims) is None
