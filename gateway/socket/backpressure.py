"""How much may wait for a page that reads slowly, and how long, on any kind of Connection."""

MOST_WAITING = 256 * 1024
"""Bytes that may wait to be sent; beyond it the connection is lost."""
CONGESTED = 32 * 1024
"""Bytes; if more wait, motion is left out until less than DRAINED wait."""
DRAINED = 8 * 1024
GRACE = 1.0
"""Seconds for the peer to take the close frame and answer it."""
LARGEST_MESSAGE = 64 * 1024
"""Bytes; a longer message from a page closes the connection."""
