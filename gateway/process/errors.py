"""What keeps the server from starting, said in one line to a person."""


class CannotStart(Exception):
    """The text says what is wrong and what to do about it."""
