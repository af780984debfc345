"""The referee finds what is wrong: each fault here was planted in a tournament without any."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from actors.tournament.formats.format import Format, Shape
from tests.tournament.play import CALM, export, play
from tests.tournament.referee import faults, main

Tournament = dict[str, Any]


def _pairing(tournament: Tournament, key: str) -> dict[str, Any]:
    return next(pairing for pairing in tournament["drawn"] if pairing["key"] == key)


def _other_winner(tournament: Tournament, key: str) -> None:
    outcome = tournament["outcomes"][key]
    outcome["winner"] = 1 - outcome["winner"]


def _places_swapped(tournament: Tournament) -> None:
    first, second = tournament["standings"][:2]
    first["place"], second["place"] = second["place"], first["place"]


def _somebody_left_out(tournament: Tournament) -> None:
    tournament["standings"].pop()


def _no_outcome(tournament: Tournament) -> None:
    del tournament["outcomes"][tournament["drawn"][-2]["key"]]


def _outcome_of_nothing(tournament: Tournament) -> None:
    tournament["outcomes"]["x9"] = {"winner": 0, "cause": "played"}


def _played_without_winner(tournament: Tournament) -> None:
    tournament["outcomes"][tournament["drawn"][0]["key"]]["winner"] = None


def _drawn_twice(tournament: Tournament) -> None:
    tournament["drawn"].append(tournament["drawn"][0])


def _other_opponent(tournament: Tournament) -> None:
    first, second = tournament["drawn"][:2]
    first["sides"][1] = second["sides"][1]


def _bye_elsewhere(tournament: Tournament) -> None:
    first, second = _pairing(tournament, "w1-1"), _pairing(tournament, "w1-2")
    first["sides"], second["sides"] = second["sides"], first["sides"]
    first["sides"][1], second["sides"][1] = second["sides"][1], first["sides"][1]


def _winner_goes_on_twice(tournament: Tournament) -> None:
    _pairing(tournament, "w2-2")["sides"][0] = {"type": "winner", "pairing": "w1-1"}


def _loser_plays_on(tournament: Tournament) -> None:
    _pairing(tournament, "w2-1")["sides"][0] = {"type": "loser", "pairing": "w1-2"}


def _source_later(tournament: Tournament) -> None:
    tournament["drawn"].reverse()


def _rematch(tournament: Tournament) -> None:
    last = tournament["drawn"][-1]["round"]
    before = [p for p in tournament["drawn"] if p["round"] == last - 1]
    for pairing, copied in zip(
        [p for p in tournament["drawn"] if p["round"] == last], before, strict=True
    ):
        pairing["sides"] = deepcopy(copied["sides"])


def _a_round_too_many(tournament: Tournament) -> None:
    tournament["rounds"] = 2


def _falsely_marked(tournament: Tournament) -> None:
    tournament["drawn"][0]["repeated"] = True


def _not_paired(tournament: Tournament) -> None:
    gone = next(p for p in tournament["drawn"] if p["round"] == 2)
    tournament["drawn"].remove(gone)
    tournament["outcomes"].pop(gone["key"], None)


def _disqualified_in_front(tournament: Tournament) -> None:
    tournament["disqualified"] = [tournament["standings"][0]["seed"]]


ALL: tuple[Format, ...] = ("single", "double", "robin", "swiss")
PLANTED: list[tuple[Callable[[Tournament], None], tuple[Format, ...]]] = [
    (_places_swapped, ALL),
    (_somebody_left_out, ALL),
    (_no_outcome, ALL),
    (_outcome_of_nothing, ALL),
    (_played_without_winner, ("robin", "swiss")),
    (_drawn_twice, ALL),
    (_other_opponent, ALL),
    (_disqualified_in_front, ALL),
    (_source_later, ("single", "double")),
    (_bye_elsewhere, ("single", "double")),
    (_winner_goes_on_twice, ("single", "double")),
    (_loser_plays_on, ("single", "double")),
    (_rematch, ("swiss",)),
    (_a_round_too_many, ("swiss",)),
    (_falsely_marked, ("swiss",)),
    (_not_paired, ("robin", "swiss")),
]


def _tournament(format_: Format) -> Tournament:
    return export(play(Shape(format_, third=True), 7, Random(5), CALM))


@pytest.mark.parametrize("format_", ALL)
def test_a_tournament_without_faults_has_none(format_: Format):
    assert faults(_tournament(format_)) == []


@pytest.mark.parametrize(
    ("plant", "format_"), [(plant, format_) for plant, formats in PLANTED for format_ in formats]
)
def test_a_planted_fault_is_found(plant: Callable[[Tournament], None], format_: Format):
    tournament = _tournament(format_)
    plant(tournament)
    assert faults(tournament) != []


@pytest.mark.parametrize("format_", ["single", "double"])
def test_a_result_turned_round_changes_the_places(format_: Format):
    tournament = _tournament(format_)
    final = tournament["drawn"][-1]["key"]
    _other_winner(tournament, final)
    assert len(faults(tournament)) >= 2


def test_the_program_names_the_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, tournament = tmp_path / "tournament.json", _tournament("single")
    file.write_text(json.dumps(tournament))
    assert main(str(file)) == 0
    assert capsys.readouterr().out == "no faults\n"
    _somebody_left_out(tournament)
    file.write_text(json.dumps(tournament))
    assert main(str(file)) == 1
    assert "not everybody is in the standings once" in capsys.readouterr().out
