"""Matches of former releases play as they did then, to the bit, in Python and in JavaScript."""

import pytest

from actors.match.play import Looked
from actors.pong import ai
from actors.pong.events import Scored
from actors.pong.inputs import Steer
from tests.rules.play import bits
from tests.rules.recording import FOLDER, Recording, recordings, replay

RECORDINGS = tuple(recordings())
MODES = {"quick", "open", "private", "local", "ai", "tournament"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_each_release_has_recordings_of_each_mode(path):
    kept = [recording for name, recording in RECORDINGS if name == path.stem]
    assert {recording.mode for recording in kept} == MODES
    assert {recording.level for recording in kept} == {None, "easy", "medium", "hard"}
    assert all(sum(isinstance(e, Scored) for e in one.events) >= 2 for one in kept)


@pytest.mark.parametrize("recording", [recording for _, recording in RECORDINGS])
def test_a_recording_plays_as_it_did_then(recording: Recording):
    _, events = replay(recording)
    assert bits(events) == bits(recording.events)


@pytest.mark.parametrize("recording", [one for _, one in RECORDINGS if one.level is not None])
def test_the_machine_would_press_the_same_keys(recording: Recording):
    """A match that is restored plans the machine's keys anew, from what it saw."""
    assert recording.level is not None
    planned = dict[tuple[float, int], int]()
    pressed = 0
    for entry in recording.entries:
        if isinstance(entry, Looked):
            keys = ai.decide(entry.view.encode(), recording.level, recording.seed)
            planned = {(key.at, entry.side): key.direction for key in keys}
        elif isinstance(entry, Steer) and (entry.at, entry.side) in planned:
            assert planned[entry.at, entry.side] == entry.direction
            pressed += 1
    assert pressed > 10
