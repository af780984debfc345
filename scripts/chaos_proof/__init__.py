"""The chaos test: bots play on a real server that is killed; what they saw is checked."""
