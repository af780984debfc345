"""The actor kernel: OTP's ideas on one run queue. Knows nothing of Pong.

The driver for trio is in ``actors.core.driver``, the simulated world in ``actors.core.simulated``.
"""

from actors.core.actor import (
    Actor,
    ChildSpec,
    DynamicSupervisorSpec,
    LeftBehind,
    Settlement,
    SupervisorSpec,
)
from actors.core.address import Address
from actors.core.context import Context
from actors.core.journal.book import Recovered
from actors.core.kernel import Kernel, Statistics
from actors.core.life import Reason
from actors.core.mailbox import (
    ActorDown,
    ActorError,
    AnsweredTwice,
    AskTimeout,
    DeadLetter,
    Reply,
    Unanswered,
)
from actors.core.monitor import Down
from actors.core.supervisor import IntensityExceeded
from actors.core.world import World

__all__ = [
    "Actor",
    "ActorDown",
    "ActorError",
    "Address",
    "AnsweredTwice",
    "AskTimeout",
    "ChildSpec",
    "Context",
    "DeadLetter",
    "Down",
    "DynamicSupervisorSpec",
    "IntensityExceeded",
    "Kernel",
    "LeftBehind",
    "Reason",
    "Recovered",
    "Reply",
    "Settlement",
    "Statistics",
    "SupervisorSpec",
    "Unanswered",
    "World",
]
