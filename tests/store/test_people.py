"""The contract on users, for every backend."""

import pytest
import trio

from store.errors import NameTaken, StoreError
from store.names import name_key


async def test_a_user_comes_back_as_it_was(store, make):
    for user in (make.user("u1", "Ann"), make.user("u2", "guest-2", guest=True)):
        await store.people.create_user(user)
        assert await store.people.user(user.id) == user
        assert await store.people.user_by_name(user.name) == user


async def test_an_unknown_user_is_none(store):
    assert await store.people.user("nobody") is None
    assert await store.people.user_by_name("nobody") is None
    assert await store.people.user_by_display_name("nobody") is None


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
    await store.people.create_user(user)
    with pytest.raises(NameTaken):
        await store.people.create_user(make.user("u2", second))
    assert await store.people.user_by_name(second) == user
    assert await store.people.user("u2") is None


def test_different_names_have_different_keys():
    assert len({name_key(name) for name in ("ann", "anna", "änn", "an n")}) == 4


async def test_one_of_many_gets_the_name(store, make):
    outcomes: list[bool] = []

    async def register(number: int) -> None:
        try:
            await store.people.create_user(make.user(f"u{number}", "Ann"))
        except NameTaken:
            outcomes.append(False)
        else:
            outcomes.append(True)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(register, number)
    assert sorted(outcomes) == [False] * 19 + [True]


async def test_a_second_user_of_one_id_is_an_error_but_not_of_the_name(store, make):
    await store.people.create_user(make.user("u1", "Ann"))
    with pytest.raises(StoreError) as caught:
        await store.people.create_user(make.user("u1", "Bo"))
    assert type(caught.value) is StoreError
    assert await store.people.user_by_name("Bo") is None


async def test_an_account_is_found_by_either_name(store, make):
    ann = make.account("u1", "ann", "Ann Other")
    await store.people.create_user(ann)
    assert await store.people.user("u1") == ann
    assert await store.people.user_by_display_name("ＡＮＮ other") == ann  # noqa: RUF001 - full-width


async def test_either_name_can_be_taken_and_it_says_which(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ada"))
    for other, fields in (
        (("ANN", "Bo"), ("name",)),
        (("bo", "ada"), ("display_name",)),
        (("Ann", "ADA"), ("name", "display_name")),
    ):
        with pytest.raises(NameTaken) as caught:
            await store.people.create_user(make.account("u2", *other))
        assert caught.value.fields == fields
    await store.people.create_user(
        make.account("u2", "ada", "Ann")
    )  # log-in names and display names do not clash


async def test_guests_share_their_display_names_also_with_accounts(store, make):
    await store.people.create_user(make.account("u1", "ann", "The g1"))
    await store.people.create_user(make.user("g1", guest=True))
    assert (await store.people.user_by_display_name("The g1")).id == "u1"


async def test_a_guest_becomes_an_account_of_the_same_id_once(store, make):
    await store.people.create_user(make.user("g1", "guest g1", guest=True))
    account = make.account("g1", "ann", "Ann")
    assert await store.people.make_account(account)
    assert await store.people.user("g1") == account
    assert await store.people.user_by_name("ann") == account
    assert await store.people.user_by_name("guest g1") is None
    assert not await store.people.make_account(make.account("g1", "bo", "Bo"))
    assert not await store.people.make_account(make.account("nobody", "bo", "Bo"))


async def test_a_guest_cannot_take_a_name_and_stays_a_guest(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ada"))
    guest = make.user("g1", guest=True)
    await store.people.create_user(guest)
    with pytest.raises(NameTaken) as caught:
        await store.people.make_account(make.account("g1", "bo", "Ada"))
    assert caught.value.fields == ("display_name",)
    assert await store.people.user("g1") == guest


async def test_a_display_name_changes_unless_it_is_taken(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    await store.people.create_user(make.account("u2", "bo", "Bo"))
    with pytest.raises(NameTaken):
        await store.people.rename_user("u1", "BO")
    assert (await store.people.user("u1")).display_name == "Ann"
    for name in ("ANN", "Ann of Cleves"):  # the own name in another spelling is not taken
        await store.people.rename_user("u1", name)
        assert (await store.people.user_by_display_name(name)).display_name == name
    assert await store.people.user_by_display_name("Ann") is None
    await store.people.rename_user("u2", "Ann")


async def test_a_guest_is_not_renamed(store, make):
    guest = make.user("g1", guest=True)
    await store.people.create_user(guest)
    await store.people.rename_user("g1", "Ann")
    await store.people.set_email("g1", "ann@example.org")
    assert await store.people.user("g1") == guest
    assert await store.people.user_by_display_name("Ann") is None


async def test_addresses_are_nobodys_alone(store, make):
    for user_id in ("u1", "u2"):
        await store.people.create_user(make.account(user_id, user_id, user_id))
        await store.people.set_email(user_id, "both@example.org")
        assert (await store.people.user(user_id)).email == "both@example.org"


async def test_a_password_is_exchanged_only_for_the_one_that_was_seen(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    assert await store.people.set_password("u1", "$2b$12$hash", "new")
    assert not await store.people.set_password("u1", "$2b$12$hash", "newer")
    assert not await store.people.set_password("nobody", "$2b$12$hash", "newer")
    assert (await store.people.user("u1")).password_hash == "new"
