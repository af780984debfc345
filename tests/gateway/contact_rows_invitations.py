"""The rows of docs/contact.md about invitations; see contact_rows.py."""

from tests.gateway.client import Page
from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_moderation import TESTS

__all__ = ["TESTS"]

PATH = "/api/v1/invitations"
NONE = {"sent": [], "received": []}


async def _shown(page: Page) -> dict[str, object]:
    """What a page is shown that asks."""
    await page.send(t="invitations")
    shown = await page.attend("invitations")
    return {"sent": shown["sent"], "received": shown["received"]}


async def _rest(page: Page) -> list[str]:
    """Attend the view without any invitation; return what else the page is told of them."""
    whys = list[str]()
    both = "invitations", "invitation_ended"
    while (frame := await page.attend(*both))["t"] != "invitations" or any(
        frame[which] for which in NONE
    ):
        if "why" in frame:
            whys.append(frame["why"])
    await page.send(t="invitations")
    while (frame := await page.attend(*both))["t"] != "invitations":
        whys.append(frame["why"])
    return whys


@row("from invite", "POST /api/v1/invitations")
async def _who_blocks_is_nobody(stage: Stage) -> None:
    await stage.block()
    refused = [await stage.me.post(PATH, {"player": name}) for name in (stage.other_id, "nobody")]
    assert [answer.status for answer in refused] == [404, 404]
    assert refused[0].body == refused[1].body
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (mine, others):
            await page.hello()
        told = list[dict[str, object]]()
        for name in (stage.other_id, "nobody"):
            await mine.send(t="invite", id="i", player=name)
            told.append(await mine.attend("error"))
            told[-1].pop("seq")
        assert told[0] == told[1]
        assert await _shown(others) == NONE


@row("from accept", "from decline", "from withdraw", "to invitations", "to invitation_ended")
async def _a_block_ends_what_was_open(stage: Stage) -> None:
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (mine, others):
            await page.hello()
        await mine.send(t="invite", id="i", player=stage.other_id)
        name = (await mine.attend("ok"))["invitation"]
        assert (await others.attend("invitations"))["received"]
        await stage.block()
        told = await _rest(mine), await _rest(others)
        assert told == (([], ["withdrawn"]) if stage.blocks else (["declined"], []))
        for page, act in ((others, "accept"), (others, "decline"), (mine, "withdraw")):
            await page.send(t=act, id=act, invitation=name)
            assert (await page.attend("error"))["code"] == "no_such_invitation"


@row(
    *("from invitations", "GET /api/v1/invitations"),
    "POST /api/v1/invitations/{invitation_id}/accept",
    "DELETE /api/v1/invitations/{invitation_id}",
)
async def _nothing_of_it_is_left_by_http(stage: Stage) -> None:
    name = (await stage.other.post(PATH, {"player": stage.my_id})).json()["invitation"]
    async with stage.me.socket() as mine:
        await mine.hello()
        assert (await _shown(mine))["received"]
        await stage.block()
        assert await _rest(mine) == ([] if stage.blocks else ["withdrawn"])
    for client in (stage.me, stage.other):
        assert (await client.get(PATH)).json() == NONE
    for client in (stage.me, stage.other):
        refused = [await client.delete(f"{PATH}/{one}") for one in (name, "nothing")]
        assert [answer.status for answer in refused] == [404, 404]
        assert refused[0].body == refused[1].body
    assert (await stage.me.post(f"{PATH}/{name}/accept", {})).status == 404
