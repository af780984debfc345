"""The keys that sign access tokens, in a file of the data folder that only its owner can read.

The newest key signs; the one before is kept, as its tokens may still be valid. Several servers may
share the file: a key that another server made is found when a token names it.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from gateway.process import whole_file
from gateway.process.errors import CannotStart
from gateway.process.shortage import Shortages
from gateway.start.folder import cannot_use

FILE = "keys.json"
BYTES = 32
ROTATE_AFTER = 30 * 24 * 3600
"""Seconds for which a key signs."""
KEPT = 2


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """A secret and the name under which tokens refer to it; ``made_at`` in seconds."""

    id: str
    secret: bytes
    made_at: int


class Keys:
    """The keys of a file, which is made if there is none. Raises CannotStart if it is unusable."""

    def __init__(self, path: Path, date: Callable[[], float]) -> None:
        self._path = path
        self._date = date
        self._shortages = Shortages()
        try:
            self._keys = self._read()
            self.current()
        except OSError as error:
            raise cannot_use(path, error) from None
        except msgspec.DecodeError as error:
            raise CannotStart(
                f"the keys in {path} cannot be read ({error}): remove the file, and pages ask for"
                " new tokens"
            ) from None

    def current(self) -> Key:
        """Return the key that signs now; makes a new one when it is due."""
        if not self._fresh():
            self._reload()
        if not self._fresh():
            newest = Key(secrets.token_hex(4), secrets.token_bytes(BYTES), int(self._date()))
            keys = [*self._keys, newest][-KEPT:]
            try:
                whole_file.write(self._path, msgspec.json.encode(keys))
                self._keys = keys
            except OSError as error:
                if not self._keys:
                    raise
                self._shortages.notice("no new key could be kept; the old one signs on", error)
        return self._keys[-1]

    def kept(self) -> list[Key]:
        """Return all keys, the newest first."""
        return self._keys[::-1]

    def find(self, key_id: str) -> Key | None:
        """Return a key by its id, even if another server has made it since."""
        for attempt in (1, 2):
            for key in self._keys:
                if key.id == key_id:
                    return key
            if attempt == 1:
                self._reload()
        return None

    def _fresh(self) -> bool:
        return bool(self._keys) and self._date() < self._keys[-1].made_at + ROTATE_AFTER

    def _reload(self) -> None:
        """Read the file again; if that fails, go on with the known keys."""
        with suppress(OSError, msgspec.DecodeError):
            self._keys = self._read() or self._keys

    def _read(self) -> list[Key]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=list[Key])
        except FileNotFoundError:
            return []
