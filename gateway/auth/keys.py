"""The secret keys of the server: files in one folder that only its owner can read, or variables.

The newest key is used; older ones are kept for what was made with them. Several servers may share
a file, or be given the same variable: a key that another has made is found when something names it.
"""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from gateway.process import whole_file
from gateway.process.errors import CannotStart
from gateway.process.shortage import Shortages
from gateway.start.folder import cannot_use

BYTES = 32
ROTATE_AFTER = 30 * 24 * 3600
"""Seconds for which a key signs tokens."""
KEPT = 2
LOCK = "keys.lock"


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """A secret and the name by which others refer to it; ``made_at`` in seconds."""

    id: str
    secret: bytes
    made_at: int


class Use(Struct, frozen=True):
    """What keys are for.

    ``turn``: seconds until the next is made; None: `Keys.rotate` makes it. ``kept``: how many are
    kept; None: all. ``loss`` is what happens if they are lost.
    """

    name: str
    turn: float | None
    kept: int | None
    loss: str

    @property
    def file(self) -> str:
        """The name of their file in the folder of keys."""
        return f"{self.name}.json"

    @property
    def variable(self) -> str:
        """The variable that may have the text of the file instead."""
        return f"RALLY_KEYS_{self.name.upper()}"


TOKENS = Use("tokens", ROTATE_AFTER, KEPT, "pages ask for new tokens")
SEALING = Use("sealing", None, None, "second factors with an app have to be set up again")
PUSH = Use("push", None, None, "browsers have to be asked again for notifications")
USES = (TOKENS, SEALING, PUSH)


class Keys:
    """The keys of a file, which is made if there is none. Raises CannotStart if it is unusable.

    ``given`` is the text of a variable in place of the file; such keys are never changed here.
    """

    def __init__(
        self, path: Path, date: Callable[[], float], use: Use = TOKENS, given: str | None = None
    ) -> None:
        self._path = path
        self._date = date
        self._use = use
        self._given = given
        self._shortages = Shortages()
        try:
            self._keys = self._read()
            self.current()
        except OSError as error:
            raise cannot_use(path, error) from None
        except msgspec.DecodeError as error:
            raise CannotStart(self._unreadable(str(error))) from None

    def current(self) -> Key:
        """Return the key to use now; makes a new one when it is due."""
        if not self._fresh() or self._use.turn is None:
            self._reload()
        if not self._fresh():
            try:
                self._add(but_only_if_due=True)
            except OSError as error:
                if not self._keys:
                    raise
                self._shortages.notice("no new key could be kept; the old one signs on", error)
        return self._keys[-1]

    def rotate(self) -> None:
        """Make a new key, which is used from now on. Raises OSError if it cannot be kept."""
        self._add(but_only_if_due=False)

    def _add(self, *, but_only_if_due: bool) -> None:
        """Make a new key, unless another server has made one just now."""
        with _alone(self._path.parent):
            self._reload()
            if but_only_if_due and self._fresh():
                return
            newest = Key(secrets.token_hex(4), secrets.token_bytes(BYTES), int(self._date()))
            keys = [*self._keys, newest]
            if self._use.kept is not None:
                keys = keys[-self._use.kept :]
            whole_file.write(self._path, msgspec.json.encode(keys))
            self._keys = keys

    def find(self, key_id: str) -> Key | None:
        """Return a key by its id, even if another server has made it since."""
        return self.first(lambda key: key.id == key_id)

    def first(self, fits: Callable[[Key], bool]) -> Key | None:
        """Return the newest key that fits, even if another server has made it since."""
        known = self._keys
        found = next(filter(fits, reversed(known)), None)
        if found is None:
            self._reload()
            found = next(
                (key for key in reversed(self._keys) if key not in known and fits(key)), None
            )
        return found

    def _fresh(self) -> bool:
        if self._given is not None:
            return True
        lasts = self._use.turn or float("inf")
        return bool(self._keys) and self._date() < self._keys[-1].made_at + lasts

    def _reload(self) -> None:
        """Read the file again; if that fails, go on with the known keys."""
        with suppress(OSError, msgspec.DecodeError):
            self._keys = self._read() or self._keys

    def _read(self) -> list[Key]:
        if self._given is not None:
            keys = msgspec.json.decode(self._given, type=list[Key])
            if not keys:
                raise msgspec.DecodeError("it has no key")
            return keys
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=list[Key])
        except FileNotFoundError:
            return []

    def _unreadable(self, why: str) -> str:
        if self._given is not None:
            return (
                f"the keys in {self._use.variable} cannot be read ({why}): see docs/operations.md"
            )
        return (
            f"the keys in {self._path} cannot be read ({why}): put back the file from a backup, or"
            f" remove it, and {self._use.loss}"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other servers from changing keys in a folder, where the system has such locks.

    The system releases the lock if this process ends.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w"):
        with suppress(ImportError):  # Windows
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


class Keyring(Struct, frozen=True):
    """All keys of a server."""

    tokens: Keys
    sealing: Keys
    push: Keys


def open_keys(folder: Path, given: Mapping[str, str], date: Callable[[], float]) -> Keyring:
    """Open the keys in a folder; ``given`` are the texts of variables, by use."""
    return Keyring(*(Keys(folder / use.file, date, use, given.get(use.name)) for use in USES))
