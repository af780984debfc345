"""The rows of docs/contact.md about the inbox; see contact_rows.py."""

from typing import Any

from actors.core.address import Address
from actors.player.notices import FriendAccepted, Muted
from gateway.api.notifications import notify
from tests.gateway.client import until
from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_invitations import TESTS

__all__ = ["TESTS"]

PATH = "/api/v1/notifications"


async def _listed(stage: Stage) -> tuple[list[str], int]:
    found = (await stage.me.get(PATH)).json()
    return [note["notice"]["kind"] for note in found["notes"]], found["unread"]


@row("GET /api/v1/notifications")
async def _notes_about_the_parted_are_not_listed(stage: Stage) -> None:
    await stage.befriend_all()
    assert await _listed(stage) == (["friend_accepted"] * 2, 2)
    await stage.block()
    assert await _listed(stage) == (["friend_accepted"], 1)
    blocker, blocked = (stage.me, stage.other_id) if stage.blocks else (stage.other, stage.my_id)
    assert (await blocker.delete(f"/api/v1/blocks/{blocked}")).status == 204
    assert await _listed(stage) == (["friend_accepted"] * 2, 2)


@row("to notified")
async def _no_bell_rings_for_the_parted(stage: Stage) -> None:
    async with stage.me.socket() as mine:
        await mine.hello()
        await stage.block()
        services = stage.people.server.services
        address = Address("player", stage.my_id)
        process: Any = services.kernel._runtime.registry.processes[address]
        await until(lambda: process.behaviour.state.parted)
        accepted = FriendAccepted(stage.other_id, "bob")
        await notify(services, stage.my_id, "friend", accepted, stage.other_id)
        await notify(services, stage.my_id, "mute", Muted("", "cyd", "flood", None))
        assert (await mine.attend("notified"))["notice"]["kind"] == "muted"
