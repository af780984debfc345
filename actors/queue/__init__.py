"""The queue for a quick match: who waits, and who plays whom."""
