"""One file for each part of a document: from values to strips; nothing here queries or counts."""
