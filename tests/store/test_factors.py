"""The contract on second factors and recovery codes, for every backend."""

import pytest
import trio
from msgspec.structs import replace

from store.factors.records import EmailCode, FactorSet, Passkey, Totp
from store.people.records import Proof

HASH = "$2b$12$hash"
BY = Proof("s1", HASH)
APP = Totp("u1", b"\x00sealed", 1_000, 50)
KEY = Passkey("key-1", "u1", "localhost", b"\x00cose", 3, "Laptop", 1_000)
CODES = [b"\x001", b"\x002"]


@pytest.fixture
async def settled(store, make):
    """A store with one account that is signed in, and another."""
    for name in ("u1", "u2"):
        await store.people.create_user(make.user(name))
    assert await store.sessions.create_session(make.session("s1", "u1"), HASH)
    return store


async def test_factors_come_back_and_with_the_last_one_the_codes_go(settled):
    factors = settled.factors
    assert await factors.of("u1") == FactorSet() == await factors.of("nobody")
    assert not FactorSet().any
    assert await factors.set_totp(APP, CODES, BY)
    assert await factors.set_email("u1", 2_000, [], BY)
    assert await factors.set_email("u1", 3_000, [], BY)
    assert await factors.add_passkey(replace(KEY, id="key-2", made_at=2_000), [], BY)
    assert await factors.add_passkey(KEY, [], BY)
    found = await factors.of("u1")
    assert found.any
    assert (found.totp, found.email_since, found.codes) == (APP, 2_000, 2)
    assert [key.id for key in found.passkeys] == ["key-1", "key-2"]
    assert found.passkeys[0] == KEY == await factors.passkey("key-1")
    assert await factors.of("u2") == FactorSet()

    assert await factors.remove_totp("u1", BY)
    assert not await factors.remove_totp("u1", BY)
    assert await factors.remove_email("u1", BY)
    assert not await factors.remove_passkey("u2", "key-1", BY)
    assert await factors.remove_passkey("u1", "key-1", BY)
    assert not await factors.remove_passkey("u1", "key-1", BY)
    assert (await factors.of("u1")).codes == 2
    assert await factors.remove_passkey("u1", "key-2", BY)
    assert await factors.of("u1") == FactorSet()


@pytest.mark.parametrize("by", [Proof("s1", "another hash"), Proof("s2", HASH)])
async def test_without_a_proof_nothing_changes(settled, by):
    factors = settled.factors
    assert await factors.set_totp(APP, CODES, BY)
    assert await factors.set_email("u1", 1, [], BY)
    assert await factors.add_passkey(KEY, [], BY)
    before = await factors.of("u1")
    assert not await factors.set_totp(replace(APP, secret=b"mine"), [b"mine"], by)
    assert not await factors.set_email("u1", 1, [b"mine"], by)
    assert not await factors.add_passkey(replace(KEY, id="mine"), [b"mine"], by)
    assert not await factors.replace_codes("u1", [b"mine"], by)
    assert not await factors.remove_totp("u1", by)
    assert not await factors.remove_email("u1", by)
    assert not await factors.remove_passkey("u1", "key-1", by)
    assert await factors.of("u1") == before


async def test_with_a_new_factor_proofs_of_other_sessions_count_no_more(settled, make):
    sessions, factors = settled.sessions, settled.factors
    await sessions.create_session(make.session("s2", "u1"), HASH)
    for add in (factors.set_totp(APP, [], BY), factors.add_passkey(KEY, [], BY)):
        for session in ("s1", "s2"):
            assert await sessions.prove_session(Proof(session, HASH), 7)
        assert await add
        found = [await sessions.session(session, 8) for session in ("s1", "s2")]
        assert [record.proven_at for record, _ in found] == [7, 0]


async def test_of_two_who_use_the_same_step_one_may(settled):
    factors = settled.factors
    assert not await factors.use_totp("u1", 51)
    assert await factors.set_totp(APP, [], BY)
    may = list[bool]()

    async def use() -> None:
        may.append(await factors.use_totp("u1", 51))

    async with trio.open_nursery() as nursery:
        for _ in range(5):
            nursery.start_soon(use)
    assert sorted(may) == [False] * 4 + [True]
    assert not await factors.use_totp("u1", 50)
    await factors.reseal_totp("u1", b"another", b"lost")
    await factors.reseal_totp("u1", APP.secret, b"sealed anew")
    assert (await factors.of("u1")).totp == replace(APP, secret=b"sealed anew", last_step=51)


async def test_a_recovery_code_counts_once_and_new_ones_replace_the_old(settled):
    factors = settled.factors
    assert not await factors.replace_codes("u1", CODES, BY)  # there is no factor to replace
    assert await factors.set_totp(APP, CODES, BY)
    assert not await factors.use_code("u2", CODES[0])
    assert await factors.use_code("u1", CODES[0])
    assert not await factors.use_code("u1", CODES[0])
    assert await factors.replace_codes("u1", [b"3", b"4", b"5"], BY)
    assert not await factors.use_code("u1", CODES[1])
    assert (await factors.of("u1")).codes == 3


async def test_a_passkey_is_somebodys_alone_and_its_count_changes_once(settled, make):
    factors = settled.factors
    assert await factors.passkey("key-1") is None
    assert await factors.add_passkey(KEY, CODES, BY)
    assert await settled.sessions.create_session(make.session("s2", "u2"), HASH)
    theirs = replace(KEY, user_id="u2")
    assert not await factors.add_passkey(theirs, [b"new"], Proof("s2", HASH))
    assert await factors.of("u2") == FactorSet()
    assert await factors.use_passkey(KEY, 4, 5_000)
    assert not await factors.use_passkey(KEY, 4, 6_000)
    assert await factors.passkey("key-1") == replace(KEY, sign_count=4, used_at=5_000)
    assert not await factors.rename_passkey("u2", "key-1", "Mine")
    assert await factors.rename_passkey("u1", "key-1", "Desk")
    assert (await factors.of("u1")).passkeys[0].name == "Desk"


async def test_guesses_are_counted_until_one_is_right(settled):
    factors = settled.factors
    assert [await factors.guess("u1", 3) for _ in range(5)] == [True] * 3 + [False] * 2
    assert (await factors.of("u1")).guesses == 3
    assert await factors.guess("u2", 3)
    await factors.forget_guesses("u1")
    assert await factors.guess("u1", 3)


async def test_a_code_by_mail_counts_once_for_a_while_and_for_few_tries(settled):
    factors = settled.factors
    sent = EmailCode(b"\x00ask", "u1", b"\x00right", 9_000)
    await factors.keep_email_code(sent)
    assert not await factors.try_email_code(b"other", "u1", b"\x00right", 1, 5)
    assert not await factors.try_email_code(sent.id, "u2", b"\x00right", 1, 5)
    assert not await factors.try_email_code(sent.id, "u1", b"\x00right", 9_000, 5)
    assert not await factors.try_email_code(sent.id, "u1", b"wrong", 1, 5)
    assert await factors.try_email_code(sent.id, "u1", b"\x00right", 1, 5)
    assert not await factors.try_email_code(sent.id, "u1", b"\x00right", 1, 5)
    await factors.keep_email_code(sent)
    for _ in range(5):
        assert not await factors.try_email_code(sent.id, "u1", b"wrong", 1, 5)
    assert not await factors.try_email_code(sent.id, "u1", b"\x00right", 1, 5)
    await factors.keep_email_code(replace(sent, code_hash=b"new"))
    assert await factors.try_email_code(sent.id, "u1", b"new", 1, 5)


async def test_a_challenge_is_answered_once_and_forgotten_later(settled):
    factors = settled.factors
    assert await factors.spend(b"\x00one", 5_000)
    assert not await factors.spend(b"\x00one", 5_000)
    await settled.tidy(4_999)
    assert not await factors.spend(b"\x00one", 5_000)
    await settled.tidy(5_000)
    assert await factors.spend(b"\x00one", 5_000)


async def test_a_link_removes_all_factors_once_and_no_password(settled):
    link = b"\x00link"
    await settled.people.add_link(link, "u1", 5_000)
    assert await settled.factors.set_totp(APP, CODES, BY)
    assert await settled.factors.add_passkey(KEY, [], BY)
    for user, presented, now, known in (
        ("u2", link, 4_999, HASH),
        ("u1", b"other", 4_999, HASH),
        ("u1", link, 5_000, HASH),
        ("u1", link, 4_999, "another hash"),
    ):
        assert not await settled.reset_factors(user, presented, now, known)
    assert (await settled.factors.of("u1")).any
    assert await settled.reset_factors("u1", link, 4_999, HASH)
    assert await settled.factors.of("u1") == FactorSet()
    assert not await settled.reset_factors("u1", link, 4_999, HASH)
    assert await settled.sessions.session("s1", 1) is not None
    assert (await settled.people.user("u1")).password_hash == HASH


async def test_a_new_password_leaves_the_factors(settled):
    assert await settled.factors.set_totp(APP, CODES, BY)
    await settled.people.add_link(b"link", "u1", 5_000)
    assert await settled.reset_password("u1", b"link", 1, HASH, "$2b$12$new")
    assert (await settled.factors.of("u1")).totp == APP
