"""Tournaments: what lists and profiles show of them; the tournaments themselves are journaled."""
