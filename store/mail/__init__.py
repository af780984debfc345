"""The outbox: mails that are to be sent, and for a while those that were sent or given up."""
