"""What Rally keeps: records, the Store protocol that actors see, and the backends behind it."""
