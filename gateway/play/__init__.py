"""Play without a socket: a request becomes frames of docs/protocol.md, and frames answer it.

May import `api`, `auth`, `cluster`, `http`, `services`, `socket`.
"""
