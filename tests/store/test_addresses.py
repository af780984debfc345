"""The contract on confirmed e-mail addresses and log-in names, for every backend."""

import pytest
from msgspec.structs import replace

from store.errors import AddressTaken, NameTaken
from store.names import email_key
from store.people.records import EmailLink, Proof


async def _link(store, user: str, address: str, key: bytes, made_at: int = 10, **more) -> EmailLink:
    link = EmailLink(key, user, address, more.get("purpose", "confirm"), made_at, 100)
    await store.people.add_email_link(link)
    return link


async def test_an_address_is_confirmed_by_its_link_once_and_is_then_unique(peopled):
    people = peopled.people
    for user in ("a", "B"):
        await people.set_email(user, "Ann@Example.org")
    mine, theirs = [await _link(peopled, who, "Ann@Example.org", who.encode()) for who in "aB"]
    assert await people.email_link(b"a", 99) == mine
    assert await people.email_link(b"a", 100) is None
    assert not await people.confirm_email(mine, 100)
    assert await people.user_by_email("ann@example.org") is None
    assert await people.confirm_email(mine, 50)
    assert not await people.confirm_email(mine, 50)
    user = await people.user_by_email("ANN@example.ORG")
    assert (user.id, user.email, user.email_confirmed) == ("a", "Ann@Example.org", True)
    with pytest.raises(AddressTaken):
        await people.confirm_email(theirs, 50)
    assert await people.email_link(b"B", 50) is None
    assert not (await people.user("B")).email_confirmed


async def test_a_new_address_counts_when_it_is_confirmed_and_only_if_it_is_still_wanted(peopled):
    people = peopled.people
    await people.set_email("a", "old@example.org")
    await people.confirm_email(await _link(peopled, "a", "old@example.org", b"1"), 50)
    assert await people.ask_email("a", "typo@example.org")
    unwanted = await _link(peopled, "a", "typo@example.org", b"2")
    assert await people.ask_email("a", "new@example.org")
    assert not await people.confirm_email(unwanted, 50)
    user = await people.user("a")
    assert (user.email, user.email_pending) == ("old@example.org", "new@example.org")
    assert await people.confirm_email(await _link(peopled, "a", "new@example.org", b"3"), 50)
    user = await people.user("a")
    assert (user.email, user.email_pending) == ("new@example.org", None)
    assert await people.user_by_email("old@example.org") is None
    await people.set_email("a", "bare@example.org")
    assert not (await people.user("a")).email_confirmed


async def test_a_link_that_takes_an_address_back_voids_what_came_after_it(peopled):
    people, back = peopled.people, {"purpose": "take_back"}
    await people.set_email("a", "thief@example.org")
    first = await _link(peopled, "a", "own@example.org", b"1", 10, **back)
    later = await _link(peopled, "a", "thief@example.org", b"2", 20, **back)
    await people.ask_email("a", "third@example.org")
    confirm = await _link(peopled, "a", "third@example.org", b"3", 5)
    assert await people.confirm_email(later, 50)  # the thief is first
    again = await _link(peopled, "a", "other@example.org", b"6", 30, **back)
    assert await people.confirm_email(first, 50)
    for void in (confirm, again):
        assert not await people.confirm_email(void, 50)
    assert (await people.user("a")).email == "own@example.org"
    await people.add_email_link(replace(first, token_hash=b"4"))
    await peopled.delete_user("a", 60)
    assert await people.email_link(b"4", 50) is None


async def test_a_link_for_a_new_password_in_another_mailbox_ends_with_the_address(peopled):
    people = peopled.people
    await people.set_email("a", "thief@example.org")
    await people.add_link(b"in the thief's mailbox", "a", 100)
    back = await _link(peopled, "a", "own@example.org", b"1", purpose="take_back")
    assert await people.confirm_email(back, 50)
    assert await people.link(b"in the thief's mailbox", 50) is None


async def test_a_log_in_name_changes_and_is_unique(peopled):
    with pytest.raises(NameTaken):
        await peopled.people.set_name("a", "b")
    assert await peopled.people.set_name("a", "Annette")
    assert (await peopled.people.user_by_name("annette")).id == "a"
    assert await peopled.people.user_by_name("a") is None
    assert not await peopled.people.set_name("a", "ann", Proof("no session", "$2b$12$hash"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@Example.org", "ada@EXAMPLE.org", True),
        ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example", True),
        ("a.da@example.org", "ada@example.org", False),
        ("ada+rally@example.org", "ada@example.org", False),
        ("ada@example_x.org", "ada@EXAMPLE_x.org", True),
    ],
)
def test_which_addresses_are_one_mailbox(one: str, other: str, same: bool):
    assert (email_key(one) == email_key(other)) is same
