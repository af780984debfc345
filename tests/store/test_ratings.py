"""The contract on ratings, their entries, and leaderboards, for every backend."""

from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.ratings.records import BELOW, PROVISIONAL, Board, Rating, RatingEntry

SURE = PROVISIONAL - 1.0


def entry(match: str, player: str, number: int, mode: str = "classic", mu: float = 26.5):
    return RatingEntry(match, player, "result", mode, number, 7, 25.0, 8.25, mu, 8.0)


async def write(store, *rows) -> None:
    await store.journal.flush(Flush(0, 50, rows=rows))


async def test_an_account_begins_with_a_rating_that_says_nothing(peopled, make):
    await peopled.people.create_user(make.user("g", guest=True))
    new = await peopled.ratings.rating("a", "classic")
    assert new == Rating("a", "classic")
    assert new.provisional
    assert await peopled.ratings.rating("g", "classic") is None
    assert await peopled.ratings.rating("nobody", "classic") is None
    assert await peopled.ratings.ratings_of("a") == []


async def test_a_rating_is_kept_for_each_mode_and_the_last_one_counts(peopled):
    first, other = Rating("a", "short", 26.25, 7.5, 1, 1, 5), Rating("a", "classic", 24.0, 7.0)
    last = Rating("a", "short", 27.125, 7.0625, 2, 2, 9)
    await write(peopled, first, other)
    await write(peopled, last)
    assert await peopled.ratings.rating("a", "short") == last
    assert await peopled.ratings.ratings_of("a") == [other, last]


async def test_a_result_counts_once_and_its_reversal_is_an_entry_of_its_own(peopled):
    result = entry("m1", "a", 1)
    again = replace(result, number=2, mu=30.0)
    back = replace(result, kind="reversal", number=2, mu_before=26.5, mu=25.0)
    await write(peopled, result, entry("m1", "B", 1))
    await write(peopled, again, back, replace(back, mu=1.0))
    assert await peopled.ratings.entries_of("a", "classic", 9) == [result, back]
    found = await peopled.ratings.entries_of_match("m1")
    assert sorted(found, key=lambda e: (e.player, e.number)) == [entry("m1", "B", 1), result, back]


async def test_entries_come_oldest_first_and_the_last_ones_of_a_mode(peopled):
    entries = [entry(f"m{n}", "a", n) for n in (1, 2, 3)]
    short = entry("m4", "a", 1, "short")
    await write(peopled, *entries[::-1], short)
    assert await peopled.ratings.entries_of("a", "classic", 2) == entries[1:]
    assert await peopled.ratings.all_entries_of("a") == [*entries, short]


async def test_guests_and_the_deleted_have_no_ratings(peopled, make):
    await peopled.people.create_user(make.user("g", guest=True))
    for player in ("a", "g"):
        await write(peopled, Rating(player, "classic", 26.0), entry("m1", player, 1))
    assert await peopled.delete_user("a", 5)
    for player in ("a", "g"):
        await write(peopled, Rating(player, "classic", 26.0), entry("m2", player, 1))
        assert await peopled.ratings.ratings_of(player) == []
        assert await peopled.ratings.all_entries_of(player) == []
        assert await peopled.ratings.rating(player, "classic") is None


async def _lead(store, make) -> dict[str, Rating]:
    """Five on one leaderboard, two of them provisional."""
    for player in ("d", "e", "f"):
        await store.people.create_user(make.user(player))
    ratings = {
        "a": Rating("a", "classic", 24.0, SURE, 20, 20, 100),
        "B": Rating("B", "classic", 30.5, SURE, 20, 20, 200),
        "c": Rating("c", "classic", 49.0, 8.0, 1, 1, 300),
        "d": Rating("d", "classic", 24.5, SURE, 20, 20, 400),
        "e": Rating("e", "classic", 20.0, 8.0, 1, 1, 500),
    }
    others = Rating("a", "short", 40.0, SURE, 20), Rating("f", "classic", 40.0, SURE, 0)
    await write(store, *ratings.values(), *others)
    return ratings


async def test_a_leaderboard_has_the_best_first_and_the_provisional_last(peopled, make):
    ratings = await _lead(peopled, make)
    assert ratings["c"].place == 49.0 - BELOW
    board, verbs = Board("classic", "e"), peopled.ratings
    whole = await verbs.leaders(board, 9)
    assert [line.person.id for line in whole] == ["B", "d", "a", "c", "e"]
    assert [line.person.name for line in whole][:2] == ["The B", "The d"]
    assert whole[0].rating == ratings["B"]
    assert [*await verbs.leaders(board, 2), *await verbs.leaders(board, 9, 2)] == [*whole]
    assert [await verbs.ahead(board, line.rating) for line in whole] == [0, 1, 2, 3, 4]
    assert await verbs.leaders(Board("other", "e"), 9) == []


async def test_a_leaderboard_of_some_time_has_those_who_have_played_since(peopled, make):
    ratings = await _lead(peopled, make)
    board = Board("classic", "a", since=300)
    shown = [line.person.id for line in await peopled.ratings.leaders(board, 9)]
    assert shown == ["d", "c", "e"]
    assert await peopled.ratings.ahead(board, ratings["e"]) == 2


async def test_a_leaderboard_of_friends_has_oneself_too(peopled, make):
    ratings = await _lead(peopled, make)
    for one, other in (("a", "d"), ("d", "a"), ("c", "a"), ("a", "c"), ("a", "B")):
        await peopled.social.befriend(one, other, 1)  # B has not answered
    board = Board("classic", "a", friends=True)
    shown = [line.person.id for line in await peopled.ratings.leaders(board, 9)]
    assert shown == ["d", "a", "c"]
    assert await peopled.ratings.ahead(board, ratings["c"]) == 2


async def test_a_block_hides_each_of_the_two_from_the_other(peopled, make):
    ratings = await _lead(peopled, make)
    await peopled.social.block("B", "a", 1)
    for viewer, hidden in (("a", "B"), ("B", "a"), ("c", "")):
        board = Board("classic", viewer)
        shown = [line.person.id for line in await peopled.ratings.leaders(board, 9)]
        assert shown == [p for p in ("B", "d", "a", "c", "e") if p != hidden]
        assert await peopled.ratings.ahead(board, ratings["e"]) == len(shown) - 1


async def test_the_deleted_are_on_no_leaderboard(peopled, make):
    ratings = await _lead(peopled, make)
    assert await peopled.delete_user("B", 5)
    board = Board("classic", "a")
    shown = [line.person.id for line in await peopled.ratings.leaders(board, 9)]
    assert shown == ["d", "a", "c", "e"]
    assert await peopled.ratings.ahead(board, ratings["d"]) == 0
