"""Roles, bans, and the audit log."""
