"""scripts/screenshots writes the pictures that it names."""

from itertools import product
from pathlib import Path

from PIL import Image

from tests.e2e.browser import SHARED
from tests.e2e.screenshots import main

SIZES = ("1440x900", "360x640")


def test_a_screen_wide_and_narrow_dark_and_light(tmp_path: Path):
    SHARED.close()  # it starts a browser of its own
    folder = tmp_path / "new"
    assert main([str(folder), "--only", "join"]) == 0
    kinds = [f"{size}-{scheme}" for size, scheme in product(SIZES, ("dark", "light"))]
    assert {path.name for path in folder.iterdir()} == {f"join-failed-{kind}.png" for kind in kinds}
    assert _brightness(folder / "join-failed-1440x900-dark.png") < 60
    assert _brightness(folder / "join-failed-360x640-light.png") > 180


def _brightness(path: Path) -> int:
    """Return the mean brightness of a picture, up to 255."""
    with Image.open(path) as image:
        return image.convert("L").resize((1, 1)).tobytes()[0]
