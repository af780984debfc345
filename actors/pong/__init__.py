"""The rules of Pong as pure functions: no clock, no I/O, no hidden randomness.

A match is a function of (settings, seed, inputs). Only ``+ - * /``, comparisons and
``math.sqrt`` touch a float, in one written order, so that ``webui/js/game/`` computes the same
bits. Times are match time: seconds of play since the first serve.
"""

RULES_VERSION = 1
"""Every journal names the version it was made with. Raise it with each change that moves a bit."""
