"""The actor kernel: OTP's ideas on one run queue. Knows nothing of Pong.

The driver for trio is in ``actors.core.driver``, the simulated world in ``actors.core.simulated``.
"""

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.dead_letters import DeadLetter
from actors.core.errors import (
    ActorDown,
    ActorError,
    AnsweredTwice,
    AskTimeout,
    IntensityExceeded,
    Unanswered,
)
from actors.core.kernel import Kernel
from actors.core.monitor import Down
from actors.core.ref import Ref
from actors.core.reply import Reply
from actors.core.restart import Reason
from actors.core.spec import ChildSpec, SupervisorSpec
from actors.core.statistics import Statistics
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
    "IntensityExceeded",
    "Kernel",
    "Reason",
    "Ref",
    "Reply",
    "Statistics",
    "SupervisorSpec",
    "Unanswered",
    "World",
]
