"""Clinical content read from resources, typed and checked."""
