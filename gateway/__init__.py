"""Maps HTTP and WebSocket traffic to actor messages and the store.

`main` puts everything together. Each folder is a room that says what it is and which others it may
import. `services` holds what the rooms above it work with.
"""
