"""The scope that each frame of a client needs if the client has signed in with an API token.

A frame that is not in the table needs a page. Every token may send what needs `read`.
"""

from typing import get_args

from msgspec import Struct

from actors.frames import Error
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match import messages as match
from actors.matchmaker import messages as queue
from actors.player import messages as player
from actors.presence import messages as presence
from actors.room import frames as room
from actors.seats import messages as seats
from actors.tournament import frames as tournament
from gateway.auth.api_tokens import reaches
from gateway.socket.programs import PAGE_ONLY, lacks
from gateway.socket.wire import Frame, Refused
from store.programs.records import Scope

READ = (
    *(player.Hello, player.Ping, player.Pong, player.Away, player.Watch, player.Unwatch),
    *(
        match.Look,
        seats.WatchLobby,
        invitations.Show,
        presence.ListFriends,
        tournament.WatchTournament,
    ),
)
PLAY = (
    *(match.Enter, match.Exit, match.Suspend, match.Press, match.Resign, match.Rematch),
    *(queue.Queue, queue.Unqueue, queue.AnswerCall, games.Open, games.Close, games.Join),
    *(*get_args(invitations.Request), seats.Local, seats.Machine),
)
CHAT = (
    *(room.Subscribe, room.Unsubscribe, room.Say, room.Edit, room.Read, room.Type, room.History),
    *(room.Describe, room.SetMember),
)
"""Without `Delete` and `SetMode`, by which moderators moderate."""
TOURNAMENTS = (
    *(tournament.MakeTournament, tournament.Join, tournament.Leave, tournament.CheckIn),
    *(tournament.SayReady, tournament.Organise),
)
SCOPES: dict[type[Struct], Scope] = {
    **dict.fromkeys(READ, "read"),
    **dict.fromkeys(PLAY, "play"),
    **dict.fromkeys(CHAT, "chat"),
    **dict.fromkeys(TOURNAMENTS, "tournaments"),
}


def require(scopes: frozenset[Scope], frame: Frame) -> None:
    """Raise Refused unless a token with these scopes may send the frame."""
    needed = SCOPES.get(type(frame))
    if reaches(scopes, needed):
        return
    request = getattr(frame, "id", None)
    if needed is None:
        raise Refused(Error("page_only", PAGE_ONLY, request))
    raise Refused(Error("missing_scope", lacks(needed), request))


def in_order(scopes: frozenset[Scope]) -> tuple[Scope, ...]:
    """Return scopes in the order in which they are always named."""
    return tuple(scope for scope in get_args(Scope) if scope in scopes)
