"""Writes a picture of every screen into a folder: what scripts/screenshots does."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import launched
from tests.e2e.crowd import Crowd, fill, gather, over, play, resign
from tests.e2e.screens import CHAT, LAPTOP, PHONE, SCREENS, SIZES, Size
from tests.e2e.server import serving

SCHEMES = ("dark", "light")
NAME = "{screen}-{size}-{scheme}.png"


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots",
        description="Write a picture of every screen of the page, full of people with long names.",
        epilog=f"A picture is called {NAME.replace('{', '').replace('}', '').upper()}.",
    )
    parser.add_argument("folder", type=Path, help="where to; it is made")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="screens with this in their name"
    )
    parser.add_argument(
        "--all", action="store_true", help=f"at {', '.join(map(str, SIZES))}; else wide and narrow"
    )
    chosen = parser.parse_args(arguments)
    sizes = SIZES if chosen.all else (LAPTOP, PHONE)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    try:
        with (
            TemporaryDirectory() as data,
            serving(Path(data) / "data") as server,
            launched(whole=True) as browser,
        ):
            crowd = gather(browser, server)
            for path in pictures(browser, crowd, chosen.folder, chosen.only, sizes):
                print(path)
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        print(f"rally: {error}")
        return 2
    return 0


def pictures(
    browser: Browser, crowd: Crowd, folder: Path, only: str, sizes: Sequence[Size]
) -> Iterator[Path]:
    """Take them one by one."""
    for scheme, size in product(SCHEMES, sizes):
        stranger = crowd.context(browser, size, scheme).new_page()
        player = crowd.signed_in(crowd.context(browser, size, scheme)).new_page()
        fill(player, crowd.ada)
        for screen in (*SCREENS, CHAT):
            if only in screen.name:
                page = player if screen.signed_in else stranger
                screen.visit(page, crowd.url, ada=crowd.ada, bob=crowd.bob)
                yield _taken(page, folder, screen.name, size, scheme)
        if only in "match":
            play(player, crowd.url)
            expect(player.locator(".banner")).to_be_hidden()
            yield _taken(player, folder, "match", size, scheme)
            resign(player)
            over(player)
        for page in (stranger, player):
            page.context.close()


def _taken(page: Page, folder: Path, name: str, size: Size, scheme: str) -> Path:
    """Take one, of the whole page unless something covers it or it is played."""
    path = folder / NAME.format(screen=name, size=size, scheme=scheme)
    covered = page.locator("dialog[open], :popover-open, .stage").count() > 0
    page.screenshot(path=path, full_page=not covered)
    return path
