"""Every screen, looked at in every arrangement, text size and theme."""
