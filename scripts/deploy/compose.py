"""Reads compose.yml: of the Compose Specification what that file uses, and refuses the rest.

A test holds what is read here against what Docker Compose itself reads.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

CONTAINER = {
    *("build", "init", "read_only", "cap_drop", "security_opt", "logging", "group_add", "user"),
    *("sysctls", "deploy", "shm_size", "network_mode", "pull_policy"),
}
"""What only means something in a container; services are run as who you are."""
UNDERSTOOD = {
    *("image", "command", "environment", "depends_on", "healthcheck", "restart", "stop_signal"),
    *("stop_grace_period", "volumes", "tmpfs", "configs", "networks", "ports", "ulimits"),
}
VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::-([^}]*))?\})")
DURATION = re.compile(r"(?:(\d+)m)?(?:(\d+)s)?")


class ComposeError(Exception):
    """The file says what cannot be carried out here."""


class HealthCheck(Struct, frozen=True):
    """A command that tells by its exit code whether a service is healthy; times in seconds."""

    command: tuple[str, ...]
    interval: float
    timeout: float
    retries: int
    start_period: float
    start_interval: float


class Service(Struct, frozen=True):
    """One service. ``mounts`` are targets by the name of their volume, or of the service's own.

    ``needs`` has the condition of each service that this one waits for. ``configs`` are files by
    target. ``aliases`` are its other names in the network, ``ports`` those that are published,
    ``open_files`` how many it may have.
    """

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    needs: Mapping[str, str]
    health: HealthCheck | None
    restart: str
    stop_signal: str
    grace: float
    volumes: Mapping[str, str]
    tmpfs: tuple[str, ...]
    configs: Mapping[str, Path]
    aliases: tuple[str, ...]
    ports: tuple[str, ...]
    open_files: int | None


def read(path: Path, environment: Mapping[str, str]) -> dict[str, Service]:
    """Read the services of a file, by name. Variables are those of ``environment``."""
    text = yaml.safe_load(path.read_text())
    document = _interpolated(text, environment)
    files = {
        name: path.parent / config["file"] for name, config in document.get("configs", {}).items()
    }
    return {name: _service(name, raw, files) for name, raw in document.get("services", {}).items()}


def _interpolated(value: Any, environment: Mapping[str, str]) -> Any:
    """Put variables into all texts: ``${NAME}``, ``${NAME:-default}``, and ``$$`` for a ``$``."""
    if isinstance(value, str):
        return VARIABLE.sub(lambda found: _variable(found, environment), value)
    if isinstance(value, list):
        return [_interpolated(each, environment) for each in value]
    if isinstance(value, dict):
        return {key: _interpolated(each, environment) for key, each in value.items()}
    return value


def _variable(found: re.Match[str], environment: Mapping[str, str]) -> str:
    if found.group(1) is None:
        return "$"
    return environment.get(found.group(1)) or found.group(2) or ""


def _service(name: str, raw: Mapping[str, Any], files: Mapping[str, Path]) -> Service:
    where = f"services.{name}"
    for key in raw.keys() - CONTAINER - UNDERSTOOD:
        raise ComposeError(f"{where}.{key}: scripts/cluster does not know this key")
    volumes = [_volume(f"{where}.volumes", text) for text in raw.get("volumes", [])]
    if not isinstance(raw.get("command"), list):
        raise ComposeError(f"{where}.command: give a list, as scripts/cluster has no images")
    return Service(
        name=name,
        image=raw["image"].partition(":")[0],
        command=tuple(raw["command"]),
        environment={key: str(value) for key, value in raw.get("environment", {}).items()},
        needs={key: value["condition"] for key, value in raw.get("depends_on", {}).items()},
        health=_health(raw["healthcheck"]) if "healthcheck" in raw else None,
        restart=raw.get("restart", "no"),
        stop_signal=raw.get("stop_signal", "SIGTERM"),
        grace=seconds(raw.get("stop_grace_period", "10s")),
        volumes=dict(volumes),
        tmpfs=tuple(text.partition(":")[0] for text in raw.get("tmpfs", [])),
        configs={each["target"]: files[each["source"]] for each in raw.get("configs", [])},
        aliases=tuple(_aliases(raw.get("networks", []))),
        ports=tuple(raw.get("ports", [])),
        open_files=raw.get("ulimits", {}).get("nofile"),
    )


def _volume(where: str, text: str) -> tuple[str, str]:
    """Return target and name of a named volume."""
    name, _, rest = text.partition(":")
    if not re.fullmatch(r"[\w-]+", name):
        raise ComposeError(f"{where}: {text!r} is no named volume; nothing else is mounted here")
    return rest.partition(":")[0], name


def _health(raw: Mapping[str, Any]) -> HealthCheck:
    kind, *words = raw["test"]
    command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
    times = {
        key: seconds(raw[key]) for key in ("interval", "timeout", "start_period", "start_interval")
    }
    return HealthCheck(command=tuple(command), retries=raw["retries"], **times)


def _aliases(networks: Any) -> Iterator[str]:
    if isinstance(networks, dict):
        for network in networks.values():
            yield from network.get("aliases", [])


def seconds(text: str) -> float:
    """Return a duration such as ``1m30s`` in seconds."""
    found = DURATION.fullmatch(text)
    if not text or found is None:
        raise ComposeError(f"{text!r} is no duration in minutes and seconds, such as 1m30s")
    minutes, rest = (int(part or 0) for part in found.groups())
    return 60.0 * minutes + rest
