"""Authentication: names, passwords, sessions.

May import `guard`, `http`, `process`, `start`.
"""
