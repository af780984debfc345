"""Randomness as an argument: a 32-bit mixer that Python and JavaScript compute alike."""

MASK = 0xFFFFFFFF


def mix(value: int) -> int:
    """Scramble a 32-bit integer into another one.

    This is lowbias32 by Chris Wellons, public domain: nullprogram.com/blog/2018/07/31.
    """
    value &= MASK
    value ^= value >> 16
    value = (value * 0x7FEB352D) & MASK
    value ^= value >> 15
    value = (value * 0x846CA68B) & MASK
    return value ^ (value >> 16)


def unit(seed: int, number: int) -> float:
    """Return the ``number``-th draw of a seed (both 32-bit unsigned), in [0, 1)."""
    return mix(mix(seed) + number) / 4294967296.0
