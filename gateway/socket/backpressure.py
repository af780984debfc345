"""How much may wait for a page that reads slowly, and for how long. Of every Connection."""

MOST_WAITING = 256 * 1024
"""Bytes that may wait to be sent; beyond it the connection is lost."""
CONGESTED = 32 * 1024
"""Bytes waiting from which motion is left out, until less than DRAINED wait."""
DRAINED = 8 * 1024
GRACE = 1.0
"""Seconds for the peer to take the close frame and answer it."""
LARGEST_MESSAGE = 64 * 1024
"""Bytes of a message from a page beyond which the connection is closed."""
