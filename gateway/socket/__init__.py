"""What is said on a WebSocket and who has one open, whatever transport carries it.

May import `auth`, `guard`, `http`, `services`.
"""
