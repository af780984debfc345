"""Shared by all routes: bodies, headers, paths, problems, and the files of the page.

May import `process`.
"""
