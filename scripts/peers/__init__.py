"""Compares Rally with its peers: their servers, one load client, and a search for their limits."""
