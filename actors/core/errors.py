"""The errors that an ask from outside the kernel may raise."""

from actors.core.address import Address
from actors.core.restart import Reason


class ActorError(Exception):
    """Any failure the kernel reports."""


class ActorDown(ActorError):
    """The actor that was asked is not there, or ended or crashed before it answered."""

    def __init__(self, address: Address, reason: Reason) -> None:
        super().__init__(f"{address} is down: {reason}")
        self.address = address
        self.reason = reason


class AskTimeout(ActorError):
    """No answer by the deadline. Whether the message was or will be handled is not known."""

    def __init__(self, address: Address, timeout: float) -> None:
        super().__init__(f"{address} did not answer within {timeout} s")
        self.address = address
        self.timeout = timeout


class Unanswered(ActorError):
    """The actor handled the ask without taking its reply: a mistake in the actor."""

    def __init__(self, address: Address, message: object) -> None:
        super().__init__(f"{address} handled {type(message).__name__} and took no reply")
        self.address = address


class AnsweredTwice(ActorError):
    """An actor used one reply handle twice: a mistake in the actor."""


class IntensityExceeded(ActorError):
    """The root supervisor gave up; its cause is the crash that exceeded the intensity."""

    def __init__(self, supervisor: str) -> None:
        super().__init__(f"supervisor {supervisor}: too many restarts in its period")
        self.supervisor = supervisor
