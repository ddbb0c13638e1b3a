"""Data in and out as plain files."""
