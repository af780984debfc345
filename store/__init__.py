"""What Rally keeps: the records, the Store protocol that actors use, and the backends."""
