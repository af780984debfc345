"""This server as a node of a cluster: it joins, says that it lives, and takes and leaves shards.

May import `guard`, `process`.
"""
