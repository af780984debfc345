"""Requests of players whose actor another node has are carried out there."""

from quart import Blueprint, Response, g, request

from gateway.cluster.forward import NoAnswer, forward
from gateway.http.problems import Problem

AWAY = "The node that has your actor does not answer; another one takes over. Try again soon."


class Elsewhere(Exception):
    """The player of this request has their actor at the node at ``place``."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def node_away() -> Problem:
    """Make the answer for a player whose actor is just changing its node."""
    return Problem(503, "node_away", AWAY, headers={"Retry-After": "2"})


def install(blueprint: Blueprint) -> Blueprint:
    """Answer requests of a blueprint that raise `Elsewhere` with what the other node answers."""

    async def pass_on(elsewhere: Elsewhere) -> Response:
        target = request.full_path.removesuffix("?")
        fields = [(name.encode(), value.encode()) for name, value in request.headers.items()]
        asked = request.method, target, fields, await request.body
        try:
            answer = await forward(elsewhere.place, g.seen, *asked)
        except NoAnswer:
            raise node_away() from None
        response = Response(answer.body, answer.status)
        response.headers.clear()
        for name, value in answer.fields:
            response.headers.add(name.decode(), value.decode())
        return response

    blueprint.register_error_handler(Elsewhere, pass_on)
    return blueprint
