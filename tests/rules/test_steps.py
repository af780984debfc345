"""One step or a thousand, live or replayed from a journal: the same bits."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.pong.inputs import Input
from actors.pong.settings import Settings
from tests.patience import examples
from tests.rules.play import Move, bits, moves, opened, play, replay, rules, seeds, windows

Script = tuple[Move, ...]


@settings(max_examples=examples(10_000))
@given(seeds, windows, rules, moves(), st.integers(2, 12))
def test_the_number_of_steps_changes_no_bit(
    seed: int, pair: tuple[float, float], options: Settings, script: Script, steps: int
):
    start = opened(seed, pair, options)
    played = play(start, script)
    end = played.game.now + 3.0
    assert bits(replay(start, played.journal, end, steps)) == bits(
        replay(start, played.journal, end)
    )


@settings(max_examples=examples(100))
@given(seeds, windows, rules, moves())
def test_a_thousand_steps_change_no_bit(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    start = opened(seed, pair, options)
    played = play(start, script)
    end = played.game.now + 30.0
    assert bits(replay(start, played.journal, end, 1000)) == bits(
        replay(start, played.journal, end)
    )


@settings(max_examples=examples(1000))
@given(seeds, windows, rules, moves())
def test_a_journal_read_back_from_json_gives_the_same_bits(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    start = opened(seed, pair, options)
    played = play(start, script)
    stored = msgspec.json.encode(played.journal)
    journal = msgspec.json.decode(stored, type=tuple[Input, ...])
    game, events = replay(start, journal, played.game.now)
    assert bits(game) == bits(played.game)
    assert bits(events) == bits(played.events)
