"""What can go wrong in a store, by what the caller can do about it."""


class StoreError(Exception):
    """The store refused or could not be opened; trying the same again does not help."""


class NameTaken(StoreError):
    """A user has one of these names, perhaps in other letters of the same name.

    ``fields`` says which: ``name``, ``display_name`` or both.
    """

    def __init__(self, *fields: str) -> None:
        super().__init__(f"taken: {', '.join(fields)}")
        self.fields = fields


class NotUnique(StoreError):
    """An engine was to write a second row where there can be one only."""


class StoreUnusable(StoreError):
    """The data cannot be opened as it is; the text says what is wrong and what a person can do."""


class StoreUnavailable(StoreError):
    """The store cannot answer just now (busy, full, closing); later may be better.

    After a write this leaves open whether it was done. Every write of the protocol but
    ``create_user`` may simply be sent again.
    """
