"""The games actor: it lists the games that players offer, and lets others join them."""

from collections.abc import Callable
from typing import Any, get_args

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import Error, Ok, Origin
from actors.games.listing import view
from actors.games.messages import Close, Join, Message, Open, Request
from actors.games.state import MOST_AT_HOME, MOST_GAMES, Game, Joining, lasting, restored
from actors.match.messages import Seat
from actors.player.following import Following, OfFollowing
from actors.player.messages import Followed
from actors.player.pages import Pages
from actors.player.topic import OfTopic, Subscribe, Topic
from actors.seats.ids import draw_id
from actors.seats.parts import by_part, first_of
from actors.seats.refused import Refused, already_playing, crowded, no_show, server_fault
from actors.seats.seating import Asked, Begun, Declined, HomeBarred, Missed, Propose, Seated, Sync

GONE = Refused("no_such_game", "This game is no longer open.")
NOT_YOURS = Refused("no_such_game", "You offer no game of this id.")
OWN = Refused("own_game", "This is your own game; send its link to somebody.")
FULL = Refused("too_many", "Too many games are open; try again later.")


class GamesActor(Actor[Message]):
    """The only list of games. Who joins one is proposed to the seats actor, which makes matches."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state = restored(context.recovered)
        self.pages = Pages(context)
        self.topic = Topic(context, "games", self.state.readers, lambda: view(self.state))
        self.following = Following(context, self.state.people, self._news, self._lapsed)
        self.told: dict[type, Callable[[Any], None]] = {
            Asked: self._asked,
            Seated: self._seated,
            Declined: self._declined,
            Begun: self._begun,
            Missed: self._missed,
            HomeBarred: self._barred,
            **dict.fromkeys(get_args(OfFollowing), self.following.handle),
            **dict.fromkeys(get_args(OfTopic), self.topic.handle),
        }

    def started(self) -> None:
        """Follow the hosts, and make good what crashed the last start."""
        self.context.hand_over(self.state)
        hosts = self.state.hosts()
        self.following.resume(hosts)
        self.topic.resume()
        self._sync(hosts)
        fatal: Message | None = self.context.fatal
        match fatal:
            case Asked(origin, frame):
                self._forget(origin.player, frame)
                self.pages.answer(origin, server_fault(frame.id))
            case Seated() | Declined() | Begun() | Subscribe() | Missed() | HomeBarred():
                self.told[type(fatal)](fatal)  # nobody says it again
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    # What players ask for.

    def _asked(self, asked: Asked[Request]) -> None:
        origin, frame = asked.origin, asked.frame
        for joining in self.state.joining.values():
            if joining.frame == frame and joining.origins[0].player == origin.player:
                joining.origins.append(origin)  # it is under way
                return
        answer = self.state.answers.to(origin.player, frame) or self._carry_out(asked)
        if isinstance(answer, Refused):
            answer = answer.error(frame.id)
        if answer is not None:
            self._answer([origin], frame, answer)

    def _carry_out(self, asked: Asked[Request]) -> Ok | Refused | None:
        """Carry out a request; None: the seats actor is asked."""
        origin, frame = asked.origin, asked.frame
        match frame:
            case Close(_, game):
                return self._close(origin, frame, game)
            case _ if asked.match is not None:
                return already_playing(asked.match)
            case _ if asked.barred is not None and self._is_public(frame):
                return no_show(asked.barred, self.context.now())
            case Open():
                return self._open(origin, frame, reliable=asked.reliable)
            case Join():
                return self._join(origin, frame)

    def _is_public(self, frame: Open | Join) -> bool:
        """Tell whether it is a way to meet strangers."""
        if isinstance(frame, Open):
            return not frame.private
        game = self.state.games.get(frame.game)
        return game is None or not game.private

    def _open(self, origin: Origin, frame: Open, *, reliable: bool) -> Ok | Refused:
        """Offer a game; if the player offers one already, change it and keep its id."""
        state, player, home = self.state, origin.player, origin.home
        hosted = state.hosted_by(player)
        if hosted is None:
            if state.crowded(home):
                return crowded("games are open", MOST_AT_HOME)
            if len(state.games) >= MOST_GAMES:
                dropped = state.make_room(home)
                if dropped is None:
                    return FULL
                self.following.unfollow(dropped)
        name = hosted.id if hosted else draw_id("g", self.context.random)
        game = Game(name, player, origin.name, frame.settings, frame.private, home, reliable)
        state.games[name] = game
        self.following.follow(player)
        self._changed()
        return Ok(frame.id, name)

    def _close(self, origin: Origin, frame: Close, name: str) -> Ok | Refused:
        hosted = self.state.hosted_by(origin.player)
        if hosted is None or hosted.id != name:
            return NOT_YOURS
        del self.state.games[name]
        self._left(origin.player)
        return Ok(frame.id)

    def _join(self, origin: Origin, frame: Join) -> Refused | None:
        game, player = self.state.games.get(frame.game), origin.player
        # Anybody with its link may join a private game; whom to send it is up to the host.
        if game is None or (not game.private and self.state.parted(game.host, player)):
            return OWN if game is not None and game.host == player else GONE
        if game.host == player:
            return OWN
        random = self.context.random
        host, guest = Seat(game.host, game.name), Seat(player, origin.name)
        seats = (host, guest) if random.random() < 0.5 else (guest, host)
        key, mode = draw_id("p", random), "private" if game.private else "open"
        homes = {game.host: game.home, player: origin.home}
        self.state.joining[key] = Joining(frame, [origin])
        self.context.tell(
            first_of(homes), Propose(self.context.address, key, mode, game.settings, seats, homes)
        )
        return None

    def _answer(self, origins: list[Origin], frame: Request, answer: Ok | Error) -> None:
        self.state.answers.note(origins[0].player, frame, answer)
        for origin in origins:
            self.pages.answer(origin, answer)

    def _forget(self, player: str, frame: Request) -> None:
        """Forget a request that was lost in the middle, so that it can be sent again."""
        self.state.answers.forget(player)
        for key, joining in [*self.state.joining.items()]:
            if joining.frame == frame and joining.origins[0].player == player:
                del self.state.joining[key]

    # What the seats actor says.

    def _seated(self, seated: Seated) -> None:
        """Drop the offers of players who have a match."""
        joining = self.state.settle(seated.key) if seated.key else None
        gone = self.state.withdraw(seated.match, seated.players, keep=seated.strangers)
        for player in gone:
            self._left(player)
        if joining is not None:
            self._answer(joining.origins, joining.frame, Ok(joining.frame.id))

    def _declined(self, declined: Declined) -> None:
        joining = self.state.settle(declined.key)
        if joining is None:
            return
        player, frame = joining.origins[0].player, joining.frame
        match = declined.busy.get(player)
        if match is not None:
            answer = already_playing(match).error(frame.id)
        else:
            answer = GONE.error(frame.id) if declined.busy else server_fault(frame.id)
        self._answer(joining.origins, frame, answer)
        if not declined.busy:
            self.state.answers.forget(player)  # it was lost, and can be sent again

    def _begun(self, begun: Begun) -> None:
        if self.state.withdrawn.pop(begun.match, None) is not None:
            self.context.snapshot(lasting(self.state))

    def _missed(self, missed: Missed) -> None:
        """Offer the games again of hosts who came."""
        back = self.state.give_back(missed)
        for host in back:
            self.following.follow(host)
        self._changed()
        self._sync(back)
        for host in back:
            self.topic.show(host)

    def _barred(self, barred: HomeBarred) -> None:
        """Offer the games no longer of hosts who may not meet strangers."""
        swept = self.state.sweep(barred)
        for host in swept:
            self._left(host)
            self.pages.send(host, no_show(barred.until, self.context.now()).error(None))
        for host in swept:
            self.topic.show(host)

    def _sync(self, hosts: list[str]) -> None:
        """Ask which of the hosts play by now."""
        for part, players in by_part(hosts).items():
            self.context.tell(part, Sync(self.context.address, players))

    # News of the hosts.

    def _news(self, news: Followed) -> None:
        if news.name is not None and self.state.rename(news.player, news.name):
            self._changed()
        self.topic.changed()  # their blocks decide who sees them

    def _lapsed(self, player: str) -> None:
        hosted = self.state.hosted_by(player)
        if hosted is not None:
            del self.state.games[hosted.id]
            self._left(player)

    def _left(self, host: str) -> None:
        """Follow somebody no longer who offers no game."""
        self.following.unfollow(host)
        self._changed()

    def _changed(self) -> None:
        """Journal a change; tell nobody of it before it is written, unless the store is away."""
        self.context.snapshot(lasting(self.state))
        self.context.persist(away="tell")
        self.topic.changed()
