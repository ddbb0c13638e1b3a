"""What is offered for a current, the same on the board and in a protocol; a record may hold other values.

Usual: 2 to 10 and 80 to 100 Hz, 100 to 400 µs, 10 to 30 min (documentation standard, section 6).
"""

from needlechart.domain.words import Side, Waveform

WAVEFORMS = (
    (Waveform.SYMMETRIC_BIPHASIC, "Symmetric", "symmetric biphasic"),
    (Waveform.ASYMMETRIC_BIPHASIC, "Asymmetric", "asymmetric biphasic"),
    (Waveform.BURST, "Burst", "burst"),
    (Waveform.DENSE_DISPERSE, "Dense-disperse", "dense-disperse"),
)
HZ = (2.0, 4.0, 10.0, 80.0, 100.0)
SECOND_HZ = (50.0, 80.0, 100.0)
MICROSECONDS = (100.0, 150.0, 200.0, 250.0, 300.0, 400.0)
MINUTES = (5.0, 10.0, 15.0, 20.0, 30.0)

PAD = "pad"
TO_PAD = "That site has a current to a pad."
PAIRED = "That site is paired already."
WHOLE = "Write whole microseconds."


def site_letter(number: int, side: Side) -> str:
    """``2R``: what a chip calls a site at the other end."""
    letter = {Side.RIGHT: " R", Side.LEFT: " L"}.get(side, "")
    return f"{number}{letter}"
