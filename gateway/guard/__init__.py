"""How much anybody may do and from where: limits, queues, origins, and who was refused.

May import `http`.
"""
