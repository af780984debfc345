"""Usage: python scripts/_characters.py FOLDER ICU

Writes the tables of characters by which the server and the page judge names. With them both judge
alike, whatever version of Unicode each has. The files are gateway/auth/character_tables.py and
webui/js/lib/character_tables.js.

FOLDER has the data files of Unicode 15.0 (Debian 12: the package unicode-data, in
/usr/share/unicode). ICU is the shared library of ICU 72 (libicui18n.so.72); its spoof checker
knows the identifier profile of UTS #39 of the same version. With a newer version of both, make
sure that no character of the old tables is missing: names contain them.
"""

import ctypes
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "gateway" / "auth" / "character_tables.py"
JAVASCRIPT = ROOT / "webui" / "js" / "lib" / "character_tables.js"
VERSION = "15.0"
OLDEST_PYTHON = 14.0
"""The Unicode version of Python 3.11, the oldest Python that can run the server."""
WIDTH = 92
ABOUT = f"Which characters names may have, by Unicode {VERSION}; written by scripts/_characters.py."
FORM = "Each is a row of numbers to the base 36: so many that are not in it, so many that are, ..."
LINE = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([^#;]+?)\s*(?:#|$)")
EMOJI_TO_COME = {*range(0x1F000, 0x1FB00), *range(0x1FC00, 0x1FFFE)}
"""Unicode reserves these for emoji of later versions (UTS #51); phones get those first."""


class Data:
    """The data files of Unicode, as sets of code points."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, file: str, keep: Callable[[str], bool]) -> set[int]:
        """Return the code points whose value in ``file`` makes ``keep`` true."""
        return {point for point, value in self._rows(file) if keep(value)}

    def _rows(self, file: str) -> Iterator[tuple[int, str]]:
        for line in (self._folder / file).read_text().splitlines():
            if found := LINE.match(line):
                first, last = int(found[1], 16), int(found[2] or found[1], 16)
                yield from ((point, found[3]) for point in range(first, last + 1))


def recommended(library: str) -> set[int]:
    """Return the code points that UTS #39 recommends for identifiers, according to ICU."""
    icu = ctypes.CDLL(library)
    number = library.rpartition(".")[2]
    icu_set, contains = (
        getattr(icu, f"uspoof_getRecommendedSet_{number}"),
        getattr(ctypes.CDLL(library.replace("i18n", "uc")), f"uset_contains_{number}"),
    )
    icu_set.restype, contains.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int32]
    contains.restype = ctypes.c_int8
    status = ctypes.c_int(0)
    found = icu_set(ctypes.byref(status))
    if status.value > 0 or not found:
        raise SystemExit(f"ICU refuses: {status.value}")
    return {point for point in range(0x110000) if contains(found, point)}


def tables(data: Data, library: str) -> dict[str, set[int]]:
    """Return the sets of code points by name."""

    def category(*kinds: str) -> set[int]:
        return data("extracted/DerivedGeneralCategory.txt", lambda value: value.startswith(kinds))

    def joining(*kinds: str) -> set[int]:
        return data("extracted/DerivedJoiningType.txt", lambda value: value in kinds)

    def core(name: str) -> set[int]:
        return data("DerivedCoreProperties.txt", lambda value: value == name)

    # An old Python cannot normalize characters that are newer than it.
    young = data("DerivedAge.txt", lambda value: float(value) > OLDEST_PYTHON)
    moved = data("extracted/DerivedCombiningClass.txt", lambda value: value != "0")
    kinds = "extracted/DerivedDecompositionType.txt"
    spelt, lookalikes = data(kinds, bool), data(kinds, lambda value: value != "Canonical")
    unsure = young & (moved | spelt)
    pictures = data("emoji/emoji-data.txt", lambda value: value == "Extended_Pictographic")
    # Fillers and the like are invisible letters; so is the blank braille pattern.
    unseen = core("Default_Ignorable_Code_Point") | {0x2800}
    other = category("C", "Zl", "Zp")
    visible = set(range(0x110000)) - other - unseen - unsure | (EMOJI_TO_COME & pictures)
    marks, letters = category("M") & visible, category("L", "N") & visible
    # For scripts that UTS #39 recommends, its characters; for others, those that UAX #31 allows.
    common = recommended(library)
    scripts = script_of(data)
    living = {scripts[point] for point in common if point in letters and point in scripts}
    told = living | {"Common", "Inherited"}
    # In scripts whose letters change their shape beside others, joiners may carry a meaning.
    viramas = data("extracted/DerivedCombiningClass.txt", lambda v: v == "9") & visible
    joins_next = joining("Dual_Joining", "Left_Joining", "D", "L") & visible
    joins_previous = joining("Dual_Joining", "Right_Joining", "D", "R") & visible
    shaping = {scripts[p] for p in viramas | joins_next | joins_previous if p in scripts}
    shaping -= {"Common", "Inherited"}
    shaped = {point for point, script in scripts.items() if script in shaping}
    rest = {p for p in core("XID_Continue") - lookalikes if scripts.get(p) not in told}
    return {
        "VISIBLE": visible,
        "LETTERS": letters,
        "MARKS": marks,
        "LOGIN": (common | rest) & (letters | marks),
        "VIRAMAS": viramas,
        "JOINS_NEXT": joins_next,
        "JOINS_PREVIOUS": joins_previous,
        "PICTURES": pictures,
        "SHAPED": shaped & (letters | marks),
        "HAN": {point for point, script in scripts.items() if script == "Han"} & letters,
    }


def script_of(data: Data) -> dict[int, str]:
    """Return the script of each code point that has one."""
    return dict(data._rows("Scripts.txt"))  # noqa: SLF001 - the one use of the values themselves


def encoded(points: set[int]) -> str:
    """Encode a set as the lengths of its gaps and runs, in base 36."""
    numbers, at = list[int](), 0
    for first, last in runs(points):
        numbers += [first - at, last + 1 - first]
        at = last + 1
    return " ".join(base36(number) for number in numbers)


def runs(points: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run."""
    first = last = None
    for point in sorted(points):
        if last is not None and point == last + 1:
            last = point
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = point
    if first is not None and last is not None:
        yield first, last


def base36(number: int) -> str:
    """Write a number in base 36, as JavaScript's parseInt(text, 36) and int(text, 36) read it."""
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def lines(text: str) -> list[str]:
    """Cut a row of numbers into lines, each of which ends with a space."""
    found = list[str]()
    while len(text) > WIDTH:
        cut = text.rindex(" ", 0, WIDTH) + 1
        found.append(text[:cut])
        text = text[cut:]
    return [*found, text]


def main(folder: str, library: str) -> None:
    """Write both files."""
    python, script = [f'"""{ABOUT}', "", FORM, '"""', ""], [f"/** {ABOUT} */", "", f"// {FORM}"]
    for name, points in tables(Data(Path(folder)), library).items():
        rows = lines(encoded(points))
        python += [f"{name} = (", *(f'    "{row}"' for row in rows), ")"]
        script += ["", f"export const {name} =", *(f'  "{row}" +' for row in rows[:-1])]
        script += [f'  "{rows[-1]}";']
    PYTHON.write_text("\n".join(python) + "\n")
    JAVASCRIPT.write_text("\n".join(script) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
