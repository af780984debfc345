"""The start, before the first request: options, data folder, certificates, listeners.

May import `cluster`, `guard`, `http`, `process`.
"""
