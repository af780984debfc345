"""Ratings: how strong players are in each mode, by the results of rated matches."""
