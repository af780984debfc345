"""The options of the server: from the command line, else the environment, else the default."""

import argparse
import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, get_args

from msgspec import Struct, structs

from actors.room.flood import Limit
from actors.room.rules import Rules
from actors.tournament.plan import Makers
from gateway.guard.seen import Network
from gateway.process.errors import CannotStart
from gateway.start.passwords import with_password
from gateway.start.smtp import MailServer, complete
from gateway.start.values import READERS, LogLevel
from store.sqlite.connection import Sync

DATA = Path(__file__).resolve().parent.parent.parent / "data"


KEYS = "keys"
KEYS_GIVEN = ("tokens", "sealing", "push")
"""What keys may come by the variables RALLY_KEYS_TOKENS and so on."""
PORT, TLS_PORT, REDIRECT_PORT = 8000, 4443, 4444


class Options(Struct, frozen=True):
    """How to serve. ``host`` is an address; port 0 takes any free one.

    ``redirect_port`` None: nothing listens in clear text, not even to redirect. ``key_texts`` are
    keys given by variables in place of files, by use.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    tls_cert: Path | None = None
    tls_key: Path | None = None
    redirect_port: int | None = None
    data: Path = DATA
    keys: Path | None = None
    key_texts: Mapping[str, str] = {}
    store: str | None = None
    store_password_file: Path | None = None
    redis: str | None = None
    redis_password_file: Path | None = None
    node: str | None = None
    inner: tuple[str, int] = ("127.0.0.1", 0)
    workers: int = 1
    providers: Path | None = None
    public_urls: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    smtp: MailServer | None = None
    smtp_password_file: Path | None = None
    mail_from: str | None = None
    people_per_address: int = 200
    say_limit: Limit = Limit()
    word_list: frozenset[str] = frozenset()
    keep_lines: int | None = None
    keep_lobby_lines: int | None = None
    tournaments_by: Makers = "everybody"
    sqlite_sync: Sync = "normal"
    log_level: LogLevel = "info"

    @property
    def place(self) -> str:
        """Where the store is, for `store.opening.open_store`. Raises CannotStart."""
        return with_password("--store", self.store, self.store_password_file) or str(self.data)

    @property
    def redis_url(self) -> str | None:
        """Where Redis is, for `store.redis.client.open_redis`; None: this server is alone.

        Raises CannotStart.
        """
        return with_password("--redis", self.redis, self.redis_password_file)

    @property
    def mail_server(self) -> MailServer | None:
        """Where mails are sent; None if none are. Raises CannotStart."""
        return complete(self.smtp, self.smtp_password_file, self.mail_from)

    @property
    def keys_folder(self) -> Path:
        """Where the keys are."""
        return self.keys or self.data / KEYS

    @property
    def rules(self) -> Rules:
        """What people may say, and for how long it is kept."""
        kept = self.keep_lines, self.keep_lobby_lines
        return Rules(self.say_limit, self.word_list, *kept)

    @property
    def tls(self) -> bool:
        """Whether to use TLS: with a given certificate, and always if not on the loopback."""
        return self.tls_cert is not None or not ipaddress.ip_address(self.host).is_loopback


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Read the options; raises CannotStart that names the wrong option or variable."""
    given = vars(_parser().parse_args(arguments))
    found = {}
    for name, read in READERS.items():
        option, variable = f"--{name.replace('_', '-')}", f"RALLY_{name.upper()}"
        if given[name] is not None:
            found[name] = read(option, given[name])
        elif environment.get(variable):
            found[name] = read(variable, environment[variable])
    texts = {use: environment.get(f"RALLY_KEYS_{use.upper()}", "") for use in KEYS_GIVEN}
    found["key_texts"] = {use: text for use, text in texts.items() if text}
    return _completed(Options(**found), found)


def _completed(options: Options, found: Mapping[str, object]) -> Options:
    """Fill in options that depend on others, and refuse contradictions."""
    if (options.tls_cert is None) != (options.tls_key is None):
        missing = "--tls-key" if options.tls_key is None else "--tls-cert"
        raise CannotStart(f"{missing} is missing: a certificate and its key are given together")
    if options.store is not None and "sqlite_sync" in found:
        raise CannotStart("--sqlite-sync: with --store nothing is kept in SQLite; leave it out")
    if options.redis is not None and options.store is None:
        raise CannotStart("--redis: several servers share a database; give --store, too")
    if options.redis is None and not found.keys().isdisjoint({"node", "inner"}):
        raise CannotStart("--node, --inner: only with --redis is this server one of several")
    if options.workers > 1 and options.redis is None:
        raise CannotStart(
            "--workers: several servers share a database and talk through Redis; give --store"
            " postgresql://… and --redis, too"
        )
    _ = options.place, options.redis_url  # passwords that cannot be read are said now
    complete(options.smtp, options.smtp_password_file, options.mail_from)
    if options.tls:
        defaults = {"port": TLS_PORT, "redirect_port": REDIRECT_PORT}
        return structs.replace(options, **{k: v for k, v in defaults.items() if k not in found})
    if options.redirect_port is not None:
        raise CannotStart("--redirect-port: without TLS there is nowhere to send people")
    return options


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Report a mistake in the same way as all others."""
        raise CannotStart(f"{message}; see scripts/serve --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="scripts/serve",
        description="Serves Rally until SIGTERM or Ctrl-C. Prints one line when it is ready.",
        epilog="Exit code: 0 stopped, 1 failed, 2 could not start (one line says why).",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "--host",
        help="address to listen on; 0.0.0.0 or :: for all, which is served with TLS"
        " (RALLY_HOST, default 127.0.0.1)",
    )
    add(
        "--port",
        help="port to listen on; 0 takes a free one"
        f" (RALLY_PORT, default {PORT}, with TLS {TLS_PORT})",
    )
    add(
        "--tls-cert",
        metavar="FILE",
        help="certificate (and chain) in PEM form; without one, off the loopback, a self-signed"
        " one is made and kept in the data folder (RALLY_TLS_CERT)",
    )
    add("--tls-key", metavar="FILE", help="its private key, no passphrase (RALLY_TLS_KEY)")
    add(
        "--redirect-port",
        metavar="PORT",
        help="with TLS: port that sends http:// to https://; 0 takes a free one, 'none' has none"
        f" (RALLY_REDIRECT_PORT, default {REDIRECT_PORT})",
    )
    add("--data", metavar="FOLDER", help="where the database is kept (RALLY_DATA, default data/)")
    add(
        "--keys",
        metavar="FOLDER",
        help="where the secret keys are kept (RALLY_KEYS, default keys/ in the data folder)",
    )
    add(
        "--store",
        metavar="URL",
        help="postgresql://user@host/database in place of SQLite in the data folder; a password is"
        " better given as RALLY_STORE, which other users do not see (RALLY_STORE)",
    )
    add(
        "--redis",
        metavar="URL",
        help="redis://host:6379/0, or rediss://… for TLS: this server is one of several on the"
        " database of --store, and talks to the others through Redis; a password is better given"
        " as RALLY_REDIS (RALLY_REDIS, default: this server is alone)",
    )
    for option, server in (("--store", "the database"), ("--redis", "Redis")):
        variable = f"RALLY_{option[2:].upper()}_PASSWORD_FILE"
        text = f"the password of {server}, in a file, in place of one in the URL ({variable})"
        add(f"{option}-password-file", metavar="FILE", help=text)
    add(
        "--node",
        metavar="NAME",
        help="with --redis: what this server is called among the others; no two have the same"
        " name (RALLY_NODE, default the name of the machine)",
    )
    add(
        "--inner",
        metavar="HOST:PORT",
        help="with --redis: where the others reach this server, in clear text, so on a network of"
        " their own; port 0 takes a free one (RALLY_INNER, default 127.0.0.1:0: all nodes are on"
        " this machine)",
    )
    add(
        "--workers",
        metavar="N",
        help="with --redis: so many servers of this kind on this machine behind one port, for as"
        " many processors; they are called NAME-1 and so on, and a port of --inner other than 0 is"
        " that of the first (RALLY_WORKERS, default 1)",
    )
    add(
        "--providers",
        metavar="FILE",
        help="TOML file of 42 and OpenID providers that people can sign in with, see"
        " docs/operations.md (RALLY_PROVIDERS, default none)",
    )
    add(
        "--public-urls",
        metavar="URLS",
        help="addresses that a TLS proxy in front has for people, with commas between:"
        " https://pong.example.org,https://play.example.org:4443 (RALLY_PUBLIC_URLS)",
    )
    add(
        "--trusted-proxies",
        metavar="NETWORKS",
        help="addresses or networks of proxies whose X-Forwarded-For, -Proto and -Host are"
        " believed, with commas between: 127.0.0.1,10.0.0.0/8"
        " (RALLY_TRUSTED_PROXIES, default none)",
    )
    add(
        "--smtp",
        metavar="URL",
        help="mail server: smtp://user@host:587 (STARTTLS; in clear text on this machine alone) or"
        " smtps://user@host:465 (RALLY_SMTP, default: no mail is sent)",
    )
    add(
        "--smtp-password-file",
        metavar="FILE",
        help="the password of that user, in a file (RALLY_SMTP_PASSWORD_FILE)",
    )
    add(
        "--mail-from",
        metavar="ADDRESS",
        help="in whose name mails are sent (RALLY_MAIL_FROM, default the user of --smtp)",
    )
    add(
        "--people-per-address",
        metavar="N",
        help="how many may sit behind one address, a school say; what an address may do is"
        " measured by it (RALLY_PEOPLE_PER_ADDRESS, default 200)",
    )
    add(
        "--say-limit",
        metavar="LINES/SECONDS",
        help="how many lines somebody may say in a room at once, and in so many seconds in the long"
        " run (RALLY_SAY_LIMIT, default 4/10)",
    )
    add(
        "--word-list",
        metavar="FILE",
        help="words that nobody may say in a room, one in each line (RALLY_WORD_LIST)",
    )
    for option, where in (("--keep-lines", "what is said"), ("--keep-lobby-lines", "the lobby's")):
        variable = f"RALLY_{option[2:].replace('-', '_').upper()}"
        add(
            option, metavar="DAYS", help=f"forget {where} after so long ({variable}, default never)"
        )
    add(
        "--tournaments-by",
        metavar="WHO",
        help="who may make tournaments: everybody, accounts (no guests), or moderators"
        " (RALLY_TOURNAMENTS_BY, default everybody)",
    )
    add(
        "--sqlite-sync",
        metavar="WHEN",
        help="normal: what was acknowledged outlives a killed process; full: a power cut too, and"
        " every commit waits for the disk (RALLY_SQLITE_SYNC, default normal)",
    )
    levels = ", ".join(get_args(LogLevel))
    add("--log-level", metavar="LEVEL", help=f"{levels} (RALLY_LOG_LEVEL, default info)")
    return parser
