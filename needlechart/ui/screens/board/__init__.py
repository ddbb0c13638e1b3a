"""The visit board: banner, rail and the six steps with their review."""
