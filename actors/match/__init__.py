"""A match: two seats, the referee's decisions, and the rules run by time and input."""
