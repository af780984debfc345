"""docs/contact.md names every frame and route, and each row holds, whoever blocks whom."""

import re
from pathlib import Path
from typing import get_args

import pytest

from gateway.app import make_app
from gateway.main import Running
from gateway.socket.wire import Frame
from tests.gateway.conftest import People
from tests.gateway.contact_rows import Stage
from tests.gateway.contact_rows_ratings import TESTS
from tests.gateway.test_wire import SERVER_FRAMES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "contact.md").read_text()
ROW = re.compile(r"^\| `(?P<what>[^`]+)` \| (?P<names>[^|]*)\| (?P<rule>\w+) \|$", re.MULTILINE)
RULES = {"nobody", "friends", "parted", "findable", "watchable", "chosen", "open"}


def _table(title: str) -> dict[str, str]:
    """The rows under a title, and their rules."""
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return {row["what"]: row["rule"] for row in ROW.finditer(section)}


FROM, TO, ROUTES = _table("Frames from a page"), _table("Frames to a page"), _table("Routes")
ROWS = [
    *(f"from {tag}" for tag, rule in FROM.items() if rule != "nobody"),
    *(f"to {tag}" for tag, rule in TO.items() if rule != "nobody"),
    *(route for route, rule in ROUTES.items() if rule != "nobody"),
]


def test_every_frame_is_in_the_table():
    assert set(FROM) == {kind.__struct_config__.tag for kind in get_args(Frame)}
    assert set(TO) == set(SERVER_FRAMES)


async def test_every_route_is_in_the_table(server: Running):
    found = {
        f"{method} {_written(rule.rule)}"
        for rule in make_app(server.services).url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(ROUTES) == found


def _written(rule: str) -> str:
    return re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule)


def test_every_row_has_a_rule_and_a_test():
    assert {*FROM.values(), *TO.values(), *ROUTES.values()} == RULES
    assert set(ROWS) == set(TESTS)


@pytest.mark.parametrize("blocks", [True, False], ids=["who blocks", "who is blocked"])
@pytest.mark.parametrize("what", ROWS)
async def test_a_row_holds(people: People, what: str, blocks: bool):
    await TESTS[what](Stage(people, blocks))
