"""The error that keeps the server from starting, with one line for a person."""


class CannotStart(Exception):
    """The server cannot start; the text says what is wrong and what to do about it."""
