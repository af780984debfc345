"""Play without a socket: a request says frames of docs/protocol.md, and frames answer it.

May import `api`, `auth`, `http`, `services`, `socket`.
"""
