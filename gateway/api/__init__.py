"""The JSON API under /api/v1, one file for each resource, and the two health checks.

May import `auth`, `avatars`, `guard`, `http`, `mail`, `services`, `socket`, `ways`.
"""
