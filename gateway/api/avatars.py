"""Images of people, to be shown by their addresses: who knows the name of one may see it."""

from typing import Annotated, Literal

from msgspec import Meta
from quart import Blueprint, Response

from gateway.api.between import PATH, is_id, no_such_player
from gateway.api.describe import operation
from gateway.avatars.drawn import drawn
from gateway.http.problems import Problem
from gateway.services import Services

AvatarName = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
Size = Literal[64, 256]
SIZES = {"64", "256"}
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


def routes(services: Services) -> Blueprint:
    """Make the routes. Nobody need be signed in: an image of a page sends no token."""
    blueprint = Blueprint("avatars", __name__)

    @blueprint.get("/avatars/<avatar>/<size>")
    @operation(
        answer="image/webp", problems=(404,), path={"avatar": AvatarName, "size": Literal[64, 256]}
    )
    async def image(avatar: str, size: str) -> Response:
        """Send an uploaded image as WebP, 64 or 256 pixels wide and high."""
        data = await services.avatars.read(avatar, int(size)) if size in SIZES else None
        if data is None:
            raise Problem(404, "no_such_image", "There is no image of this name and size.")
        return Response(data, content_type="image/webp", headers=FOR_GOOD)

    @blueprint.get("/avatars/drawn/<player_id>")
    @operation(answer="image/svg+xml", problems=(404,), path=PATH)
    async def drawing(player_id: str) -> Response:
        """Send the image of somebody who has uploaded none, as SVG."""
        if not is_id(player_id):
            raise no_such_player()
        return Response(drawn(player_id), content_type="image/svg+xml", headers=FOR_GOOD)

    return blueprint
