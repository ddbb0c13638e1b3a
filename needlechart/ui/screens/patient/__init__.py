"""One patient: visits, trends, places needled, details."""
