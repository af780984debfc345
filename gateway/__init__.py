"""Maps HTTP and WebSocket traffic to actor messages and the store.

`main` puts everything together; each folder is a room that says what it is and which others it may
import. `services` is what the rooms above it work with.
"""
