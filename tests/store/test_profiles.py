"""The contract on profiles, for every backend."""

from msgspec.structs import replace

from store.memory import MemoryStore
from store.profiles.queries import FIND
from store.profiles.records import Person, Privacy, Profile
from store.profiles.sql import LAST_LETTER
from tests.store.images import FACE, OTHER

CHOSEN = Privacy(presence="nobody", last_seen="everybody", contact="friends")


async def test_a_profile_begins_with_defaults_and_keeps_what_is_set(peopled):
    assert await peopled.profiles.profile("nobody") is None
    first = Profile(Person("a", "The a"), False, 1_000, None, "", Privacy(), None, "player")
    assert await peopled.profiles.profile("a") == first
    await peopled.profiles.save_about("a", "CH", "left-handed")
    await peopled.profiles.save_privacy("a", CHOSEN)
    await peopled.profiles.save_avatar("a", FACE)
    await peopled.profiles.saw("a", 7_000)
    await peopled.moderation.set_role("a", "admin")
    assert await peopled.profiles.profile("a") == Profile(
        *(Person("a", "The a", "f00"), False, 1_000, "CH", "left-handed", CHOSEN, 7_000, "admin")
    )
    await peopled.profiles.save_about("a", None, "")
    await peopled.profiles.save_avatar("a", None)
    assert await peopled.profiles.profile("a") == replace(
        first, privacy=CHOSEN, seen_at=7_000, role="admin"
    )
    assert await peopled.profiles.profile("B") == replace(first, person=Person("B", "The B"))


async def test_last_seen_only_goes_forward(peopled):
    for at in (5_000, 9_000, 6_000):
        await peopled.profiles.saw("a", at)
    assert (await peopled.profiles.profile("a")).seen_at == 9_000


async def test_an_image_is_there_as_long_as_somebody_has_it(peopled):
    for user_id in ("a", "B"):
        assert await peopled.profiles.save_avatar(user_id, FACE)
    assert await peopled.profiles.image("f00") == FACE
    await peopled.profiles.save_avatar("a", OTHER)
    assert await peopled.profiles.image("f00") == FACE
    await peopled.profiles.save_avatar("B", None)
    assert await peopled.profiles.image("f00") is None
    assert await peopled.profiles.image("ba2") == OTHER
    assert await peopled.profiles.without_image() == []


async def test_who_is_gone_gets_no_image(peopled):
    await peopled.delete_user("a", 9)
    for user_id in ("a", "nobody"):
        assert not await peopled.profiles.save_avatar(user_id, FACE)
    assert await peopled.profiles.image("f00") is None


async def test_an_image_is_adopted_by_whose_avatar_it_is(peopled):
    """Images were files, of which the store knew the names alone."""
    await peopled.profiles.save_avatar("a", FACE)
    await peopled.profiles.adopt_avatar("a", OTHER)
    await peopled.profiles.adopt_avatar("B", OTHER)
    assert await peopled.profiles.image("ba2") is None
    if isinstance(peopled, MemoryStore):
        peopled.tables.avatars.clear()
    else:
        await peopled._engine.write("DELETE FROM avatars")
    assert await peopled.profiles.without_image() == [("a", "f00")]
    await peopled.profiles.adopt_avatar("a", FACE)
    assert await peopled.profiles.without_image() == []
    assert await peopled.profiles.image("f00") == FACE


async def test_a_name_is_found_by_its_beginning(store, make):
    for user_id, name in (("u1", "Straße"), ("u2", "Strand"), ("u3", "Bo"), ("u4", "100%_")):
        await store.people.create_user(replace(make.user(user_id), display_name=name))
    await store.people.create_user(replace(make.user("u5", guest=True), display_name="Strolch"))

    async def found(prefix: str, limit: int = 9) -> list[str]:
        return [person.id for person in await store.profiles.find_people(prefix, limit, "nobody")]

    assert await found("STRASS") == ["u1"]
    assert await found("str") == ["u2", "u1"]
    assert await found("str", limit=1) == ["u2"]
    assert await found("100%_") == ["u4"]
    assert await found("%") == await found("stro") == await found("u1") == []
    await store.delete_user("u2", 9)
    assert await found("str") == ["u1"]


async def test_a_search_leaves_out_oneself_and_whoever_blocks_and_fills_the_page_all_the_same(
    peopled,
):
    await peopled.social.block("B", "a", 1)
    assert [person.id for person in await peopled.profiles.find_people("the", 1, "a")] == ["c"]
    assert [person.id for person in await peopled.profiles.find_people("the", 9, "B")] == ["c"]


async def test_names_are_found_in_the_order_of_their_letters(store, make):
    for user_id, name in (
        ("u1", "zoe b"),
        ("u2", "Zoë"),
        ("u3", "ZO"),
        ("u4", "zo_"),
        ("u5", "Zp"),
    ):
        await store.people.create_user(replace(make.user(user_id), display_name=name))
    found = await store.profiles.find_people("zo", 9, "nobody")
    assert [person.name for person in found] == ["ZO", "zo_", "zoe b", "Zoë"]
    await store.people.rename_user("u5", "zö")
    await store.people.rename_user("u3", "q")
    assert [person.id for person in await store.profiles.find_people("z", 9, "nobody")] == [
        "u4",
        "u1",
        "u2",
        "u5",
    ]


async def test_a_search_is_a_range_of_an_index(sqlite):
    values = ("st", "st" + LAST_LETTER, 20, "nobody")
    plan = str(await sqlite._engine.read(f"EXPLAIN QUERY PLAN {FIND}", *values))
    assert "USING INDEX users_display (display_key>? AND display_key<?)" in plan
    assert "ORDER BY" not in plan
