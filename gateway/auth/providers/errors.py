"""Why a way to a provider and back fails, divided by what the person can do about it."""


class ProviderError(Exception):
    """The sign-in ends. The text is for the log, and holds no secret and nothing of a person."""


class ProviderDown(ProviderError):
    """The provider does not answer, or answers with what cannot be used. It may pass."""


class SecretRefused(ProviderError):
    """The provider refuses all our secrets (``invalid_client``), or our application: the operator
    has to act.
    """


class CodeRefused(ProviderError):
    """The code is unknown to the provider, was used, or came too late: begin again."""


class IdentityRefused(ProviderError):
    """What the provider says of the person fails a check. Nothing else is asked in its place."""
