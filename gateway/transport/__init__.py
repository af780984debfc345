"""The own WebSocket transport: sockets, TLS and frames, with one port for these and for HTTP.

May import `app`, `auth`, `guard`, `http`, `process`, `services`, `socket`.
"""
