"""Tournaments: formats, and the director that runs one from the draw to the last result."""
