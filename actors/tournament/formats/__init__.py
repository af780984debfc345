"""The formats of a tournament, pure: who meets whom, who goes on, and who takes which place.

`draw` has what all formats share, `format` is what others call.
"""
