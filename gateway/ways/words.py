"""Notes in words, for mails: with the texts of the page's catalogue, and a path for each.

`webui/js/inbox/words.js` says them on the page and in pushes.
"""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from actors.player.notices import (
    FactorNews,
    FriendAccepted,
    InvitationMissed,
    Invited,
    Muted,
    NewDevice,
    NextFight,
    Notice,
    TournamentNews,
)
from gateway.ways.quiet import zone
from store.programs.records import is_bot

CATALOGUE = Path(__file__).parents[2] / "webui" / "js" / "i18n" / "en_inbox.js"
ENTRY = re.compile(r'^  "(inbox\.[\w.]+)": "((?:[^"\\]|\\.)*)",$', re.MULTILINE)
FOR_GOOD, UNTIL = "This does not end by itself.", "It ends at {time}."
BOT = "{name} (bot)"


@cache
def texts() -> dict[str, str]:
    """Return the texts about notices, by key."""
    return dict(ENTRY.findall(CATALOGUE.read_text(encoding="utf-8")))


def say(notice: Notice, zone_name: str) -> str:
    """Return what a notice says; times are those of a zone."""
    match notice:
        case NextFight():
            return _fight(notice, zone_name)
        case TournamentNews(name=name, what=what, place=place):
            placed = what == "over" and place is not None
            key = f"inbox.tournament.{what}{'.place' if placed else ''}"
            return _text(key, name=name, place=str(place))
        case Muted():
            return _mute(notice, zone_name)
        case FriendAccepted() | Invited() | InvitationMissed():
            return _text(
                f"inbox.{notice.__struct_config__.tag}",
                name=_named(notice.name, bot=is_bot(notice.player)),
            )
        case NewDevice(device, address):
            return _text("inbox.new_device", device=device, address=address)
        case FactorNews(what):
            return _text(f"inbox.factor.{what}")


def _fight(notice: NextFight, zone_name: str) -> str:
    key = "inbox.next_fight" if notice.opponent is not None else "inbox.next_fight.unknown"
    opponent = _named(notice.opponent or "", bot=notice.bot)
    words = _text(key, name=notice.name, opponent=opponent)
    if notice.deadline is None:
        return words
    return f"{words} {_text('inbox.next_fight.until', time=_time(notice.deadline, zone_name))}"


def _mute(notice: Muted, zone_name: str) -> str:
    key = "inbox.muted" if notice.room else "inbox.muted.everywhere"
    words = _text(key, moderator=notice.moderator, reason=notice.reason)
    if notice.until is None:
        return f"{words} {FOR_GOOD}"
    return f"{words} {UNTIL.format(time=_time(notice.until, zone_name))}"


def path_of(notice: Notice) -> str:
    """Return the path of the page that a notice leads to."""
    match notice:
        case NextFight(tournament) | TournamentNews(tournament):
            return f"/tournament/{quote(tournament, safe='')}"
        case FriendAccepted(player) | InvitationMissed(player):
            return f"/player/{quote(player, safe='')}"
        case NewDevice() | FactorNews():
            return "/account/sign-in"
        case Invited() | Muted():
            return "/"


def _named(name: str, *, bot: bool) -> str:
    return BOT.replace("{name}", name) if bot else name


def _text(key: str, **values: str) -> str:
    """Fill in a text; the values are put in once, whatever is in them."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), texts()[key])


def _time(at_ms: int, zone_name: str) -> str:
    local = datetime.fromtimestamp(at_ms / 1000.0, UTC).astimezone(zone(zone_name) or UTC)
    return f"{local:%H:%M} on {local.day} {local:%B} ({local.tzname()})"
