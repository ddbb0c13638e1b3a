"""The window: screens, body map, widgets."""
