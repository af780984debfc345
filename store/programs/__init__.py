"""Programs that play and read: bots, which belong to people, and API tokens."""
