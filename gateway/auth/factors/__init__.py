"""Second factors: what they are made of and how they are checked. Nothing here asks the store."""
