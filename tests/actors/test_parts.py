"""Who belongs to which part."""

from collections import Counter

from actors.parts import every_part, part_of


def test_the_part_of_somebody_never_changes() -> None:
    assert [part_of(name, 32) for name in ("ada", "bob", "cyd")] == ["8", "0", "21"]


def test_parts_are_of_about_the_same_size() -> None:
    sizes = Counter(part_of(f"u{number}", 32) for number in range(32_000))
    assert sizes.keys() == {*every_part(32)}
    assert max(sizes.values()) < 1_200
