"""Our own WebSocket transport: sockets, TLS and frames, on one port together with HTTP.

May import `app`, `auth`, `cluster`, `guard`, `http`, `process`, `services`, `socket`.
"""
