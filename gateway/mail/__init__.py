"""Mail: the kinds of letters, the outbox that keeps them, and the worker that sends them.

May import `auth`, `process`, `start`.
"""
