"""How actors of several nodes reach each other: who owns what, and what rides the bus.

Knows no trio, no store and no Redis: time, the bus and the picture of the cluster are given.
"""
