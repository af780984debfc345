"""Browsers that take pushes (RFC 8030), and the pushes that wait for them."""
