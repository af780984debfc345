"""The page's modules as one script, and its style sheets as one; see docs/adr/0041.

It understands only the few forms that our own files use: ``import { a, b as c } from "./x.js";``,
``export`` before a function, class or const, and ``@import "x.css";``, each on a line of its own.
Everything else in the files stays as it is.
"""

import re
from collections.abc import Callable
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
STYLES = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)


class CannotLink(Exception):
    """A module imports itself, or a name that the other module does not export."""


class Linker:
    """Joins a file and its imports; ``parts`` are all the files it has read."""

    def __init__(self) -> None:
        self.parts: list[Path] = []
        self._chunks: list[str] = []
        self._exports: dict[Path, tuple[str, list[str]] | None] = {}

    def script(self, entry: Path) -> str:
        """Return a module after all its imports, each in a function of its own.

        Raises CannotLink with the reason, or OSError if a file cannot be read.
        """
        self._module(entry)
        return "\n".join(self._chunks)

    def _module(self, path: Path) -> tuple[str, list[str]]:
        """Add a module once; return its name in the script and the names it exports."""
        if path not in self._exports:
            self._exports[path] = None
            body = IMPORT.sub(lambda found: self._imported(path, *found.groups()), self._read(path))
            name, exported = f"$module{len(self._chunks)}", EXPORT.findall(body)
            body = EXPORT.sub("", body).strip()
            head = f"// {path.parent.name}/{path.name}\nconst {name} = (() => {{\n"
            self._chunks.append(f"{head}{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n")
            self._exports[path] = name, exported
        known = self._exports[path]
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


LINKED: dict[str, Callable[[Linker, Path], str]] = {
    "js/main.js": Linker.script,
    "styles/main.css": Linker.styles,
}
"""The files that are served joined with their imports."""
