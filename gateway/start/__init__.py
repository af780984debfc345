"""What is there before the first request: options, the data folder, certificates, listeners.

May import `guard`, `http`, `process`.
"""
