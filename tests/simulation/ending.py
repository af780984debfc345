"""How a schedule ends: faults stop, everybody returns, and every match comes to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core.address import Address

if TYPE_CHECKING:
    from tests.simulation.people import Person
    from tests.simulation.world import World


def settle(world: World) -> None:
    """Stop all faults."""
    world.note("everything settles")
    world.settling = True
    world.weather.turn("fine")
    world.crashes.disarm()
    for person in world.people:
        person.absent_until = 0.0
        for page in person.pages:
            page.network.stall(world.agenda.now, 0.0)
            page.network.read_late(world.agenda.now, 0.0)
        if not any(page.open for page in person.pages):
            person.page.open_again() if person.pages else person.open_page()


def restless(world: World) -> list[str]:
    """Return what has not come to its end yet."""
    if world.process is None or not world.process.ready:
        return ["the server is away"]
    waiting = [f"{person.name}: {why}" for person in world.people for why in _busy(person)]
    waiting += [f"eve: {why}" for page in world.spectator.pages for why in page.talk.busy()]
    unfinished = {m.id for m in world.disk.backend.call("matches.unfinished_matches", ())}
    begun = {match for match in unfinished if _begun(world, match)}
    return waiting + sorted(begun) + [*_playing(world)]


def _begun(world: World, match: str) -> bool:
    """Tell whether the store has more of a match than its record.

    A killed process may leave a record alone. Nobody was told of such a match, and the next start
    removes it.
    """
    actor = world.process and world.process.actor(Address("match", match))
    return match in world.matches or actor is not None


def _playing(world: World) -> dict[str, str]:
    """Return who has a seat."""
    seats = world.process and world.process.seats()
    return {"everybody": "?"} if seats is None else seats.playing


def _busy(person: Person) -> list[str]:
    page = person.page
    if not page.open:
        return []  # the person has another page open in the background
    why = [] if page.welcomed else ["not connected"]
    why += [f"in {page.match}"] if page.match is not None else []
    return why + [f"asked {request}" for request in page.asked] + page.talk.busy()


def final_check(world: World) -> None:
    """When everything is over, check that everything is as it was told."""
    if world.violation is not None:
        return
    for match in sorted(world.matches - world.book.lost_to_fault):
        if world.result_in_store(match) is None:
            world.broken(f"{match} was begun, and has no end")
        world.store_rules.replay(match)
    world.room_rules.final_check()
    for person in world.people:
        for page in person.pages:
            for match, rules in page.matches.items():
                heard = page.socket is not None and page.socket.healthy and not page.socket.waiting
                if heard and page.welcomed and rules.exact and rules.phase not in {"finished", ""}:
                    world.broken(f"{page} was never told the end of {match}")
