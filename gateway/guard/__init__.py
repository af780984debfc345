"""Guards against too much and from elsewhere: limits, queues, origins, the log of refusals.

May import `http`.
"""
