"""The check finds each kind of loss in hand-made books, and none in books without a loss."""

from pathlib import Path
from typing import Any

import pytest
from chaos_proof.check import check, spread
from chaos_proof.restarts import Known

from tests.chaos.story import (
    FLIGHT,
    KILLED,
    MATCH,
    RESULT,
    STARTED,
    Story,
    answer,
    finished,
    heard,
    hello,
    point,
    shown,
    welcome,
)


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def found(story: Story, tmp_path: Path):
    """Check the story as it is now; return the losses."""

    def find(matches: int = 1) -> dict[str, int]:
        story.write(tmp_path)
        _, findings = check(tmp_path, matches, 2)
        return {loss: count for loss, count in findings.counts.items() if count}

    return find


def test_nothing_is_found_where_nothing_is_lost(story: Story, tmp_path: Path):
    story.write(tmp_path)
    figures, findings = check(tmp_path, 1, 2)
    assert findings.words == []
    assert findings.clean
    assert figures["kills"] == 1
    assert figures["matches"] == 1
    assert figures["points"] == 2
    assert figures["causes"] == {"played": 1}
    assert figures["points_lost"] == 0
    wait = round(1000 * (20.8 - STARTED))
    assert figures["resume_ms"] == {"p50": wait, "p99": wait, "count": 2}


def test_a_score_that_goes_back(story: Story, found):
    story.replace("match", shown(20.8, 2, [0, 0]), nth=1)
    story.replace("point", point(27.0, 3, [1, 0]), nth=1)
    story.replace("finished", point(27.0, 4, [2, 0]), finished(27.1, 5))
    assert found() == {"points_lost": 1}


def test_a_point_that_the_other_bot_was_told_otherwise(story: Story, found):
    story.replace("point", point(14.0, 3, [0, 1]))
    story.replace("match", shown(20.8, 2, [0, 1]), nth=1)
    story.replace("point", point(27.0, 3, [1, 1]), nth=1)
    story.replace("finished", finished(27.1, 4, score=[2, 1]))
    lost = found()
    assert lost["points_lost"] == 2  # the first and the second
    assert lost["results_differ"] == 1


def test_a_point_that_is_not_in_the_result(story: Story, found):
    story.replace("point", point(27.0, 3, [1, 1]), finished(27.0, 4), nth=1)
    story.replace("finished", nth=1)
    assert found()["points_lost"] == 1


def test_a_point_told_twice(story: Story, found):
    story.replace("point", point(14.0, 3, [1, 0]), point(14.1, 4, [1, 0]))
    assert found() == {"points_double": 1}


def test_a_point_that_was_never_told(story: Story, found):
    story.replace("point", nth=1)
    story.replace("finished", finished(27.1, 3))
    assert found() == {"points_skipped": 1}


def test_a_point_missed_between_two_sessions_is_shown_with_the_match(story: Story, found):
    story.replace("point", heard(14.0, "pause", match=MATCH, seq=3))
    assert found() == {}


@pytest.mark.parametrize("result", [None, "vanished"])
def test_no_result(story: Story, found, result: str | None):
    story.answers(None)
    if result == "vanished":
        story.run[-1] |= {"status": 404, "answer": None}
        assert found() == {"results_missing": 1, "matches_missing": 1}
    else:
        assert found() == {"results_missing": 1}


def test_a_bot_that_was_never_told_the_result(story: Story, found):
    story.replace("finished")
    assert found() == {"results_missing": 1}


def test_a_bot_that_has_lost_sight_may_ask_the_api(story: Story, found):
    story.replace("finished", {"at": 27.1, "is": "asked", "status": 200, "answer": answer(RESULT)})
    assert found() == {}


def test_a_result_that_changes_after_it_was_asked(story: Story, found):
    other: dict[str, Any] = RESULT | {"seconds": 8.0}
    story.replace("finished", {"at": 27.1, "is": "asked", "status": 200, "answer": answer(other)})
    assert found() == {"results_differ": 1}


def test_a_result_told_twice(story: Story, found):
    story.replace("finished", finished(27.1, 4), finished(27.1, 5))
    assert found() == {"results_double": 1}


@pytest.mark.parametrize("part", [{"winner": 1}, {"score": [2, 1]}, {"time": 8.9}])
def test_a_result_the_bots_disagree_about(story: Story, found, part: dict[str, Any]):
    story.replace("finished", finished(27.1, 4, **part))
    assert found()["results_differ"] == 1


def test_a_result_against_the_rules(story: Story, found):
    result: dict[str, Any] = RESULT | {"score": [2, 0], "winner": 1}
    for bot in (story.host, story.guest):
        bot[-1] = finished(27.1, 4, winner=1)
    story.answers(result)
    assert found() == {"results_differ": 1}


def test_a_match_that_somebody_lost_by_the_servers_fault(story: Story, found):
    for bot in (story.host, story.guest):
        bot[-1] = finished(27.1, 4, cause="forfeit_absent")
    story.answers(RESULT | {"cause": "forfeit_absent"})
    assert found() == {"results_unfair": 1}


def test_a_match_that_never_came_about(found):
    assert found(matches=3) == {"matches_missing": 2}


def test_a_number_that_is_missing(story: Story, found):
    story.replace("finished", finished(27.1, 6))
    assert found() == {"frames_missing": 2}


def test_a_number_that_is_missing_after_a_resume(story: Story, found):
    story.replace("point", point(27.0, 4, [2, 0]), nth=1)
    story.replace("finished", finished(27.1, 5))
    assert found() == {"frames_missing": 1}


def test_a_number_that_comes_twice(story: Story, found):
    story.replace("welcome", welcome(22.6, "s2", resumed=True), shown(22.7, 2, [1, 0]), nth=2)
    assert found() == {"frames_double": 1}


def test_a_session_that_is_gone_without_a_kill(story: Story, found):
    story.replace(
        "welcome",
        welcome(22.6, "s3", resumed=False),
        heard(22.7, "resync", reason="session_unknown", seq=1),
        shown(22.8, 2, [1, 0]),
        nth=2,
    )
    assert found() == {"sessions_lost": 1}


def test_another_session_without_a_resync(story: Story, found):
    story.replace("resync", heard(20.7, "ok", id="r1", seq=1))
    assert found() == {"sessions_lost": 1}


def test_a_resume_of_another_session(story: Story, found):
    story.replace("welcome", welcome(22.6, "s9", resumed=True), nth=2)
    assert found() == {"sessions_lost": 1}


def test_a_ball_that_is_another_one_after_the_kill(story: Story, found):
    story.replace("match", shown(20.8, 2, [1, 0], flight=FLIGHT | {"vy": 1.5}), nth=1)
    assert found() == {"balls_changed": 1}


def test_a_ball_that_was_flown_again_after_a_kill_is_the_one_to_compare_with():
    known, again = Known(), FLIGHT | {"vy": 1.5}
    known.hear(14.0, heard(14.0, "flight", flight=FLIGHT)["frame"])
    known.hear(20.8, shown(20.8, 2, [1, 0], flight=FLIGHT | {"number": 3})["frame"])
    known.hear(24.0, heard(24.0, "flight", flight=again)["frame"])
    assert known.flight == again


def test_a_bot_that_is_shut_out(story: Story, found):
    story.host[-10] = {"at": KILLED, "is": "closed", "code": 4401}
    assert found() == {"players_lost": 1}


def test_a_return_over_a_broken_link_is_not_measured(story: Story, tmp_path: Path):
    fault = {"at": 20.7, "is": "fault", "player": "guest 0", "kind": "freeze", "begun": 19.0}
    story.run.append(fault)
    story.write(tmp_path)
    assert check(tmp_path, 1, 2)[0]["resume_ms"]["count"] == 0


def test_a_kill_on_the_heels_of_another_is_measured_apart(story: Story, tmp_path: Path):
    story.run[0]["at"] = KILLED - 4.9
    story.write(tmp_path)
    figures, _ = check(tmp_path, 1, 2)
    assert figures["resume_ms"]["count"] == 0
    assert figures["resume_in_a_row_ms"]["count"] == 2


def test_a_welcome_heard_after_the_death_of_who_sent_it(story: Story, found):
    dead = 22.55  # after the hello at 22.5
    story.run[-1:-1] = [
        {"at": dead, "is": "killed", "why": "start"},
        {"at": 22.56, "is": "started"},
    ]
    story.replace(
        "welcome",
        welcome(22.6, "s3", resumed=False),
        {"at": 22.61, "is": "closed", "code": 1006},
        hello(23.0, session="s3", last=0),
        welcome(23.1, "s4", resumed=False),
        heard(23.1, "resync", reason="session_unknown", seq=1),
        shown(23.2, 2, [1, 0]),
        nth=2,
    )
    assert found() == {}


def test_play_that_was_lost_is_measured(story: Story, tmp_path: Path):
    for bot in (story.host, story.guest):  # 4.0 at 13.3, so that the kill comes at 10.7
        bot[9] = shown(20.8, 2, [1, 0], time=10.5)
    story.write(tmp_path)
    figures, _ = check(tmp_path, 1, 2)
    assert figures["rewind_ms"] == {"p50": 200, "p99": 200, "count": 2}


def test_the_spread():
    assert spread([]) == {"p50": None, "p99": None, "count": 0}
    assert spread([3.0, 1.0, 2.0]) == {"p50": 2, "p99": 3, "count": 3}
    assert spread(range(1000)) == {"p50": 500, "p99": 990, "count": 1000}
