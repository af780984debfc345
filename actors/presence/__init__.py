"""Presence: tells friends who is connected, as the sockets show it."""
