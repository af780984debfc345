"""What tournaments wait for when the server or a station goes away."""

from actors.tournament import frames
from actors.tournament.frames import CheckIn
from tests.actors.cup import Cup
from tests.actors.world import World


def test_a_match_and_a_check_in_go_on_when_the_server_was_away_for_long(sound: World) -> None:
    cup = Cup(sound, check_in=2, best_of=3)
    cup.join("ada", "bob")
    cup.start()
    sound.kill(600.0)
    assert cup.state.phase == "check_in"
    cup.pages = {player: sound.page(player) for player in cup.pages}
    for page in cup.pages.values():
        assert cup.ask(page, CheckIn)["t"] == "ok"
    sound.until(lambda: cup.state.phase == "running")
    while not (fight := cup.state.fights["w1-1"]).matches or not fight.matches[0].made:
        cup.step()
    sound.kill(7200.0)
    assert cup.state.fights["w1-1"].outcome is None
    cup.pages = {player: sound.page(player) for player in cup.pages}
    cup.play()
    assert cup.state.fights["w1-1"].games == (2, 0)


def test_whoever_is_called_to_a_station_that_goes_is_called_to_another(sound: World) -> None:
    cup = Cup(sound)
    assert cup.act(frames.Enter(("Ann", "Ben")))["t"] == "ok"
    cup.start()
    assert cup.ask(cup.host, frames.Station, on=True)["t"] == "ok"
    assert cup.state.fights["w1-1"].station == "host"
    assert cup.ask(cup.host, frames.Station, on=False)["t"] == "ok"
    desk = sound.page("desk")
    word = cup.state.station_word
    assert cup.ask(desk, frames.Station, on=True, word=word)["t"] == "ok"
    assert cup.state.fights["w1-1"].station == "desk"


def test_a_page_that_reads_is_shown_the_table_soon_after_each_result(sound: World) -> None:
    cup = Cup(sound, format="swiss")
    cup.join("ada", "bob", "cyd", "dan")
    cup.start()
    cup.play()
    sound.wait(1.0)
    tables = [part.get("standings") for part in cup.host.of("tournament_part")]
    shown = [table for table in tables if table is not None]
    assert len(shown) >= 2, "one for each round at least"
    assert [row["place"] for row in shown[-1]] == [place for place, _ in cup.places()]
    assert sum(row["won"] for row in shown[-1]) == 4
