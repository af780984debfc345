"""The invitations actor: players invite each other, and who accepts has a match."""

from collections.abc import Callable
from typing import Any, get_args

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, From, Ok, Origin, encode
from actors.invitations.endings import Endings
from actors.invitations.inviting import Inviting
from actors.invitations.messages import (
    Accept,
    Barred,
    Decline,
    Expired,
    Found,
    Invite,
    Message,
    Request,
    Show,
    Withdraw,
)
from actors.invitations.refusals import BUSY, CLOSED
from actors.invitations.state import Accepting, Invitation, restored
from actors.invitations.view import view
from actors.match.messages import Seat
from actors.player.following import OfFollowing
from actors.player.messages import Deliver, Followed
from actors.player.pages import Pages
from actors.seats.ids import draw_id
from actors.seats.parts import by_part, first_of
from actors.seats.refused import Refused, already_playing, server_fault
from actors.seats.seating import Asked, Declined, Propose, Seated, Sync
from store.protocol import Store


class InvitationsActor(Actor[Message]):
    """The only owner of all invitations: each comes to one end, whoever was first."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.state = restored(context.recovered, context.now())
        self.pages = Pages(context)
        self.endings = Endings(context, self.state, store)
        self.inviting = Inviting(context, self.state, store, self.endings)
        self.told: dict[type, Callable[[Any], None]] = {
            Asked: self._asked,
            From: self._show,
            Found: self._found,
            Seated: self._seated,
            Declined: self._declined,
            Barred: self.endings.barred,
            Expired: self.endings.expired,
            **dict.fromkeys(get_args(OfFollowing), self.endings.following.handle),
        }

    def started(self) -> None:
        """Follow the players again, and make good what crashed the last start."""
        state, context = self.state, self.context
        context.hand_over(state)
        self.endings.resume()
        hosts = dict.fromkeys(one.by.id for one in state.invitations.values())
        for part, players in by_part(hosts).items():
            context.tell(part, Sync(context.address, players))
        fatal: Message | None = context.fatal
        match fatal:
            case Asked(origin, frame):
                self._forget(origin.player, frame)
                self.pages.answer(origin, server_fault(frame.id))
            case Found(key) if (asked := state.looked_up.pop(key, None)) is not None:
                state.answers.forget(asked.origin.player)
                self.pages.answer(asked.origin, server_fault(asked.frame.id))
            case Seated() | Declined() | From() | Barred() | Expired() | Followed():
                self.told[type(fatal)](fatal)  # nobody says it again
            case _:
                pass
        self.inviting.resume()

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def _show(self, message: From[Show]) -> None:
        origin = message.origin
        frame = encode(view(self.state, origin.player))
        deliver = Deliver(frame, "invitations", origin.connection)
        self.context.tell(Address("player", origin.player), deliver)

    # What players ask for.

    def _asked(self, asked: Asked[Request]) -> None:
        origin, frame = asked.origin, asked.frame
        if self._is_under_way(asked):
            return
        answer = self.state.answers.to(origin.player, frame) or self._carry_out(asked)
        if answer is not None:
            self._answer(origin, frame, answer)

    def _is_under_way(self, asked: Asked[Any]) -> bool:
        """Tell whether the request waits for the seats actor; let it wait with the one it is."""
        origin, frame = asked.origin, asked.frame
        taken = self.state.taken(self._about(origin.player, frame))
        if taken is None:
            return False
        if isinstance(frame, Accept) and self._invites(frame.invitation, origin.player):
            taken.asked.append((origin, frame))
        else:
            taken.others.append(asked)
        return True

    def _about(self, player: str, frame: Request) -> list[str]:
        """Return the open invitations that a request is about."""
        if not isinstance(frame, Invite):
            return [frame.invitation]
        two = player, frame.player
        found = (self.state.between(*two), self.state.between(*two[::-1]))
        return [one.id for one in found if one is not None]

    def _invites(self, name: str, player: str) -> bool:
        one = self.state.invitations.get(name)
        return one is not None and one.to.id == player

    def _carry_out(self, asked: Asked[Request]) -> Ok | Refused | None:
        """Carry out a request; None: the store or the seats actor is asked."""
        origin, frame = asked.origin, asked.frame
        match frame:
            case Withdraw(_, name):
                return self._withdraw(origin, frame, name)
            case Decline(_, name):
                return self._decline(origin, frame, name)
            case _ if asked.match is not None:
                return already_playing(asked.match)
            case Accept(_, name):
                if not self._invites(name, origin.player):
                    return CLOSED
                return self._accept(origin, frame, self.state.invitations[name])
            case Invite():
                return self._invite(Asked(origin, frame))

    def _withdraw(self, origin: Origin, frame: Withdraw, name: str) -> Ok | Refused:
        one = self.state.invitations.get(name)
        if one is None or one.by.id != origin.player:
            return CLOSED
        self.endings.end(one, to="withdrawn")
        return Ok(frame.id)

    def _decline(self, origin: Origin, frame: Decline, name: str) -> Ok | Refused:
        if not self._invites(name, origin.player):
            return CLOSED
        one = self.state.invitations[name]
        self.state.rest(*one.players, self.context.now())
        self.endings.end(one, by="declined")
        return Ok(frame.id)

    def _accept(self, origin: Origin, frame: Accept | Invite, one: Invitation) -> Refused | None:
        if self.state.parted(one):
            return CLOSED
        random = self.context.random
        by, to = Seat(one.by.id, one.by.name), Seat(one.to.id, origin.name)
        seats = (by, to) if random.random() < 0.5 else (to, by)
        key = draw_id("p", random)
        self.state.accepting[key] = Accepting(one.id, [(origin, frame)])
        # As with a game by its link, the two have chosen each other.
        homes = {one.by.id: one.home, one.to.id: origin.home}
        proposal = Propose(self.context.address, key, "private", one.settings, seats, homes)
        self.context.tell(first_of(homes), proposal)
        return None

    def _invite(self, asked: Asked[Invite]) -> Ok | Refused | None:
        theirs = self.state.between(asked.frame.player, asked.origin.player)
        if theirs is not None:
            return self._accept(asked.origin, asked.frame, theirs)
        return self.inviting.ask(asked)

    def _found(self, found: Found) -> None:
        """Invite somebody of whom the store has told, unless they have been quicker."""
        asked = self.state.looked_up[found.key]
        known = found.known
        answer: Ok | Refused | None = self.inviting.judge(asked, found)
        if answer is None and known is not None and not self._is_under_way(asked):
            theirs = self.state.between(asked.frame.player, asked.origin.player)
            if theirs is not None:
                answer = self._accept(asked.origin, asked.frame, theirs)
            else:
                answer = self.inviting.invite(asked, known)
        del self.state.looked_up[found.key]
        if answer is not None:
            self._answer(asked.origin, asked.frame, answer)

    # What the seats actor says.

    def _seated(self, seated: Seated) -> None:
        """End what players have sent who have a match, and what these two have sent each other."""
        accepting = self.state.settle(seated.key) if seated.key else None
        for player in seated.players:
            for one in self.state.sent(player):
                among = one.to.id in seated.players
                self.endings.end(one, to=None if among else "playing")
        if accepting is not None:
            self._settle(accepting, None)

    def _declined(self, refusal: Declined) -> None:
        accepting = self.state.settle(refusal.key)
        if accepting is None:
            return
        player = accepting.asked[0][0].player
        match = refusal.busy.get(player)
        if match is not None:
            self._settle(accepting, already_playing(match))
        elif refusal.busy:
            self._settle(accepting, BUSY)
        else:
            self._settle(accepting, Refused("server_fault", server_fault(None).detail))
            self.state.answers.forget(player)  # it was lost, and can be sent again

    def _settle(self, accepting: Accepting, refused: Refused | None) -> None:
        """Answer who has accepted, and carry out what had to wait for that."""
        for origin, frame in accepting.asked:
            self._answer(origin, frame, refused or Ok(frame.id))
        for asked in accepting.others:
            self._asked(asked)

    # What they are answered.

    def _answer(self, origin: Origin, frame: Request, answer: Ok | Error | Refused) -> None:
        if isinstance(answer, Refused):
            answer = answer.error(frame.id)
        self.state.answers.note(origin.player, frame, answer)
        self.pages.answer(origin, answer)

    def _forget(self, player: str, frame: Request) -> None:
        """Forget a request that was lost in the middle, so that it can be sent again."""
        self.state.answers.forget(player)
        for key, asked in [*self.state.looked_up.items()]:
            if asked.frame == frame and asked.origin.player == player:
                del self.state.looked_up[key]
        for key, accepting in [*self.state.accepting.items()]:
            if any(o.player == player and f == frame for o, f in accepting.asked):
                del self.state.accepting[key]
