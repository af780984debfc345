"""What people show of themselves, and how they are found."""
