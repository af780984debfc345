"""Turns records into rows, in the column order of `store.identities.queries`."""

from msgspec import structs

from store.engine import Values
from store.identities.records import Attempt, Identity


def attempt_values(attempt: Attempt) -> Values:
    """Return the values of ADD_ATTEMPT."""
    return structs.astuple(attempt)


def identity_values(identity: Identity) -> Values:
    """Return the values of ADD_IDENTITY."""
    return structs.astuple(identity)
