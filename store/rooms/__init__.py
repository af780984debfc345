"""What was said and done in rooms."""
