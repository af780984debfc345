"""The process on its machine: signals, streams, files, shortages, metrics, and what workers share.

May import nothing of the gateway.
"""
