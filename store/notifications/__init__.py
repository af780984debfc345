"""What players are told, for them to read whenever they come: their inbox."""
