"""The secrets that we show a provider, from files that may change while the server runs.

42 replaces secrets every few weeks: the next one lies in a second file before the present one ends.
"""

from collections.abc import Sequence
from pathlib import Path

from structlog import get_logger

log = get_logger("gateway.providers")


class Secrets:
    """Reads the files anew for each sign-in; what cannot be read now counts as it was last."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = [Path(name) for name in files]
        self._known: dict[Path, str] = {}
        self._good = ""

    def by_turns(self) -> list[str]:
        """Return the secrets to try, first the one that was taken last."""
        for path in self._files:
            try:
                self._known[path] = path.read_text(encoding="utf-8").strip()
            except FileNotFoundError:
                if path == self._files[0]:
                    self._unreadable(path, "it is gone")
                else:
                    self._known.pop(path, None)
            except (OSError, UnicodeError) as error:
                self._unreadable(path, str(error))
        found = [*dict.fromkeys(secret for secret in self._known.values() if secret)]
        return sorted(found, key=lambda secret: secret != self._good)

    def worked(self, secret: str) -> None:
        """Note that the provider has taken a secret."""
        self._good = secret

    @staticmethod
    def _unreadable(path: Path, reason: str) -> None:
        log.warning("a secret cannot be read; the last one goes on", file=str(path), reason=reason)
