"""Rally's actors: the kernel they live in and the behaviours of the game."""
