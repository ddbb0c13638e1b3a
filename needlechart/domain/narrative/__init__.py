"""The sentences of the note: one function per sentence, plain clinical English, nothing invented."""

from needlechart.domain.narrative.soap import SECTIONS, Soap, compose, composed

__all__ = ["SECTIONS", "Soap", "compose", "composed"]
