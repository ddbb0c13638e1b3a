"""One file per screen or document that needs more than a select."""
