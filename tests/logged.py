"""Collects what the whole suite logs, and the secrets that must not be in it.

The servers inside the tests' process log through structlog and logging; those in their own
processes write files, which are read at the end.
"""

import logging
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import structlog

SHORTEST = 12
"""The shortest secret to look for, in characters: a shorter one may be part of any word."""
_secrets: set[str] = set()


def secret(text: str | None) -> None:
    """Note what nobody may log: a password, a token, an address."""
    if text and len(text) >= SHORTEST:
        _secrets.add(text)


class Log(logging.Handler):
    """Keeps what is logged while it is installed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self._before = structlog.get_config()["processors"]

    def install(self) -> None:
        structlog.configure(processors=[self._keep, *self._before])
        logging.getLogger().addHandler(self)

    def remove(self) -> None:
        structlog.configure(processors=self._before)
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def _keep(self, _: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        told = dict(event)
        self.lines.append(repr(structlog.processors.format_exc_info(None, "", told)))
        return event


def leaks(lines: list[str], files: Iterator[Path], secrets: set[str] = _secrets) -> list[str]:
    """Find lines that have a secret in them."""
    written = (line for path in files for line in path.read_text("utf-8", "replace").splitlines())
    every = [*lines, *written]
    # The suite logs the same words in many lines, and few of the secrets: to ask for each secret in
    # each line would take a minute of every run.
    words = "\n".join({word for line in every for word in line.split()})
    suspects = [text for text in secrets if all(word in words for word in text.split())]
    return [line[:200] for line in every if any(text in line for text in suspects)]
