"""The matchmaker: who waits for a quick match, and who plays whom."""
