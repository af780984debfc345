"""The errors of a store, divided by what the caller can do about them."""


class StoreError(Exception):
    """The store refused a call, or could not be opened. Trying the same again does not help."""


class NameTaken(StoreError):
    """Another user has one of these names, perhaps in another spelling (`store.names.name_key`).

    ``fields`` says which names are taken: ``name``, ``display_name`` or both.
    """

    def __init__(self, *fields: str) -> None:
        super().__init__(f"taken: {', '.join(fields)}")
        self.fields = fields


class AddressTaken(StoreError):
    """Another account has confirmed this e-mail address."""


class NotUnique(StoreError):
    """A statement would have written a second row where only one is allowed."""


class StoreUnusable(StoreError):
    """The data cannot be opened. The text says what is wrong and what a person can do about it."""


class StoreUnavailable(StoreError):
    """The store cannot answer now (busy, full, closing, unreachable); it may be able to later.

    A write that raises this may have been done or not. Every write of the protocol except
    ``create_user`` can safely be repeated.
    """
