"""The proof by chaos: bots on a real server that is killed, and the check of what they saw."""
