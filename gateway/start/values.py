"""Reads the value of each option; raises CannotStart that names the option or variable."""

import ipaddress
import re
from pathlib import Path
from typing import Literal, get_args

from actors.room.flood import Limit
from actors.tournament.plan import Makers
from gateway.guard.seen import Network
from gateway.process.errors import CannotStart
from gateway.start.smtp import read_sender, read_server
from store.errors import StoreUnusable
from store.opening import SCHEMES
from store.redis.address import read_address
from store.sqlite.connection import Sync
from store.words import words

LogLevel = Literal["debug", "info", "warning", "error"]
PUBLIC = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
"""The host is in ASCII, as browsers write it so in Host and Origin."""


MOST_WORKERS = 64
NODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}")


def _host(source: str, text: str) -> str:
    host = "127.0.0.1" if text == "localhost" else text.strip("[]")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise CannotStart(
            f"{source}: {text!r} is not an address; use 127.0.0.1 for this machine alone,"
            " 0.0.0.0 for everybody, or one address of this machine"
        ) from None


def _port(source: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise CannotStart(f"{source}: {text!r} is not a port; give a number from 0 to 65535")
    return int(text)


def _redirect_port(source: str, text: str) -> int | None:
    return None if text.lower() == "none" else _port(source, text)


def _path(_source: str, text: str) -> Path:
    return Path(text).expanduser().absolute()


def _store(source: str, text: str) -> str:
    if not text.startswith(SCHEMES):
        raise CannotStart(
            f"{source}: this is no URL of a database; give postgresql://user@host/database, or"
            " leave it out for SQLite in the data folder"
        )
    return text


def _redis(source: str, text: str) -> str:
    try:
        read_address(text)
    except StoreUnusable as error:
        raise CannotStart(f"{source}: {error}") from None
    return text


def _public_urls(source: str, text: str) -> tuple[str, ...]:
    urls = [url.strip().lower().rstrip("/") for url in text.split(",")]
    for url in urls:
        if PUBLIC.fullmatch(url) is None:
            raise CannotStart(
                f"{source}: {url!r} is no address of a site; give https://name or"
                " https://name:port, and commas between several"
            )
    return tuple(url.removesuffix(":443") for url in urls)


def _trusted_proxies(source: str, text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise CannotStart(
            f"{source}: {error}; give addresses or networks such as 127.0.0.1,10.0.0.0/8"
        ) from None


def _people(source: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1_000_000):
        raise CannotStart(f"{source}: {text!r} is not a number of people; give 1 to 1000000")
    return int(text)


def _say_limit(source: str, text: str) -> Limit:
    lines, _, seconds = text.partition("/")
    numbers = [part for part in (lines, seconds) if part.isascii() and part.isdigit()]
    if len(numbers) < 2 or not all(1 <= int(part) <= 1_000_000 for part in numbers):
        raise CannotStart(
            f"{source}: {text!r} is no limit; give lines and seconds, each 1 to 1000000, as in 4/10"
        )
    return Limit(int(lines), float(seconds))


def _node(source: str, text: str) -> str:
    if NODE.fullmatch(text) is None:
        raise CannotStart(f"{source}: {text!r} is no name of a node; use letters, digits, - and .")
    return text


def _inner(source: str, text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not (host and colon):
        raise CannotStart(f"{source}: {text!r} is no address with a port; give HOST:PORT")
    return host.strip("[]"), _port(source, port)


def _workers(source: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WORKERS):
        raise CannotStart(
            f"{source}: {text!r} is not a number of workers; give 1 to {MOST_WORKERS}"
        )
    return int(text)


def _word_list(source: str, text: str) -> frozenset[str]:
    try:
        listed = Path(text).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"{source}: {text} cannot be read as UTF-8 text ({error})") from None
    several = [line for line in listed if len(words(line)) > 1]
    if several:
        raise CannotStart(f"{source}: {text} has more than one word in a line: {several[0]!r}")
    return frozenset(word for line in listed for word in words(line))


def _days(source: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise CannotStart(f"{source}: {text!r} is not a number of days; give 1 to 100000")
    return int(text)


def _makers(source: str, text: str) -> str:
    if text.lower() not in get_args(Makers):
        known = ", ".join(get_args(Makers))
        raise CannotStart(f"{source}: {text!r} makes no tournaments; use one of {known}")
    return text.lower()


def _sync(source: str, text: str) -> str:
    if text.lower() not in get_args(Sync):
        raise CannotStart(f"{source}: {text!r} is neither normal nor full; use one of the two")
    return text.lower()


def _log_level(source: str, text: str) -> str:
    levels = get_args(LogLevel)
    if text.lower() not in levels:
        raise CannotStart(f"{source}: {text!r} is no log level; use one of {', '.join(levels)}")
    return text.lower()


READERS = {
    "host": _host,
    "port": _port,
    "tls_cert": _path,
    "tls_key": _path,
    "redirect_port": _redirect_port,
    "data": _path,
    "keys": _path,
    "store": _store,
    "store_password_file": _path,
    "redis": _redis,
    "redis_password_file": _path,
    "node": _node,
    "inner": _inner,
    "workers": _workers,
    "providers": _path,
    "public_urls": _public_urls,
    "trusted_proxies": _trusted_proxies,
    "smtp": read_server,
    "smtp_password_file": _path,
    "mail_from": read_sender,
    "people_per_address": _people,
    "say_limit": _say_limit,
    "word_list": _word_list,
    "keep_lines": _days,
    "keep_lobby_lines": _days,
    "tournaments_by": _makers,
    "sqlite_sync": _sync,
    "log_level": _log_level,
}
