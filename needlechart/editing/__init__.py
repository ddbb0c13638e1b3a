"""What is open: the visit in memory, its undo stack, the queue to the store."""
