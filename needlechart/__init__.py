"""needlechart: dry-needling visits charted on a body map, kept encrypted, signed and printed."""
