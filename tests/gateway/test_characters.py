"""Names in all scripts, judged by our own tables: page and server agree on every platform."""

import json
import random
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from gateway.auth import character_tables, rules
from gateway.auth.characters import LETTERS, LOGIN, MARKS, VISIBLE, Table
from gateway.auth.rules import Broken
from store.names import name_key
from tests.gateway.test_linked import NODE

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "webui" / "js" / "lib" / "character_tables.js").read_text()
TEXTS = 20_000
ODD = (
    "\u200c\u200d\ufe0f\u0301\u0300\u0345\u094d\u0dca\u0d4d\u093f\u0628\u0648\u06cc\u05b4\u20e3"
    "\u17c9\u180b\u1820\U000e0101\u8fbb\ufe0e\u0631"
    "🏽👩🚀🏴🇨\U000e0067\U000e007f _-.1aé\u0085\ufeff\u00a0\u3000"
)
"""Characters that have a special meaning beside others."""
TABLES = [name for name in vars(character_tables) if name.isupper()]


def _rule(field: str, value: str) -> str | None:
    try:
        rules.RULES[field](value)
    except Broken as broken:
        return broken.rule
    return None


def test_page_and_server_have_the_same_tables():
    assert len(TABLES) == 10
    for name in TABLES:
        found = re.search(rf"export const {name} =\n(.*?);\n", SCRIPT, re.DOTALL)
        assert found is not None
        row = "".join(re.findall(r'"([^"]*)"', found[1]))
        assert row == getattr(character_tables, name)


def test_page_and_server_judge_any_text_alike():
    """Also with characters that only the newer Unicode of the two knows."""
    draw = random.Random(12)
    asked = list[tuple[str, str]]()
    for number in range(TEXTS):
        width = (0x250, 0x3000, 0x20000, 0x110000)[number % 4]
        anything = [chr(draw.randrange(width)) for _ in range(draw.randrange(9))]
        text = "".join(draw.sample([*anything, *draw.choices(ODD, k=4)], len(anything) + 4))
        asked.append((("name", "display_name", "email")[number % 3], text))
    asked = [(field, text) for field, text in asked if not re.search("[\ud800-\udfff]", text)]
    said = subprocess.run(
        [NODE, ROOT / "tests" / "webui" / "say_rules.js"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    page = json.loads(said)
    server = [_rule(field, text) for field, text in asked]
    differ = [(*what, a, b) for what, a, b in zip(asked, page, server, strict=True) if a != b]
    assert differ == []
    assert {None, "hidden", "characters", "marks", "form"} <= set(server)


def test_the_tables_agree_with_what_this_python_knows():
    """Except for characters that it does not know yet or cannot normalize."""
    for point in range(0x110000):
        character = chr(point)
        kind = unicodedata.category(character)
        if kind in {"Cn", "Cs"}:
            continue
        if character in VISIBLE:
            assert kind[0] != "C"
            assert kind not in {"Zl", "Zp"}
            assert (character in LETTERS) == (kind[0] in "LN"), hex(point)
            assert (character in MARKS) == (kind[0] == "M"), hex(point)
        if character in LOGIN:
            assert unicodedata.normalize("NFKC", character) == unicodedata.normalize(
                "NFC", character
            )


def test_a_table_is_a_set():
    assert [c for c in "abcdefgh" if c in Table(f"2p 2 {1:x} 1")] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("می\u200cخوب", "میخوب"), ("👩\u200d🚀 a", "👩🚀 a"), ("A ❤\ufe0f", "a ❤")],
)
def test_names_that_differ_by_what_nobody_sees_are_one(one: str, other: str):
    assert name_key(one) == name_key(other)


def test_a_wish_for_an_emoji_is_kept_where_it_means_something():
    assert rules.display_name("A\ufe0f ❤\ufe0f\ufe0f") == "A ❤\ufe0f"
