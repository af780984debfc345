"""Matches and how they ended."""
