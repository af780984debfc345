"""A player: owns the sessions of one signed-in person and their outboxes."""
