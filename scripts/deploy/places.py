"""Where the services of a cluster without Docker are: an address and folders for each.

Every service has an address of its own in 127.0.0.0/8, as a container has one in Docker's network.
So ports stay what they are, and only names and paths have to be put into what a service is told.
"""

import re
import socket
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from deploy.compose import ComposeError, Service

ITSELF = r"0\.0\.0\.0|127\.0\.0\.1|localhost"
FIRST = 10
"""The last number of the first service's address."""


class Places:
    """The addresses and folders of services; ``folder`` is the cluster's."""

    def __init__(self, services: Mapping[str, Service], folder: Path) -> None:
        self.folder = folder
        self.addresses = dict(zip(services, addresses(folder, len(services)), strict=True))
        self._names = self.addresses | {
            alias: self.addresses[name] for name, each in services.items() for alias in each.aliases
        }

    def mounts(self, service: Service) -> dict[str, Path]:
        """Return the folder, or file, in place of each target of a service."""
        own = self.folder / "services" / service.name
        return {
            **{target: self.folder / "volumes" / name for target, name in service.volumes.items()},
            **{target: own / target.strip("/").replace("/", "-") for target in service.tmpfs},
            **{target: own / path.name for target, path in service.configs.items()},
        }

    def translator(self, service: Service) -> Callable[[str], str]:
        """Make the function that puts addresses and folders into a text for a service.

        The name of another service counts as one before a port, and behind ``@`` and ``//``.
        """
        names = "|".join(sorted(map(re.escape, self._names), key=len, reverse=True))
        mounts = self.mounts(service)
        targets = "|".join(sorted(map(re.escape, mounts), key=len, reverse=True)) or "(?!)"
        pattern = re.compile(
            rf"(?<![\w.-])(?P<itself>{ITSELF})(?![\w.])"
            rf"|(?<![\w.-])(?P<host>{names})(?=:\d)"
            rf"|(?:(?<=@)|(?<=//))(?P<name>{names})(?![\w.-])"
            rf"|(?<![\w./-])(?P<target>{targets})(?![\w.-])"
        )

        def replaced(found: re.Match[str]) -> str:
            if found["itself"]:
                return self.addresses[service.name]
            if found["target"]:
                return str(mounts[found["target"]])
            return self._names[found["host"] or found["name"]]

        return lambda text: pattern.sub(replaced, text)


def addresses(folder: Path, count: int) -> list[str]:
    """Return addresses of this machine for one cluster: the same whenever it has this folder."""
    first, second = sha256(str(folder).encode()).digest()[:2]
    found = [f"127.{1 + first % 254}.{second}.{FIRST + number}" for number in range(count)]
    with socket.socket() as probe:
        try:
            probe.bind((found[0], 0))
        except OSError:
            raise ComposeError(
                f"cannot listen on {found[0]}: every service gets an address in 127.0.0.0/8, which"
                " only Linux gives to programs"
            ) from None
    return found
