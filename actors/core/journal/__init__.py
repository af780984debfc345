"""The journal: what actors record, what follows from it in rows, and how they recover from it.

It owns the records it hands to a log; a store implements `Log` and knows them, not the reverse.
"""
