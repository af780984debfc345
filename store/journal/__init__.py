"""What actors record, so that they can go on after a crash and matches can be replayed."""
