"""Names and texts in frames: checked by the rules for them, and brought into one spelling."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.room import frames as room
from actors.seats import messages as seats
from actors.tournament import frames as tournament
from actors.tournament.plan import LONGEST_DESCRIPTION, LONGEST_NAME, Plan
from gateway.auth.rules import Broken, display_name, written


class Misspelt(Exception):
    """A text breaks a rule; this says in which field, and which rule."""

    def __init__(self, field: str, broken: Broken) -> None:
        super().__init__(f"{field}: {broken.detail} ({broken.rule})")


def spelled(frame: Any) -> Any:
    """Return a frame with its names and texts in one spelling. Raises Misspelt."""
    spell = _SPELL.get(type(frame))
    return frame if spell is None else spell(frame)


def _checked(field: str, check: Callable[..., str], *given: Any, **rules: Any) -> str:
    try:
        return check(*given, **rules)
    except Broken as broken:
        raise Misspelt(field, broken) from None


def _named(frame: seats.Local) -> seats.Local:
    if not frame.names:
        return frame
    left, right = (_checked(f"names.{i}", display_name, n) for i, n in enumerate(frame.names))
    return replace(frame, names=(left, right))


def _said(frame: room.Say | room.Edit) -> room.Say | room.Edit:
    text = _checked("text", written, frame.text, room.LONGEST, needed=True)
    return replace(frame, text=text)


def _described(frame: room.Describe) -> room.Describe:
    name = _checked("name", display_name, frame.name)
    topic = _checked("topic", written, frame.topic, room.LONGEST_TOPIC)
    return replace(frame, name=name, topic=topic)


def _made(frame: tournament.MakeTournament) -> tournament.MakeTournament:
    return replace(frame, plan=_planned("plan", frame.plan))


def _joined(frame: tournament.Join) -> tournament.Join:
    return replace(frame, alias=_checked("alias", display_name, frame.alias))


def _organised(frame: tournament.Organise) -> tournament.Organise:
    act = frame.act
    match act:
        case tournament.Change(plan):
            act = replace(act, plan=_planned("act.plan", plan))
        case tournament.Enter(aliases):
            spelt = (
                _checked(f"act.aliases.{i}", display_name, alias) for i, alias in enumerate(aliases)
            )
            act = replace(act, aliases=(*spelt,))
        case tournament.Replace(alias=alias):
            act = replace(act, alias=_checked("act.alias", display_name, alias))
        case _:
            return frame
    return replace(frame, act=act)


def _planned(field: str, plan: Plan) -> Plan:
    name = _checked(f"{field}.name", written, plan.name, LONGEST_NAME, needed=True)
    about = _checked(f"{field}.description", written, plan.description, LONGEST_DESCRIPTION)
    return replace(plan, name=name, description=about)


_SPELL: dict[type, Callable[[Any], Any]] = {
    seats.Local: _named,
    room.Say: _said,
    room.Edit: _said,
    room.Describe: _described,
    tournament.MakeTournament: _made,
    tournament.Join: _joined,
    tournament.Organise: _organised,
}
