"""What the arguments of scripts/bot mean."""

import argparse
import os
from pathlib import Path

import trio
from _bot import Bot
from _cup_bot import CupBot


def main():
    """Play one match as the arguments say; return the exit code or an error message."""
    parser = argparse.ArgumentParser(
        description="Plays one match by docs/protocol.md, as a bot with a token or as a guest.",
        epilog="The token is read from the file, or from the variable RALLY_TOKEN.",
    )
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="default: %(default)s")
    parser.add_argument("--token", metavar="FILE", type=Path, help="has the API token of a bot")
    name = "of the guest, and the alias in a tournament; default: %(default)s"
    parser.add_argument("--name", default="Bot", help=name)
    parser.add_argument("--points", type=int, default=11, help="points to win, with --open or --ai")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--ai", metavar="LEVEL", help="play the machine: easy, medium or hard")
    way.add_argument("--open", action="store_true", help="put a game on the list and wait")
    way.add_argument("--tournament", metavar="ID", help="take part in a tournament, to its end")
    way.add_argument("--join", metavar="GAME", help="join a game; default: queue for a match")
    parser.add_argument("--word", default="", help="the word that opens the tournament")
    chosen = parser.parse_args()
    settings = {"points": chosen.points}
    if chosen.ai:
        wish = {"t": "ai", "level": chosen.ai, "settings": settings}
    elif chosen.open:
        wish = {"t": "open", "settings": settings}
    else:
        wish = {"t": "join", "game": chosen.join} if chosen.join else {"t": "queue"}
    site = chosen.site.rstrip("/")
    try:
        token = _token(chosen.token)
    except OSError as error:
        return f"rally: cannot read the token: {error}"
    try:
        if chosen.tournament:
            bot = CupBot(site, chosen.name, chosen.tournament, chosen.word, token)
        else:
            bot = Bot(site, chosen.name, wish, token)
    except OSError as error:
        return f"rally: cannot sign in at {chosen.site}: {error}"
    return trio.run(bot.run)


def _token(file):
    """Return the API token; None: play as a guest. A command line would show it to everybody."""
    text = os.environ.get("RALLY_TOKEN", "") if file is None else file.read_text()
    return text.strip() or None
