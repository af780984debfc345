"""The rules of Pong as pure functions: no clock, no I/O, no hidden randomness.

A match is a function of (settings, seed, inputs). Only ``+ - * /``, comparisons, ``floor`` and
``math.sqrt`` touch a float, in one written order, so that ``webui/js/game/`` computes the same
bits. Times are match time: seconds of play since the first serve.
"""

RULES_VERSION = 2
"""The version of the rules that a match is made with; ADR 110 says what a version is.

1: points and a lead of two. 2: sets, speeds, sizes of paddles, maps; all that 1 can say plays to
the same bits.
"""
