"""Second factors and recovery codes of accounts."""
