"""The ways out of the inbox: pushes to browsers and mails, for people who are not at the page.

May import `auth`, `mail`, `process`.
"""
