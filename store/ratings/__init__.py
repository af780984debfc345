"""How strong players are, and how each rated match changed that."""
