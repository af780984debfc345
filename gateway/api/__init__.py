"""The JSON API under /api/v1, one file a resource, and the two questions about health.

May import `auth`, `avatars`, `guard`, `http`, `services`, `socket`.
"""
