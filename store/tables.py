"""The tables of a store in memory; they correspond to those of `store/migrations`."""

import time
from collections import defaultdict

from msgspec import Struct

from actors.core.journal.records import Blob, Letter, Snapshot
from store.factors.records import EmailCode, Passkey, Totp
from store.identities.records import Attempt, Identity, SecretState
from store.mail.records import Mail
from store.matches.records import MatchRecord, MatchResult
from store.moderation.records import AuditEntry, Ban, Mute, Report
from store.nodes.records import Node, Shard
from store.notifications.records import Errand, KeptNote, Ways
from store.people.records import EmailLink, User
from store.profiles.records import Image, Profile, Role
from store.programs.records import ApiToken
from store.push.records import Push, Subscription
from store.ratings.records import Rating, RatingEntry
from store.rooms.records import MadeRoom, Member, RoomEvent
from store.sessions.records import Device, SessionRecord
from store.social.records import Blocked
from store.tournaments.records import Entry, TournamentRecord

Asked = tuple[str, int, int | None]
"""Who asked to be friends, when, and since when they are friends (None: not yet), in ms."""


class NodeRow(Struct):
    """One incarnation of a node, up or gone; ``beat`` is its last sign.

    ``at`` is when its last flush began, and ``flush`` the number of that.
    """

    name: str = ""
    place: str = ""
    up: bool = True
    at: int = 0
    flush: int = 0
    beat: int = 0

    def node(self, epoch: int, now: int) -> Node:
        """Return the record."""
        return Node(epoch, self.name, self.place, "", now - self.beat)


class OutsideTables:
    """The tables about what is told outside the page."""

    def __init__(self) -> None:
        self.errands: dict[tuple[str, str], Errand] = {}
        self.ways: dict[str, Ways] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.pushes: dict[tuple[str, str], Push] = {}


class KernelTables:
    """The tables of the journal, and of the nodes that write it."""

    def __init__(self) -> None:
        self.now = lambda: int(time.time() * 1000.0)
        """The clock by which nodes are silent, in ms since the epoch."""
        self.nodes = {0: NodeRow()}
        self.shards: dict[int, Shard] = {}
        self.blobs: defaultdict[str, list[tuple[int, Blob, int]]] = defaultdict(list)
        """When each blob was written, and in which epoch."""
        self.snapshots: dict[str, Snapshot] = {}
        self.segments: defaultdict[str, dict[int, Blob]] = defaultdict(dict)
        self.tails: defaultdict[str, dict[int, Blob]] = defaultdict(dict)
        self.letters: dict[tuple[str, str], Letter] = {}


class Tables(OutsideTables, KernelTables):
    """The tables of all domains. Each domain writes its own; it may read those of the others."""

    def __init__(self) -> None:
        OutsideTables.__init__(self)
        KernelTables.__init__(self)
        self.users: dict[str, User] = {}
        self.ids_by_name: dict[str, str] = {}
        self.ids_by_display_name: dict[str, str] = {}
        self.links: dict[bytes, tuple[str, int]] = {}
        self.email_links: dict[bytes, EmailLink] = {}
        self.mails: dict[str, Mail] = {}
        self.devices: dict[tuple[str, bytes], Device] = {}
        self.sessions: dict[str, SessionRecord] = {}
        self.totp: dict[str, Totp] = {}
        self.email_factors: dict[str, int] = {}
        self.passkeys: dict[str, Passkey] = {}
        self.recovery_codes: dict[str, set[bytes]] = {}
        self.code_guesses: dict[str, int] = {}
        self.email_codes: dict[bytes, tuple[EmailCode, int]] = {}
        self.spent_challenges: dict[bytes, int] = {}
        self.identities: dict[str, Identity] = {}
        self.attempts: dict[bytes, Attempt] = {}
        self.provider_secrets: dict[str, SecretState] = {}
        self.profiles: dict[str, Profile] = {}
        self.avatars: dict[str, Image] = {}
        self.chores: dict[str, int] = {}
        self.claims: dict[tuple[str, ...], int] = {}
        """Which incarnation has claimed what: a mail, a push, or an errand, by its key."""
        self.asked: dict[tuple[str, str], Asked] = {}
        self.blocks: dict[tuple[str, str], Blocked] = {}
        self.roles: dict[str, Role] = {}
        self.bans: dict[str, tuple[int, Ban]] = {}
        self.last_ban = 0
        self.mutes: dict[tuple[str, str], Mute] = {}
        self.reports: dict[str, Report] = {}
        self.audit: dict[str, AuditEntry] = {}
        self.matches: dict[str, MatchRecord] = {}
        self.results: dict[str, MatchResult] = {}
        self.ratings: dict[tuple[str, str], Rating] = {}
        self.rating_entries: dict[tuple[str, str, str], RatingEntry] = {}
        self.room_events: defaultdict[str, dict[int, RoomEvent]] = defaultdict(dict)
        self.room_marks: dict[tuple[str, str], int] = {}
        self.room_members: dict[tuple[str, str], Member] = {}
        self.made_rooms: dict[str, MadeRoom] = {}
        self.tournaments: dict[str, TournamentRecord] = {}
        self.tournament_entries: dict[tuple[str, str], Entry] = {}
        self.notifications: dict[tuple[str, str], KeptNote] = {}
        self.bots: dict[str, str] = {}
        self.api_tokens: dict[bytes, ApiToken] = {}


def household(tables: Tables, user_id: str) -> set[str]:
    """Return a user and, of a bot, its owner."""
    return {user_id, tables.bots.get(user_id, user_id)}


def blocks(tables: Tables, one: str, other: str) -> bool:
    """Tell whether one has blocked another: a block of a person holds for bots, on both sides."""
    theirs = household(tables, other)
    pairs = {(mine, his) for mine in household(tables, one) for his in theirs}
    return not pairs.isdisjoint(tables.blocks)


def apart(tables: Tables, one: str, other: str) -> bool:
    """Tell whether a block stands between two users."""
    return blocks(tables, one, other) or blocks(tables, other, one)
