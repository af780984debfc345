"""The supervision tree, whole, as data.

rally (one_for_one)
├── seats (32, and a hall)  who plays where; makes the matches: each knows a part of the players
├── households (32)    where somebody did not come to a match: each knows a part of them
├── games              one: the open and private games
├── queue              one, the matchmaker: who waits for a quick match
├── invitations        one: who has invited whom to play
├── presence (parts)   32 parts of all players: who is there, told to friends
├── ratings (each)     one per mode: counts the results of rated matches
├── rooms (each)       one per room that somebody reads
├── tournaments (each)  one per tournament that is played, or looked at
├── players (each)     one per person with a page, a session or a seat
└── matches (each)     one per match
"""

from functools import partial

from actors.core.actor import ChildSpec, DynamicSupervisorSpec, SupervisorSpec
from actors.games.actor import GamesActor
from actors.invitations.actor import InvitationsActor
from actors.match.actor import MatchActor
from actors.match.messages import Create
from actors.match.settle import settle
from actors.matchmaker.actor import Matchmaker
from actors.parts import every_part
from actors.player.actor import PlayerActor
from actors.player.inbox import Rang, unheard
from actors.presence.actor import PresenceActor
from actors.presence.parts import IDS as PRESENCE
from actors.ratings.actor import RatingsActor
from actors.ratings.messages import Letter as RatingLetter
from actors.room.actor import USUAL, RoomActor
from actors.room.notices import Announce
from actors.room.rules import Rules
from actors.seats import households
from actors.seats.actor import SeatsActor
from actors.seats.hall import Hall
from actors.seats.messages import Letter as SeatsLetter
from actors.seats.parts import EVERY, HALL
from actors.seats.seating import HomeBarred, Missed, Owed
from actors.tournament.actor import TournamentActor
from actors.tournament.aside import Aside, at_once
from actors.tournament.messages import Letters
from actors.tournament.plan import Makers
from actors.tournament.settle import settle as settle_tournament
from store.protocol import Store


def tree(
    store: Store,
    rules: Rules = USUAL,
    aside: Aside = at_once,
    makers: Makers = "everybody",
    rang: Rang = unheard,
) -> SupervisorSpec:
    """Every actor there is and what happens when it fails.

    ``aside`` runs what takes a while where it holds up nobody, such as in a thread. ``makers`` are
    those who may make tournaments. ``rang`` is called when a note is in the inbox of a player.
    """
    seats = ChildSpec(
        kind="seats",
        ids=(HALL.id, *(part.id for part in EVERY)),
        actor=lambda context: (Hall if context.address == HALL else SeatsActor)(context),
        restart="permanent",
        mailbox=20_000,
        journaled=True,
        messages=SeatsLetter,
    )
    households_ = ChildSpec(
        kind="households",
        ids=every_part(households.PARTS),
        actor=households.HouseholdsActor,
        restart="permanent",
        mailbox=20_000,
        journaled=True,
        messages=households.Letters,
    )
    games, queue = (
        ChildSpec(
            kind=kind,
            actor=actor,
            restart="permanent",
            mailbox=20_000,
            journaled=True,
            messages=messages,
        )
        for kind, actor, messages in (
            ("games", GamesActor, Missed | HomeBarred),
            ("queue", partial(Matchmaker, store=store), Missed | HomeBarred | Owed),
        )
    )
    invitations = ChildSpec(
        kind="invitations",
        actor=partial(InvitationsActor, store=store),
        restart="permanent",
        mailbox=20_000,
        journaled=True,
    )
    presence = ChildSpec(
        kind="presence",
        ids=PRESENCE,
        actor=partial(PresenceActor, store=store),
        restart="permanent",
        mailbox=20_000,
    )
    player = ChildSpec(kind="player", actor=partial(PlayerActor, rang=rang), passivate_after=60.0)
    match = ChildSpec(
        kind="match",
        actor=partial(MatchActor, store=store),
        backoff=0.01,
        journaled=True,
        messages=Create,
        settle=settle,
        passivate_after=5.0,
    )
    room = ChildSpec(
        kind="room",
        actor=partial(RoomActor, store=store, rules=rules),
        mailbox=20_000,
        journaled=True,
        messages=Announce,
        passivate_after=30.0,
    )
    ratings = ChildSpec(
        kind="ratings",
        actor=partial(RatingsActor, store=store),
        mailbox=20_000,
        journaled=True,
        messages=RatingLetter,
        passivate_after=30.0,
    )
    tournament = ChildSpec(
        kind="tournament",
        actor=partial(TournamentActor, store=store, aside=aside, makers=makers),
        intensity=10,
        period=60.0,
        mailbox=20_000,
        journaled=True,
        messages=Letters,
        settle=settle_tournament,
        passivate_after=30.0,
    )
    return SupervisorSpec(
        name="rally",
        children=(
            seats,
            households_,
            games,
            queue,
            invitations,
            presence,
            DynamicSupervisorSpec(name="ratings", children=(ratings,)),
            DynamicSupervisorSpec(name="rooms", children=(room,)),
            DynamicSupervisorSpec(name="tournaments", children=(tournament,)),
            DynamicSupervisorSpec(name="players", children=(player,)),
            DynamicSupervisorSpec(name="matches", children=(match,)),
        ),
    )
