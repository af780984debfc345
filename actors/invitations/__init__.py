"""The invitations to play that players send each other."""
