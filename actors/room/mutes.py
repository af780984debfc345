"""Whether a player may speak in a room. Pure."""

from collections.abc import Sequence

from store.moderation.records import Mute


def muted(mutes: Sequence[Mute], room: str, now_ms: int) -> Mute | None:
    """Return what keeps a player from speaking in a room, the longest of several; None: nothing."""
    here = [
        mute
        for mute in mutes
        if mute.room in {"", room} and (mute.until is None or mute.until > now_ms)
    ]
    return max(here, key=lambda mute: mute.until or 2**63, default=None)
