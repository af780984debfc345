"""A small checkout: the real bootstrap, a lock with one invented package, no network."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
# The tests run inside a virtual environment; a user's first start runs outside.
PYTHON = getattr(sys, "_base_executable", sys.executable)
MAIN = """
def main(argv):
    import pebble
    print("pebble", pebble.VERSION, *argv)
    return 0
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """The folder of a small checkout, and the wheels that its pip can see."""

    root: Path
    wheels: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def command(self) -> list[str]:
        return [PYTHON, str(self.root / "scripts" / "serve"), "--port", "1"]

    def environment(self) -> dict[str, str]:
        """Return an environment in which pip knows only the folder of wheels."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return kept | pip | {"PIP_CONFIG_FILE": os.devnull}

    def serve(self) -> subprocess.CompletedProcess[str]:
        """Run scripts/serve to its end."""
        return subprocess.run(
            self.command(), env=self.environment(), text=True, capture_output=True, check=False
        )

    def pin(self, version: str, *, available: bool = True) -> None:
        """Write a lock with this version of pebble and, if ``available``, its wheel."""
        wheel = _wheel(self.root.parent, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lock = self.root / "scripts" / "requirements.lock"
        lock.write_text(f"pebble=={version} --hash=sha256:{digest}\n")
        if available:
            shutil.copy(wheel, self.wheels)


def make_checkout(folder: Path) -> Checkout:
    """Copy the bootstrap into `folder`, with a gateway that only imports pebble 1.0."""
    checkout = Checkout(folder / "checkout", folder / "wheels")
    (checkout.root / "gateway").mkdir(parents=True)
    checkout.wheels.mkdir()
    (checkout.root / "gateway" / "main.py").write_text(MAIN)
    shutil.copytree(SCRIPTS, checkout.root / "scripts")
    checkout.pin("1.0")
    scripts = checkout.root / "scripts"
    shutil.copy(scripts / "requirements.lock", scripts / "requirements-build.lock")
    return checkout


def _wheel(folder: Path, version: str) -> Path:
    path = folder / f"pebble-{version}-py3-none-any.whl"
    meta = f"pebble-{version}.dist-info"
    files = {
        "pebble.py": f"VERSION = {version!r}\n",
        f"{meta}/METADATA": f"Metadata-Version: 2.1\nName: pebble\nVersion: {version}\n",
        f"{meta}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{meta}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(zipfile.ZipInfo(name), text)  # without a date: the hash stays the same
    return path
