"""The nodes of a cluster, and which of them owns which shard of the actors."""
