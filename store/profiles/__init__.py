"""What people show of themselves, and how others find them."""
