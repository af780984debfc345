"""The options of the server: the command line, else the environment, else the default."""

import argparse
import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NoReturn, get_args

from msgspec import Struct

from gateway.errors import CannotStart

LogLevel = Literal["debug", "info", "warning", "error"]
DATA = Path(__file__).resolve().parent.parent / "data"


class Options(Struct, frozen=True):
    """How to serve. ``host`` is an address of the loopback; port 0 takes any free one."""

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = DATA
    log_level: LogLevel = "info"


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Read the options; CannotStart names the option or variable that is wrong."""
    given = vars(_parser().parse_args(arguments))
    found = {}
    for name, read in READERS.items():
        option, variable = f"--{name.replace('_', '-')}", f"RALLY_{name.upper()}"
        if given[name] is not None:
            found[name] = read(option, given[name])
        elif environment.get(variable):
            found[name] = read(variable, environment[variable])
    return Options(**found)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say it the way every other mistake is said."""
        raise CannotStart(f"{message}; see scripts/serve --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="scripts/serve",
        description="Serves Rally until SIGTERM or Ctrl-C. Prints one line when it is ready.",
        epilog="Exit code: 0 stopped, 1 failed, 2 could not start (one line says why).",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--host", help="loopback address to listen on (RALLY_HOST, default 127.0.0.1)")
    add("--port", help="port to listen on; 0 takes a free one (RALLY_PORT, default 8000)")
    add("--data", metavar="FOLDER", help="where the database is kept (RALLY_DATA, default data/)")
    levels = ", ".join(get_args(LogLevel))
    add("--log-level", metavar="LEVEL", help=f"{levels} (RALLY_LOG_LEVEL, default info)")
    return parser


def _host(source: str, text: str) -> str:
    host = "127.0.0.1" if text == "localhost" else text.strip("[]")
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise CannotStart(
            f"{source}: {text!r} is not a loopback address, and off the loopback nothing is served"
            " in clear text; use 127.0.0.1 until TLS is there"
        )
    return host


def _port(source: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise CannotStart(f"{source}: {text!r} is not a port; give a number from 0 to 65535")
    return int(text)


def _data(_source: str, text: str) -> Path:
    return Path(text).expanduser().absolute()


def _log_level(source: str, text: str) -> str:
    levels = get_args(LogLevel)
    if text.lower() not in levels:
        raise CannotStart(f"{source}: {text!r} is no log level; use one of {', '.join(levels)}")
    return text.lower()


READERS = {"host": _host, "port": _port, "data": _data, "log_level": _log_level}
