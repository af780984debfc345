"""The journal: what actors record, the rows it leads to, and how actors recover from it.

It owns the records it hands to a log. A store implements `Log` and knows these records; the
journal knows no store.
"""
