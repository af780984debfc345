"""What the store keeps of people and of what is between them."""
