"""Avatars: images people upload, made small and harmless, and those drawn for everybody else.

May import `auth`, `guard`, `http`, `process`.
"""
