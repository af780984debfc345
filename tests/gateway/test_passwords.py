"""Passwords: what a hash costs, who waits, and who is refused."""

import json
import sys
import time
from pathlib import Path

import bcrypt
import pytest
import trio

from gateway.auth import passwords as module
from gateway.auth import strength
from gateway.auth.passwords import PATIENCE, ROUNDS, Passwords
from gateway.auth.strength import REASONS, Judge, weakness
from gateway.guard.fair_queue import FairQueue
from gateway.http.problems import Problem
from gateway.main import Running
from tests.gateway.client import Client

WEAK = json.loads((Path(__file__).parents[1] / "webui" / "weak.json").read_text())
LOW = 4
HOME = "192.0.2.1"
"""The least that bcrypt allows: a millisecond."""


@pytest.fixture
def rounds() -> int:
    return ROUNDS


async def test_hashes_are_bcrypt_of_today():
    passwords = Passwords(LOW)
    known = await passwords.hash("correct horse", [], HOME)
    assert known.startswith("$2b$04$")
    assert await passwords.check("correct horse", known, HOME)
    assert not await passwords.check("wrong horse", known, HOME)
    assert not passwords.outdated(known)
    assert Passwords().outdated(known)
    assert ROUNDS == 12


def test_every_reason_is_the_one_of_the_page():
    assert {why: told["detail"] for why, told in WEAK.items()} == REASONS


@pytest.mark.parametrize(
    ("password", "why"), [(each, why) for why, told in WEAK.items() for each in told["passwords"]]
)
def test_a_weak_password_has_a_reason(password: str, why: str):
    assert weakness(password, ["ada", "Ada", "example.org"]) == why


async def test_the_reason_is_said_with_the_field(client: Client):
    refused = (await client.register("ada", password="abcdefgh")).json()
    assert refused["errors"] == [
        {"field": "password", "rule": "weak", "detail": REASONS["sequence"], "why": "sequence"}
    ]


async def test_letters_may_be_typed_either_way():
    passwords = Passwords(LOW)
    known = await passwords.hash("caf\u00e9 au lait 7", [], HOME)
    assert await passwords.check("cafe\u0301 au lait 7", known, HOME)


def test_strength_is_judged_in_a_process_of_its_own():
    judge = Judge()
    try:
        assert judge.weakness("correct horse", []) is None
        assert judge.weakness("ada lovelace", ["Ada", "Lovelace"]) == "own"
        assert judge.weakness("ein \u00e4rgerlicher Tag \u2603", []) is None
        assert "zxcvbn" not in sys.modules
    finally:
        judge.close()


def test_a_judge_that_ended_is_replaced():
    judge = Judge()
    try:
        assert judge.weakness("correct horse", []) is None
        assert judge._process is not None
        judge._process.kill()
        assert judge.weakness("correct horse", []) is None
    finally:
        judge.close()


def test_a_judge_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    deaf = (sys.executable, "-c", "import sys; sys.stdin.read()")
    monkeypatch.setattr(strength, "PROGRAM", deaf)
    monkeypatch.setattr(strength, "WITHIN", 0.1)
    with pytest.raises(RuntimeError):
        Judge().weakness("correct horse", [])


async def test_too_long_is_wrong_and_no_error():
    passwords = Passwords(LOW)
    known = await passwords.hash("the quick brown fox", [], HOME)
    assert not await passwords.check("x" * 73, known, HOME)
    assert not await passwords.check("x" * 5000, None, HOME)


async def test_without_a_user_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch):
    seen: list[bytes] = []
    real = bcrypt.checkpw

    def check(password: bytes, against: bytes) -> bool:
        seen.append(against)
        return real(password, against)

    monkeypatch.setattr(module.bcrypt, "checkpw", check)
    for rounds in (LOW, 5):
        assert not await Passwords(rounds).check("correct horse", None, HOME)
    assert [against[:7] for against in seen] == [b"$2b$04$", b"$2b$05$"]


async def test_who_would_wait_for_too_long_is_told_at_once():
    passwords = Passwords(LOW)
    passwords._queue = FairQueue(1, PATIENCE, guess=10.0)
    outcomes: list[str] = []

    async def check() -> None:
        try:
            await passwords.check("x", None, HOME)
            outcomes.append("served")
        except Problem as problem:
            outcomes.append(f"{problem.body.status} {problem.headers['Retry-After']}")

    async with trio.open_nursery() as nursery, passwords._queue.turn("somebody"):
        for _ in range(5):  # nobody can go on
            nursery.start_soon(check)
        await trio.testing.wait_all_tasks_blocked()
        assert outcomes == ["503 10"] * 3  # one that runs and two that wait make 30 s
        assert passwords._queue.wait(HOME) > PATIENCE
    assert outcomes[3:] == ["served"] * 2


async def test_the_estimate_follows_what_hashes_take():
    passwords = Passwords(LOW)
    before = passwords._queue.wait(HOME)
    for _ in range(40):
        await passwords.check("x", None, HOME)
    assert passwords._queue.wait(HOME) < before / 5


async def test_a_hash_of_another_cost_is_made_anew(client: Client, server: Running):
    await client.register("ada")
    user = await server.services.store.people.user_by_name("ada")
    assert user is not None
    assert user.password_hash is not None
    cheap = bcrypt.hashpw(b"correct horse", bcrypt.gensalt(LOW)).decode()
    assert await server.services.store.people.set_password(user.id, user.password_hash, cheap)
    assert (await client.login("ada")).status == 200
    user = await server.services.store.people.user_by_name("ada")
    assert user is not None
    assert str(user.password_hash).startswith("$2b$12$")
    assert (await client.login("ada")).status == 200


async def test_too_busy_for_a_new_hash_is_still_the_right_password(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    await client.register("ada")
    passwords = server.services.passwords

    async def busy(*_: str) -> str:
        raise module._busy()

    monkeypatch.setattr(passwords, "rehash", busy)
    monkeypatch.setattr(passwords, "outdated", lambda _: True)
    assert (await client.login("ada")).status == 200


async def test_an_unknown_name_takes_as_long_as_a_wrong_password(client: Client):
    await client.register("ada")
    took = []
    for name in ("ada", "eve", "ada", "eve"):
        began = time.perf_counter()
        assert (await client.login(name, "wrong horse")).status == 401
        took.append(time.perf_counter() - began)
    known, unknown = min(took[::2]), min(took[1::2])
    assert 0.5 < known / unknown < 2.0


async def test_busy_is_no_wrong_password(client: Client, server: Running):
    await client.register("ada")
    server.services.passwords._queue._seconds = 40.0
    for _ in range(8):
        assert (await client.login("ada")).status == 503
    server.services.passwords._queue._seconds = 0.3
    assert (await client.login("ada")).status == 200
