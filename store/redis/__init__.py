"""Redis between the nodes of a cluster: the bus, shared limits, and the cache; nothing durable."""
