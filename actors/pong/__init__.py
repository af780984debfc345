"""The rules of Pong as pure functions: no clock, no I/O, no hidden randomness.

A match is a function of (settings, seed, inputs). Only ``+ - * /``, comparisons and
``math.sqrt`` touch a float, in one written order, so that ``webui/js/game/`` computes the same
bits. Times are match time: seconds of play since the first serve.
"""

RULES_VERSION = 1
"""Named by every journal; raise it with any change that moves a single bit."""
