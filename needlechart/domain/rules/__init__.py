"""Rules: pure functions over a visit's chart."""
