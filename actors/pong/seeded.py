"""Randomness as an argument: a 32-bit mixer that Python and JavaScript compute alike."""

MASK = 0xFFFFFFFF


def mix(value: int) -> int:
    """Scramble a 32-bit integer into another (lowbias32, Chris Wellons, public domain)."""
    value &= MASK
    value ^= value >> 16
    value = (value * 0x7FEB352D) & MASK
    value ^= value >> 15
    value = (value * 0x846CA68B) & MASK
    return value ^ (value >> 16)


def unit(seed: int, number: int) -> float:
    """The number-th draw of a seed, in [0, 1)."""
    return mix(mix(seed) + number) / 4294967296.0
