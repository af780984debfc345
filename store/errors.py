"""What can go wrong in a store, by what the caller can do about it."""


class StoreError(Exception):
    """The store refused or could not be opened; trying the same again does not help."""


class NameTaken(StoreError):
    """A user with this log-in name exists, perhaps in other letters of the same name."""


class Fenced(StoreError):
    """Another process has taken this store over: what this one writes no longer counts."""


class StoreUnusable(StoreError):
    """The data cannot be opened as it is; the text says what is wrong and what a person can do."""


class StoreUnavailable(StoreError):
    """The store cannot answer just now (busy, full, closing); later may be better.

    After a write this leaves open whether it was done. Every write of the protocol but
    ``create_user`` may simply be sent again.
    """
