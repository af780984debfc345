"""The names and addresses of this machine, and its limits for a process."""

import resource
import socket
import struct
from contextlib import suppress
from ipaddress import ip_address

from structlog import get_logger

from gateway.process.errors import CannotStart

log = get_logger("gateway.machine")

LOOPBACK = ("127.0.0.1", "::1")
DOCUMENTATION = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses that belong to nobody: asking for the route to them sends nothing."""
SPARE = 256
"""Descriptors for everything that is not a connection: the store, files, pipes."""
LEAST = 128
"""The server does not start with fewer. If there are few, connections get only half of them."""
RAISE = (
    "raise the hard limit of open files (ulimit -Hn in a shell, LimitNOFILE= in systemd,"
    " --ulimit nofile= in a container)"
)
SIOCGIFADDR = 0x8915


def names() -> list[str]:
    """Return the names of this machine, without asking the network."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return list(dict.fromkeys((name, f"{short}.local", "localhost")))


def addresses(host: str) -> list[str]:
    """Return the addresses that reach a listener on ``host``, the likeliest first."""
    if not ip_address(host).is_unspecified:
        return list(dict.fromkeys((host, *LOOPBACK)))
    return list(dict.fromkeys((*_outgoing(), *_of_interfaces(), *LOOPBACK)))


def _outgoing() -> list[str]:
    found = []
    for address, family in DOCUMENTATION:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            found.append(probe.getsockname()[0].partition("%")[0])
    return found


def _of_interfaces() -> list[str]:
    """Return the IPv4 address of each interface; only Linux has a plain way to ask."""
    found = []
    with suppress(ImportError, OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        from fcntl import ioctl

        for _, name in socket.if_nameindex():
            with suppress(OSError):
                answer = ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(answer[20:24]))
    return found


def most_connections() -> int:
    """Raise the limit of descriptors as far as allowed; return how many connections fit in.

    Raises CannotStart if it is too low for the server itself; logs if it is low.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # some systems report a limit that they do not grant
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = 1 << 20 if soft == resource.RLIM_INFINITY else soft
    if files < LEAST:
        raise CannotStart(
            f"this process may have {files} files open, connections included, and needs {LEAST}"
            f" at least: {RAISE}"
        )
    if files >= 2 * SPARE:
        return files - SPARE
    log.warning("few connections at a time", most=files // 2, open_files=files, remedy=RAISE)
    return files // 2
