"""The contract on users, for every backend."""

import pytest
import trio

from store.errors import NameTaken, StoreError
from store.names import DELETED, KEPT_MS, name_key
from store.records import Proof

HASH = "$2b$12$hash"


async def test_a_user_comes_back_as_it_was(store, make):
    for user in (make.user("u1", "Ann"), make.user("u2", "guest-2", guest=True)):
        await store.create_user(user)
        assert await store.user(user.id) == user
        assert await store.user_by_name(user.name) == user


async def test_an_unknown_user_is_none(store):
    assert await store.user("nobody") is None
    assert await store.user_by_name("nobody") is None
    assert await store.user_by_display_name("nobody") is None


SAME_NAMES = [
    ("Ann", "ann"),
    ("Straße", "STRASSE"),
    ("ﬁsh", "fish"),
    ("Ａｎｎ", "ann"),  # noqa: RUF001  # full-width letters are the point
    ("Zoe\u0308", "Zoë"),
]


@pytest.mark.parametrize(("first", "second"), SAME_NAMES)
async def test_a_name_is_taken_in_every_spelling(store, make, first, second):
    user = make.user("u1", first)
    await store.create_user(user)
    with pytest.raises(NameTaken):
        await store.create_user(make.user("u2", second))
    assert await store.user_by_name(second) == user
    assert await store.user("u2") is None


def test_different_names_have_different_keys():
    assert len({name_key(name) for name in ("ann", "anna", "änn", "an n")}) == 4


async def test_one_of_many_gets_the_name(store, make):
    outcomes: list[bool] = []

    async def register(number: int) -> None:
        try:
            await store.create_user(make.user(f"u{number}", "Ann"))
        except NameTaken:
            outcomes.append(False)
        else:
            outcomes.append(True)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(register, number)
    assert sorted(outcomes) == [False] * 19 + [True]


async def test_a_second_user_of_one_id_is_an_error_but_not_of_the_name(store, make):
    await store.create_user(make.user("u1", "Ann"))
    with pytest.raises(StoreError) as caught:
        await store.create_user(make.user("u1", "Bo"))
    assert type(caught.value) is StoreError
    assert await store.user_by_name("Bo") is None


async def test_the_store_says_that_it_is_ready(store):
    await store.check()


async def test_an_account_is_found_by_either_name(store, make):
    ann = make.account("u1", "ann", "Ann Other")
    await store.create_user(ann)
    assert await store.user("u1") == ann
    assert await store.user_by_display_name("ＡＮＮ other") == ann  # noqa: RUF001 - full-width


async def test_either_name_can_be_taken_and_it_says_which(store, make):
    await store.create_user(make.account("u1", "ann", "Ada"))
    for other, fields in (
        (("ANN", "Bo"), ("name",)),
        (("bo", "ada"), ("display_name",)),
        (("Ann", "ADA"), ("name", "display_name")),
    ):
        with pytest.raises(NameTaken) as caught:
            await store.create_user(make.account("u2", *other))
        assert caught.value.fields == fields
    await store.create_user(make.account("u2", "ada", "Ann"))  # the two kinds of name are two


async def test_guests_share_their_display_names_also_with_accounts(store, make):
    await store.create_user(make.account("u1", "ann", "The g1"))
    await store.create_user(make.user("g1", guest=True))
    assert (await store.user_by_display_name("The g1")).id == "u1"


async def test_a_guest_becomes_an_account_of_the_same_id_once(store, make):
    await store.create_user(make.user("g1", "guest g1", guest=True))
    account = make.account("g1", "ann", "Ann")
    assert await store.make_account(account)
    assert await store.user("g1") == account
    assert await store.user_by_name("ann") == account
    assert await store.user_by_name("guest g1") is None
    assert not await store.make_account(make.account("g1", "bo", "Bo"))
    assert not await store.make_account(make.account("nobody", "bo", "Bo"))


async def test_a_guest_cannot_take_a_name_and_stays_a_guest(store, make):
    await store.create_user(make.account("u1", "ann", "Ada"))
    guest = make.user("g1", guest=True)
    await store.create_user(guest)
    with pytest.raises(NameTaken) as caught:
        await store.make_account(make.account("g1", "bo", "Ada"))
    assert caught.value.fields == ("display_name",)
    assert await store.user("g1") == guest


async def test_a_display_name_changes_unless_it_is_taken(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    await store.create_user(make.account("u2", "bo", "Bo"))
    with pytest.raises(NameTaken):
        await store.rename_user("u1", "BO")
    assert (await store.user("u1")).display_name == "Ann"
    for name in ("ANN", "Ann of Cleves"):  # one's own in other letters is not taken
        await store.rename_user("u1", name)
        assert (await store.user_by_display_name(name)).display_name == name
    assert await store.user_by_display_name("Ann") is None
    await store.rename_user("u2", "Ann")


async def test_a_guest_is_not_renamed(store, make):
    guest = make.user("g1", guest=True)
    await store.create_user(guest)
    await store.rename_user("g1", "Ann")
    await store.set_email("g1", "ann@example.org")
    assert await store.user("g1") == guest
    assert await store.user_by_display_name("Ann") is None


async def test_addresses_are_nobodys_alone(store, make):
    for user_id in ("u1", "u2"):
        await store.create_user(make.account(user_id, user_id, user_id))
        await store.set_email(user_id, "both@example.org")
        assert (await store.user(user_id)).email == "both@example.org"


async def test_a_password_is_exchanged_only_for_the_one_that_was_seen(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    assert await store.set_password("u1", "$2b$12$hash", "new")
    assert not await store.set_password("u1", "$2b$12$hash", "newer")
    assert not await store.set_password("nobody", "$2b$12$hash", "newer")
    assert (await store.user("u1")).password_hash == "new"


async def test_of_a_deleted_user_matches_stay_under_no_name(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    await store.create_user(make.account("u2", "bo", "Bo"))
    await store.create_match(make.match("m1", "u1", "u2"))
    await store.create_match(make.match("m2", "u2", "u1"))
    await store.create_session(make.session("s1", "u1"), HASH)
    await store.write_result(make.result("m1"))
    await store.delete_user("u1", 5_000)
    await store.delete_user("u1", 6_000)
    gone = await store.user("u1")
    assert (gone.display_name, gone.email, gone.password_hash) == (DELETED, None, None)
    assert gone.deleted_at == 5_000
    assert await store.session("s1", 0) is None
    assert [m.record.id for m in await store.matches_of("u1", 9)] == ["m2", "m1"]
    names = [[p.name for p in (await store.match(m)).record.players] for m in ("m1", "m2")]
    assert names == [[DELETED, "Bo"], ["Ann", DELETED]]  # Make.match calls the right side Bo
    assert (await store.match("m1")).result is not None


async def test_a_deleted_user_cannot_come_back(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    await store.create_user(make.user("g1", guest=True))
    for user_id in ("u1", "g1"):
        await store.delete_user(user_id, 5_000)
        assert not await store.create_session(make.session(f"late-{user_id}", user_id), None)
        assert await store.session(f"late-{user_id}", 0) is None
    await store.rename_user("u1", "Ann")
    assert not await store.set_password("u1", "$2b$12$hash", "new")
    assert not await store.make_account(make.account("g1", "bo", "Bo"))
    assert (await store.user("u1")).display_name == DELETED


async def test_the_names_of_the_deleted_are_free_after_a_time(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    await store.create_user(make.account("u2", "bo", "Bo"))
    await store.delete_user("u1", 5_000)
    await store.tidy(5_000 + KEPT_MS - 1)
    with pytest.raises(NameTaken) as caught:
        await store.create_user(make.account("u3", "ann", "Ann"))
    assert caught.value.fields == ("name", "display_name")
    for _ in range(2):
        await store.tidy(5_000 + KEPT_MS)
    await store.create_user(make.account("u3", "ann", "Ann"))
    assert (await store.user_by_name("ann")).id == "u3"
    assert (await store.user("u1")).display_name == DELETED
    assert "ann" not in (await store.user("u1")).name
    assert (await store.user_by_name("bo")).id == "u2"


async def test_an_act_with_a_proof_needs_its_session_and_its_hash(store, make):
    for number, (ended, known) in enumerate([(True, HASH), (False, "other"), (False, HASH)]):
        user_id, guest_id = f"u{number}", f"g{number}"
        await store.create_user(make.account(user_id, f"ann {number}", f"Ann {number}"))
        await store.create_user(make.user(guest_id, guest=True))
        for owner, hash_ in ((user_id, HASH), (guest_id, None)):
            for name in ("s", "t"):
                await store.create_session(make.session(f"{name}-{owner}", owner), hash_)
            if ended:
                await store.delete_session(f"s-{owner}")
        by = Proof(f"s-{user_id}", known)
        as_guest = Proof(f"s-{guest_id}", None if known == HASH else known)
        account = make.account(guest_id, f"new {number}", f"New {number}")
        anothers = Proof(f"s-{guest_id}", known)
        done = [
            await store.set_email(user_id, "new@example.org", anothers),
            await store.set_email(user_id, "new@example.org", by),
            await store.make_account(account, as_guest),
            await store.change_password(user_id, "new", by),
            await store.delete_user(user_id, 5_000, Proof(by.session_id, "new")),
        ]
        assert done == [False, *([not ended and known == HASH] * 4)]


async def test_a_change_of_the_password_ends_the_other_sessions_and_links(store, make):
    await store.create_user(make.account("u1", "ann", "Ann"))
    await store.add_link(b"link", "u1", 9_000)
    for name in "abc":
        await store.create_session(make.session(name, "u1"), HASH)
    assert await store.change_password("u1", "new", Proof("b", HASH))
    assert [session.id for session in await store.sessions_of("u1", 0)] == ["b"]
    assert await store.link(b"link", 0) is None
    assert (await store.user("u1")).password_hash == "new"
