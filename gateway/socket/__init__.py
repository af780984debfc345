"""The conversation on a WebSocket, and the list of open ones, whatever the transport.

May import `auth`, `guard`, `http`, `services`.
"""
