"""The process on its machine: signals, streams, files, shortages, and what it counts.

May import nothing of the gateway.
"""
