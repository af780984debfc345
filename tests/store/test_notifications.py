"""The contract on what players are told, for every backend."""

from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.notifications.records import MOST_NOTES, NOTES_KEPT_MS, KeptNote, Note

FIRST = Note("n1", "a", "tournament", '{"round":1}', 5)
SECOND = replace(FIRST, id="n2", at=6)


async def ids(store, player: str = "a") -> list[str]:
    return [kept.note.id for kept in await store.notifications.newest(player, 999)]


async def test_a_note_is_written_with_a_flush_or_alone_and_once(peopled):
    await peopled.journal.flush(Flush(0, 50, rows=(FIRST, FIRST)))
    await peopled.notifications.add(SECOND)
    await peopled.notifications.read("a", "n1")
    await peopled.journal.flush(Flush(0, 60, rows=(replace(FIRST, at=9),)))
    assert await peopled.notifications.newest("a", 9) == [
        KeptNote(SECOND, read=False),
        KeptNote(FIRST, read=True),
    ]
    assert await ids(peopled, "c") == []


async def test_two_players_may_have_notes_of_one_id(peopled):
    for player in ("a", "c"):
        await peopled.notifications.add(replace(FIRST, player=player))
    await peopled.notifications.read("a", "n1")
    assert await peopled.notifications.unread("a") == 0
    assert await peopled.notifications.unread("c") == 1


async def test_a_note_of_nobody_does_not_harm_the_flush(peopled):
    await peopled.delete_user("c", 1)
    rows = [replace(FIRST, player=player) for player in ("nobody", "c", "a")]
    rows += [replace(FIRST, id=who, about=who) for who in ("nobody", "c", "B")]
    await peopled.journal.flush(Flush(0, 50, rows=tuple(rows)))
    assert await ids(peopled) == ["n1", "B"]
    assert await ids(peopled, "nobody") == await ids(peopled, "c") == []


async def test_notes_come_in_pages_newest_first(peopled):
    for at in (1, 2, 3, 3, 4):
        await peopled.notifications.add(replace(FIRST, id=f"n{at}", at=at))
    await peopled.notifications.add(replace(FIRST, id="m3", at=3))
    whole = await peopled.notifications.newest("a", 9)
    assert [kept.note.id for kept in whole] == ["n4", "n3", "m3", "n2", "n1"]
    assert await peopled.notifications.newest("a", 2) == whole[:2]
    assert await peopled.notifications.newest("a", 2, "n3") == whole[2:4]
    assert await peopled.notifications.newest("a", 2, "n1") == []
    assert await peopled.notifications.newest("a", 2, "nothing") == []


async def test_one_is_read_or_all_up_to_it(peopled):
    for number in (1, 2, 3, 4):
        await peopled.notifications.add(replace(FIRST, id=f"n{number}", at=number))
    assert await peopled.notifications.unread("a") == 4
    assert await peopled.notifications.read("a", "n2")
    assert not await peopled.notifications.read("a", "n2")
    assert not await peopled.notifications.read("c", "n1")
    assert not await peopled.notifications.read("a", "nothing", earlier=True)
    assert await peopled.notifications.unread("a") == 3
    assert await peopled.notifications.read("a", "n3", earlier=True)
    assert not await peopled.notifications.read("a", "n3", earlier=True)
    read = {kept.note.id: kept.read for kept in await peopled.notifications.newest("a", 9)}
    assert read == {"n1": True, "n2": True, "n3": True, "n4": False}


async def test_notes_about_the_parted_are_not_shown_until_the_block_is_lifted(peopled):
    await peopled.notifications.add(replace(FIRST, about="B"))
    await peopled.notifications.add(SECOND)
    for one, two in (("a", "B"), ("B", "a")):
        await peopled.social.block(one, two, 9)
        assert await ids(peopled) == ["n2"]
        assert await peopled.notifications.unread("a") == 1
        await peopled.social.unblock(one, two)
        assert await ids(peopled) == ["n2", "n1"]
        assert await peopled.notifications.unread("a") == 2


async def test_old_notes_and_more_than_anybody_reads_are_removed(peopled):
    for number in range(MOST_NOTES + 2):
        await peopled.notifications.add(replace(FIRST, id=f"n{number}", at=1_000 + number))
    await peopled.notifications.add(replace(FIRST, player="c", at=1_000))
    await peopled.tidy(1_000 + NOTES_KEPT_MS - 1)
    left = await ids(peopled)
    assert (len(left), left[-1]) == (MOST_NOTES, "n2")
    assert await ids(peopled, "c") == ["n1"]
    await peopled.tidy(1_005 + NOTES_KEPT_MS)
    assert (await ids(peopled))[-1] == "n6"
    assert await ids(peopled, "c") == []


async def test_of_a_deleted_account_no_note_is_left(peopled):
    for note in (FIRST, replace(FIRST, player="B", about="a"), replace(SECOND, player="B")):
        await peopled.notifications.add(note)
    assert await peopled.delete_user("a", 5_000)
    assert await ids(peopled) == []
    assert await ids(peopled, "B") == ["n2"]
