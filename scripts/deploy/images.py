"""What stands in for an image: an installed program, and what the image does before a start."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from deploy import postgres
from deploy.compose import ComposeError, Service
from deploy.places import Places

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = "/usr/sbin"  # Debian keeps nginx here, which is not on everybody's PATH
LISTEN = re.compile(r"^(\s*listen )(?=\d+\b)", re.MULTILINE)
RESOLVE = re.compile(r"^(\s*server \S+) resolve\b", re.MULTILINE)


class Program(Struct, frozen=True):
    """A command as it is run here; ``user`` is another one than who starts it."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    user: str | None = None


def program(service: Service, places: Places) -> Program:
    """Return what runs in place of a container; raises ComposeError if it is not installed."""
    if service.image not in IMAGES:
        raise ComposeError(f"services.{service.name}.image: there is no stand-in for this image")
    return IMAGES[service.image](service, places)


def first(service: Service, places: Places, log: Path) -> None:
    """Make the folders of a service, and do what its image does before it starts."""
    mounts = places.mounts(service)
    for target, path in mounts.items():
        (path.parent if target in service.configs else path).mkdir(parents=True, exist_ok=True)
    if service.image == "postgres":
        _make_database(service, places, log)
    for target, file in service.configs.items():
        mounts[target].write_text(_translated(file.read_text(), service, places))


def _translated(text: str, service: Service, places: Places) -> str:
    """Put addresses and folders into a file of nginx.

    It listens on its own address alone. A host that is an address needs no ``resolve``.
    """
    text = LISTEN.sub(rf"\g<1>{places.addresses[service.name]}:", text)
    return RESOLVE.sub(r"\1", places.translator(service)(text))


def path() -> str:
    """Return the PATH of services: the project's Python comes first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], SYSTEM])


def found(here: Program, name: str | None = None) -> str:
    """Return the path of a program, else of the one that is run here."""
    name = name or here.command[0]
    return shutil.which(name, path=here.environment["PATH"]) or name


def _plain(service: Service, places: Places, *more: str) -> Program:
    """Run the command of a service, with the programs that are on the PATH."""
    translated = places.translator(service)
    environment = {key: translated(value) for key, value in service.environment.items()}
    for name in ("HOME", "LANG"):
        environment.setdefault(name, os.environ.get(name, ""))
    return Program(
        command=(*map(translated, service.command), *more),
        environment={"PATH": path(), **environment},
        folder=ROOT,
    )


def _nginx(service: Service, places: Places) -> Program:
    _find("nginx", "nginx-light")
    _find("curl", "curl")
    return _plain(service, places)


def _redis(service: Service, places: Places) -> Program:
    _find("redis-server", "redis-server")
    _find("redis-cli", "redis-tools")
    return _plain(service, places, "--bind", places.addresses[service.name])


def _postgres(service: Service, places: Places) -> Program:
    address = places.addresses[service.name]
    settings = {"listen_addresses": address, "unix_socket_directories": ""}
    options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
    plain = _plain(service, places, *options)
    home = _postgres_home()
    return Program(
        command=plain.command,
        environment={**plain.environment, "PATH": f"{home}{os.pathsep}{path()}"},
        folder=Path(plain.environment["PGDATA"]),
        user=postgres.user(),
    )


IMAGES: Mapping[str, Callable[[Service, Places], Program]] = {
    "rally": _plain,
    "nginx": _nginx,
    "redis": _redis,
    "postgres": _postgres,
}


def _find(name: str, package: str) -> None:
    if shutil.which(name, path=path()) is None:
        raise ComposeError(f"there is no {name} here; on Debian and Ubuntu: apt install {package}")


def _postgres_home() -> Path:
    found = postgres.home()
    if found is None:
        raise ComposeError(postgres.MISSING)
    return found


def _make_database(service: Service, places: Places, log: Path) -> None:
    """Do what the image of PostgreSQL does at its first start."""
    here = _postgres(service, places)
    said = here.environment
    if (here.folder / "PG_VERSION").exists():
        return
    password = here.folder.parent / "password-of-initdb"
    password.write_text(Path(said["POSTGRES_PASSWORD_FILE"]).read_text())
    try:
        if here.user:
            entry = pwd.getpwnam(here.user)
            for owned in (here.folder, password):
                os.chown(owned, entry.pw_uid, entry.pw_gid)
        who = ["--username", said["POSTGRES_USER"], "--pwfile", str(password)]
        options = [*who, "--encoding=UTF8", "--locale=C", *said["POSTGRES_INITDB_ARGS"].split()]
        _run(["initdb", "-D", str(here.folder), "--no-sync", *options], here, log)
    finally:
        password.unlink()
    database = f"CREATE DATABASE {said['POSTGRES_DB']};\n"
    _run(["postgres", "--single", "-D", str(here.folder), "postgres"], here, log, database)


def _run(command: list[str], here: Program, log: Path, said: str = "") -> None:
    """Run one of PostgreSQL's programs; raises ComposeError if it fails."""
    with log.open("ab") as output:
        done = subprocess.run(
            [found(here, command[0]), *command[1:]],
            env=here.environment,
            cwd=here.folder,
            user=here.user,
            extra_groups=[] if here.user else None,
            input=said.encode(),
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        raise ComposeError(f"{command[0]} failed; {log} says why")
