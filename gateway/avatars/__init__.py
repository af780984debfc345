"""Avatars: uploaded images, made small and harmless, and drawn ones for everybody else.

May import `auth`, `guard`, `http`.
"""
