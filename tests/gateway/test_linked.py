"""Many modules are sent as one script, which does the same as they do."""

import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from gateway.http.files import WEBUI, Files
from gateway.http.linked import LATE, CannotLink, Linker

NODE = Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
MODULES = {
    "main.js": """/** What it does. */

import { Shape, area as surface } from "./lib/shape.js";
import {
  TWO,
  later,
} from "./lib/two.js";

class Square extends Shape {}
console.log(JSON.stringify([surface(new Square(TWO)), await_(later), typeof area]));
function await_(what) {
  return what.constructor.name;
}
""",
    "lib/shape.js": """import { TWO } from "./two.js";
console.log("shape");
const secret = "its own";
export class Shape {
  constructor(side) {
    this.side = side;
  }
}
export function area({ side }) {
  return side ** TWO;
}
""",
    "lib/two.js": """console.log("two");
const secret = "its own too";
export const TWO = 2;
export async function later() {
  return secret;
}
""",
}


def _written(folder: Path, modules: dict[str, str]) -> Path:
    (folder / "lib").mkdir(parents=True)
    for name, text in modules.items():
        (folder / name).write_text(text)
    return folder / "main.js"


def _runs(script: Path) -> str:
    done = subprocess.run([NODE, script], capture_output=True, text=True, check=True)
    return done.stdout


def test_it_does_what_the_modules_do(tmp_path: Path):
    main = _written(tmp_path / "src", MODULES)
    (tmp_path / "src" / "package.json").write_text(json.dumps({"type": "module"}))
    linked = tmp_path / "linked.mjs"
    linked.write_text(Linker().script(main))
    assert _runs(linked) == _runs(main)
    assert _runs(linked).splitlines() == ["two", "shape", '[4,"AsyncFunction","undefined"]']


def test_what_is_loaded_later_shares_the_modules_that_are_there(tmp_path: Path):
    later = {
        "main.js": """import { TWO } from "./lib/two.js";
console.log("main", TWO);
import("./lib/late.js").then(({ square }) => console.log(square(3)));
""",
        "lib/late.js": """import { area as surface } from "./shape.js";
import { TWO } from "./two.js";
console.log("late", TWO);
export function square(side) {
  return surface({ side });
}
""",
    }
    main = _written(tmp_path / "src", MODULES | later)
    (tmp_path / "src" / "package.json").write_text(json.dumps({"type": "module"}))
    linker, late = Linker(), main.parent / "lib" / "late.js"
    (tmp_path / "linked.mjs").write_text(linker.script(main, lambda path: f"./{path.stem}.mjs"))
    (tmp_path / "late.mjs").write_text(Linker(linker).later(late))
    assert _runs(tmp_path / "linked.mjs") == _runs(main)
    assert _runs(main).splitlines() == ["two", "main 2", "shape", "late 2", "9"]
    assert late in linker.parts


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("lib/two.js", 'import { area } from "./shape.js";', "imports itself"),
        ("lib/two.js", "export const THREE = 3;", "two.js does not export TWO"),
    ],
)
def test_what_no_browser_would_link_is_refused(tmp_path: Path, name: str, text: str, words: str):
    main = _written(tmp_path / "src", MODULES | {name: text})
    with pytest.raises(CannotLink, match=words):
        Linker().script(main)


def test_every_part_that_is_loaded_later_is_served_joined():
    script = Files().find("js/main.js")
    assert script is not None
    found = re.findall(r'import\("/(js/[\w/]+/begin)\.\w+\.js"\)', script.data.decode())
    assert {f"{name}.js" for name in found} == LATE


def test_our_own_files_have_the_forms_it_knows(tmp_path: Path):
    files = Files()
    script, styles = files.find("js/main.js"), files.find("styles/main.css")
    chat, tournaments = files.find("js/chat/begin.js"), files.find("js/tournaments/begin.js")
    later = files.find("styles/tournaments.css")
    assert script is not None
    assert styles is not None
    assert chat is not None
    assert tournaments is not None
    assert later is not None
    assert f'import("/js/chat/begin.{chat.version}.js")'.encode() in script.data
    assert f'import("/js/tournaments/begin.{tournaments.version}.js")'.encode() in script.data
    assert {*chat.parts} >= {*WEBUI.glob("js/chat/**/*.js")}
    assert {*tournaments.parts} >= {*WEBUI.glob("js/pages/tournament*/**/*.js")}
    assert re.findall(rb"^(?:import|export)\b.*", script.data, re.MULTILINE) == []
    assert b"@import" not in styles.data + later.data
    assert {*styles.parts}.isdisjoint(later.parts)
    assert {*styles.parts, *later.parts} == {*WEBUI.glob("styles/*.css")}
    for name, part in (("linked", script), ("chat", chat), ("tournaments", tournaments)):
        path = tmp_path / f"{name}.mjs"
        path.write_bytes(part.data)
        subprocess.run([NODE, "--check", path], check=True)


def test_a_part_that_changes_is_read_again(tmp_path: Path):
    _written(tmp_path / "js", MODULES)
    files = Files(tmp_path)
    before = files.find("js/main.js")
    assert before is not None
    assert files.find("js/main.js") is before
    (tmp_path / "js" / "lib" / "two.js").write_text(MODULES["lib/two.js"].replace("= 2", "= 22"))
    after = files.find("js/main.js")
    assert after is not None
    assert after.digest != before.digest
    assert b"TWO = 22;" in after.data


def test_a_page_comes_in_few_requests():
    index = (WEBUI / "index.html").read_text()
    assert re.findall(r'(?:src|href)="(/[^"]+)"', index) == [
        "/favicon.svg",
        "/styles/main.css",
        "/js/main.js",
    ]
