"""The lobby: quick-match queue, open and private games, who plays where."""
