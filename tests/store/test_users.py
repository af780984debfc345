"""The contract on users and sessions, for every backend."""

import pytest
import trio

from store.errors import NameTaken, StoreError
from store.names import name_key


async def test_a_user_comes_back_as_it_was(store, make):
    for user in (make.user("u1", "Ann"), make.user("u2", "guest-2", guest=True)):
        await store.create_user(user)
        assert await store.user(user.id) == user
        assert await store.user_by_name(user.name) == user


async def test_an_unknown_user_is_none(store):
    assert await store.user("nobody") is None
    assert await store.user_by_name("nobody") is None


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


async def test_a_session_comes_back_with_its_user_until_it_expires(store, make):
    user, session = make.user("u1"), make.session(b"\x00token", "u1", expires_at=9_000)
    await store.create_user(user)
    await store.create_session(session)
    await store.create_session(session)
    assert await store.session(b"\x00token", 8_999) == (session, user)
    assert await store.session(b"\x00token", 9_000) is None
    assert await store.session(b"other", 0) is None


async def test_a_deleted_session_is_gone(store, make):
    await store.create_user(make.user("u1"))
    await store.create_session(make.session(b"a", "u1"))
    await store.create_session(make.session(b"b", "u1"))
    await store.delete_session(b"a")
    await store.delete_session(b"a")
    assert await store.session(b"a", 0) is None
    assert await store.session(b"b", 0) is not None


async def test_a_session_needs_its_user(store, make):
    with pytest.raises(StoreError):
        await store.create_session(make.session(b"a", "nobody"))
    assert await store.session(b"a", 0) is None


async def test_the_store_says_that_it_is_ready(store):
    await store.check()
