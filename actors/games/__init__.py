"""The open and private games that players offer."""
