"""Sign-in with accounts of other sites: 42 by its API, all others by OpenID Connect (ADR 91)."""
