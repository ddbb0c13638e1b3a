"""Published cases, charted through the real window; each ends in signed notes with every datum of it."""
