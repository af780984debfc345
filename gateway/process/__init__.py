"""The process on its machine: signals, streams, files, shortages and metrics.

May import nothing of the gateway.
"""
