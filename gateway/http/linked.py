"""The page's modules as one script, and its style sheets as one; see docs/adr/0041.

It understands only the few forms that our own files use: ``import { a, b as c } from "./x.js";``,
``export`` before a function, class or const, and ``@import "x.css";``, each on a line of its own;
and ``import("./x.js")`` for what is loaded later, with all that the first script has not got yet
(docs/adr/0044). Everything else in the files stays as it is.
"""

import re
from collections.abc import Callable
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
STYLES = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')

KNOWN = "$known"
"""What a script that is loaded later calls the modules of the first one."""


class CannotLink(Exception):
    """A module imports itself, or a name that the other module does not export."""


class Linker:
    """Joins a file and its imports; ``parts`` are all the files it has read.

    ``first`` has read the script that loads this one later, and so has these modules already.
    """

    def __init__(self, first: "Linker | None" = None) -> None:
        self.parts: list[Path] = []
        self.taken: dict[str, str] = {}
        """Of the modules of the first script those that this one needs, by their paths."""
        self._known = {} if first is None else first.exports
        self._chunks: dict[Path, str] = {}
        self.exports: dict[Path, tuple[str, list[str]] | None] = {}
        """For each module its name in the script, and the names it exports."""

    def script(self, entry: Path, address: Callable[[Path], str] = str) -> str:
        """Return a module after all its imports, each in a function of its own.

        ``address`` returns where a module is found that is loaded later.
        Raises CannotLink with the reason, or OSError if a file cannot be read.
        """
        self._module(entry)
        chunks = [
            LATER.sub(lambda found, path=path: self._load(path, found[1], address), chunk)
            for path, chunk in self._chunks.items()
        ]
        return "\n".join(chunks)

    def later(self, entry: Path) -> str:
        """Return a module as a script that is loaded later, when the first one is there."""
        name, _ = self._module(entry)
        body = "\n".join(self._chunks.values())
        return f"export default ({KNOWN}) => {{\n{body}\nreturn {name};\n}};\n"

    def _load(self, path: Path, where: str, address: Callable[[Path], str]) -> str:
        """Return what loads a script, and gives it what it needs of this one."""
        target, part = (path.parent / where).resolve(), Linker(self)
        part.later(target)
        self.parts.extend(part.parts)
        given = ", ".join(f'"{key}": {name}' for key, name in part.taken.items())
        found = address(target)
        return f'import("{found}").then(({{ default: make }}) => make({{ {given} }}))'

    def _module(self, path: Path) -> tuple[str, list[str]]:
        """Add a module once; return its name in the script and the names it exports."""
        shared = self._known.get(path)
        if shared:
            key = "/".join(path.parts[-3:])
            self.taken[key] = shared[0]
            return f'{KNOWN}["{key}"]', shared[1]
        if path not in self.exports:
            self.exports[path] = None
            body = IMPORT.sub(lambda found: self._imported(path, *found.groups()), self._read(path))
            name, exported = f"$module{len(self._chunks)}", EXPORT.findall(body)
            body = EXPORT.sub("", body).strip()
            head = f"// {path.parent.name}/{path.name}\nconst {name} = (() => {{\n"
            self._chunks[path] = f"{head}{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"
            self.exports[path] = name, exported
        known = self.exports[path]
        if known is None:
            raise CannotLink(f"{path} imports itself, by way of others perhaps")
        return known

    def _imported(self, path: Path, names: str, where: str) -> str:
        module, exported = self._module((path.parent / where).resolve())
        wanted = [name.split() for name in names.split(",") if name.strip()]
        for name, *_ in wanted:
            if name not in exported:
                raise CannotLink(f"{path}: {where} does not export {name}")
        taken = ", ".join(": ".join([name, *new[1:]]) for name, *new in wanted)
        return f"const {{ {taken} }} = {module};"

    def styles(self, entry: Path) -> str:
        """Return a style sheet in which each import is replaced by the imported sheet."""
        return STYLES.sub(lambda found: self.styles(entry.parent / found[1]), self._read(entry))

    def _read(self, path: Path) -> str:
        self.parts.append(path)
        return path.read_text(encoding="utf-8")


FIRST = "js/main.js"
WORKER = "sw.js"
"""The service worker: a script of its own, with all that it needs."""
STYLES_JOINED = frozenset({"styles/main.css", "styles/tournaments.css"})
LATE_PARTS = ("chat", "factors", "mail", "programs", "providers", "tournaments", "ways")
LATE = frozenset(f"js/{part}/begin.js" for part in LATE_PARTS)
"""The files that are served joined with their imports; those of ``LATE`` are loaded by ``FIRST``.

The style sheet of the tournaments is loaded with their script."""
