"""What actors record, to go on from after a crash and to be replayed."""
