"""Friendships, requests to be friends, and blocks."""
