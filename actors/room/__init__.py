"""Rooms: what people say to each other, in one order, each line once."""
