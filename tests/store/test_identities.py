"""The contract on who people are elsewhere, for every backend."""

from functools import partial

import pytest
import trio
from msgspec.structs import replace

from store.errors import NameTaken
from store.factors.records import Passkey
from store.identities.records import Attempt, Identity, SecretState
from store.people.records import Proof

ISSUER, HASH = "https://id.example", "$2b$12$hash"
ANN = Identity("i1", ISSUER, "7", "a", "example", "ann", 1_000, 1_000)
ATTEMPT = Attempt(b"state", b"browser", "example", "link", "v", "n", "https://us/x", "s", 5, 900)


@pytest.fixture
async def proofs(peopled, make) -> dict[str, Proof]:
    """A session of each, with the password that was checked."""
    for user_id in ("a", "B"):
        assert await peopled.sessions.create_session(make.session(f"s{user_id}", user_id), HASH)
    return {user_id: Proof(f"s{user_id}", HASH) for user_id in ("a", "B")}


async def test_an_attempt_is_taken_once_and_in_time(store):
    await store.identities.add_attempt(ATTEMPT)
    await store.identities.add_attempt(replace(ATTEMPT, state_hash=b"late", session_id=None))
    assert await store.identities.take_attempt(b"other", 5) is None
    assert await store.identities.take_attempt(b"late", 900) is None
    taken = []

    async def take() -> None:
        taken.append(await store.identities.take_attempt(b"state", 899))

    async with trio.open_nursery() as nursery:
        for _ in range(3):
            nursery.start_soon(take)
    assert [one for one in taken if one] == [ATTEMPT]
    await store.tidy(900)
    assert await store.identities.take_attempt(b"late", 5) is None


async def test_an_identity_belongs_to_one_account(peopled, proofs):
    link = peopled.identities.link
    assert await link(ANN, replace(proofs["a"], password_hash="another")) is None
    assert await link(ANN, proofs["B"]) is None
    assert await peopled.identities.identity(ISSUER, "7") is None
    assert await link(ANN, proofs["a"]) == ANN
    assert await link(replace(ANN, id="i2"), proofs["a"]) == ANN
    assert await link(replace(ANN, id="i2", user_id="B"), proofs["B"]) == ANN
    second = replace(ANN, id="i2", subject="8", linked_at=2_000)
    assert await link(second, proofs["a"]) == second
    assert await peopled.identities.identities_of("a") == [ANN, second]
    await peopled.identities.use("i1", "anna", 3_000)
    found = await peopled.identities.identity(ISSUER, "7")
    assert found == replace(ANN, label="anna", used_at=3_000)
    assert await peopled.identities.identity("https://other.example", "7") is None


async def test_an_account_is_made_with_its_identity_or_not_at_all(peopled, make):
    new = replace(make.user("n"), password_hash=None)
    mine = replace(ANN, user_id="n")
    with pytest.raises(NameTaken) as taken:
        await peopled.register_identity(replace(new, display_name="The a"), mine)
    assert taken.value.fields == ("display_name",)
    assert await peopled.identities.identity(ISSUER, "7") is None
    assert await peopled.register_identity(new, mine)
    assert await peopled.people.user("n") == new
    again = replace(make.user("m"), password_hash=None)
    assert not await peopled.register_identity(again, replace(mine, id="i2", user_id="m"))
    assert await peopled.people.user("m") is None


async def test_of_two_who_come_at_once_with_one_identity_one_gets_an_account(store, make):
    made = []

    async def register(user_id: str) -> None:
        user = replace(make.user(user_id), password_hash=None)
        identity = replace(ANN, id=f"i{user_id}", user_id=user_id)
        made.append(await store.register_identity(user, identity))

    async with trio.open_nursery() as nursery:
        for user_id in ("x", "y", "z"):
            nursery.start_soon(register, user_id)
    assert sorted(made) == [False, False, True]
    found = [await store.people.user(user_id) for user_id in ("x", "y", "z")]
    assert sum(user is not None for user in found) == 1


async def test_a_guest_keeps_what_they_have_played(peopled, make):
    await peopled.people.create_user(make.user("g", guest=True))
    await peopled.sessions.create_session(make.session("sg", "g"), None)
    account = replace(make.user("g", "gus"), password_hash=None, created_at=9_000)
    mine = replace(ANN, user_id="g")
    assert not await peopled.register_identity(account, mine, Proof("another", None))
    assert await peopled.register_identity(account, mine, Proof("sg", None))
    assert await peopled.people.user("g") == replace(account, created_at=1_000)
    again = replace(mine, id="i2", subject="8")
    assert not await peopled.register_identity(account, again, Proof("sg", None))


async def test_the_last_way_to_sign_in_stays(peopled, make, proofs):
    await peopled.identities.link(ANN, proofs["a"])
    assert not await peopled.identities.unlink("i1", "B")
    assert await peopled.identities.unlink("i1", "a")  # there is a password
    new = replace(make.user("n"), password_hash=None)
    first, second = (replace(ANN, id=key, subject=key, user_id="n") for key in ("i3", "i4"))
    assert await peopled.register_identity(new, first)
    assert not await peopled.identities.unlink("i3", "n")
    await peopled.sessions.create_session(make.session("sn", "n"), None)
    assert await peopled.identities.link(second, Proof("sn", None)) == second
    async with trio.open_nursery() as nursery:
        for key in ("i3", "i4"):
            nursery.start_soon(partial(peopled.identities.unlink, key, "n"))
    assert len(await peopled.identities.identities_of("n")) == 1


async def test_a_passkey_is_a_way_in_like_an_identity(peopled, make):
    by, key = Proof("sn", None), Passkey("k1", "n", "rally.example", b"public", 0, "Laptop", 1)
    new = replace(make.user("n"), password_hash=None)
    assert await peopled.register_identity(new, replace(ANN, user_id="n"))
    await peopled.sessions.create_session(make.session("sn", "n"), None)
    assert await peopled.factors.add_passkey(key, [b"code"], by)
    async with trio.open_nursery() as nursery:  # one of them stays, whichever
        nursery.start_soon(peopled.identities.unlink, "i1", "n")
        nursery.start_soon(peopled.factors.remove_passkey, "n", "k1", by)
    linked, factors = await peopled.identities.identities_of("n"), await peopled.factors.of("n")
    assert len(linked) + len(factors.passkeys) == 1
    if linked:
        assert await peopled.factors.add_passkey(key, [], by)
        assert await peopled.identities.unlink("i1", "n")
    assert not await peopled.factors.remove_passkey("n", "k1", by)
    assert await peopled.factors.passkey("k1") == key


async def test_a_deleted_account_leaves_its_identity_free(peopled, proofs):
    await peopled.identities.link(ANN, proofs["a"])
    await peopled.delete_user("a", 5_000)
    assert await peopled.identities.identity(ISSUER, "7") is None


async def test_what_is_said_of_a_secret_is_kept(store):
    await store.identities.note_secret("42", 9_000)
    await store.identities.note_refusal("42", 5_000)
    await store.identities.note_refusal("42", 6_000)
    await store.identities.note_refusal("a", 7_000)
    refused = SecretState("42", 9_000, 5_000)
    assert await store.identities.secrets() == [refused, SecretState("a", None, 7_000)]
    await store.identities.note_secret("42", None)
    assert (await store.identities.secrets())[0] == SecretState("42")
