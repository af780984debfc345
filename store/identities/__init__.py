"""Who people are elsewhere, to sign in with: identities, attempts under way, and our secrets."""
