"""Where the programs of PostgreSQL are installed, and whom they run as."""

import os
import shutil
from pathlib import Path

HOMES = "usr/lib/postgresql/*/bin"  # Debian keeps the programs here, not on the PATH
NOBODY = "nobody"
MISSING = "there is no initdb here; on Debian and Ubuntu: apt install postgresql"


def home() -> Path | None:
    """Return the folder with initdb and postgres, of the newest version; None: `MISSING`."""
    on_path = shutil.which("initdb")
    homes = sorted(Path("/").glob(HOMES), key=lambda home: int(home.parent.name))
    homes = [Path(on_path).resolve().parent] if on_path else homes
    return homes[-1] if homes else None


def user() -> str | None:
    """Return whom PostgreSQL runs as, if that is somebody else: it refuses to run as root."""
    return NOBODY if os.geteuid() == 0 else None
