"""A network of its own for a run, in which addresses of the loopback can be made unreachable."""

import os
import shutil
import subprocess
import sys

OURS = "CHAOS_HAS_ITS_OWN_NETWORK"
BEGIN = 'ip link set lo up && exec "$@"'


def is_ours() -> bool:
    """Tell whether this process is in one."""
    return OURS in os.environ


def can() -> bool:
    """Tell whether one can be made here."""
    if os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("unshare") is None:
        return False
    made = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return made.returncode == 0


def again() -> int:
    """Run this program once more, in one; return its exit code."""
    command = ["unshare", "--net", "sh", "-c", BEGIN, "sh", sys.executable, *sys.argv]
    os.execvpe(command[0], command, {**os.environ, OURS: "1"})
