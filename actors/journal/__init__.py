"""The journal: what happened in each match, written behind in groups."""
