"""The program driven from outside, as a screen reader does: over AT-SPI, in a process of its own."""
