"""What is between two people: friendships, requests, blocks."""
