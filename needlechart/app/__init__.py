"""The parts put together: the window, the session behind it, and what the screens ask of the store."""
