"""Presence: who is there, told to friends, by the truth of the sockets."""
