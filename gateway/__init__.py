"""Maps HTTP and WebSocket traffic to actor messages and the store."""
