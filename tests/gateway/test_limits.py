"""Limits, on a clock of the test's."""

from gateway.limits import FRAMES_AT_ONCE, REFUSED_FRAMES, Bucket, FrameLimit, KeyedLimit, Verdict


def test_a_bucket_gives_what_it_holds_and_then_its_rate():
    bucket = Bucket(rate=2.0, size=3.0, now=0.0)
    assert [bucket.take(0.0) for _ in range(5)] == [0.0, 0.0, 0.0, 0.5, 0.5]
    assert bucket.take(0.5) == 0.0
    assert bucket.take(0.5) > 0.0
    assert [bucket.take(100.0) for _ in range(4)][-1] > 0.0


def test_sixty_frames_a_second_pass_for_ever():
    limit = FrameLimit(0.0)
    assert {limit.judge(i / 60.0) for i in range(10_000)} == {Verdict.PASS}


def test_a_flood_is_refused_and_then_ends():
    limit = FrameLimit(0.0)
    verdicts = [limit.judge(0.0) for _ in range(int(FRAMES_AT_ONCE) + REFUSED_FRAMES + 1)]
    assert verdicts.count(Verdict.PASS) == FRAMES_AT_ONCE
    assert verdicts.count(Verdict.REFUSE) == REFUSED_FRAMES
    assert verdicts[-1] is Verdict.CLOSE


def test_a_pause_forgives():
    limit = FrameLimit(0.0)
    for second in range(0, 50, 10):
        burst = [limit.judge(float(second)) for _ in range(int(FRAMES_AT_ONCE) + 100)]
        assert Verdict.CLOSE not in burst


def test_keys_do_not_share_and_the_table_is_bounded():
    limit = KeyedLimit(rate=1.0, size=1.0, now=lambda: 0.0, most=3)
    assert [limit.take(key) for key in "abc"] == [0.0, 0.0, 0.0]
    assert limit.take("a") > 0.0
    limit.take("d")  # forgets b, the one unused for longest
    assert limit.take("a") > 0.0
    assert limit.take("b") == 0.0


def test_a_school_signs_in_at_once():
    limit = KeyedLimit(rate=4.0, size=400, now=lambda: 0.0)
    assert [limit.take("one address") for _ in range(400)] == [0.0] * 400
