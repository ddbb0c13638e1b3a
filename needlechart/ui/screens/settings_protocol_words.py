"""What a protocol, its needles and its currents are called in Settings."""

from needlechart.catalogue import techniques
from needlechart.domain.clinic import needle_size
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import ProtocolCurrent, ProtocolPoint
from needlechart.domain.words import IntensityUnit, Side
from needlechart.ui.screens.board.needling_panel.current_choices import WAVEFORMS

_WAVEFORM = {one: spoken for one, _, spoken in WAVEFORMS}


def needle_letter(found: ProtocolSet, point: ProtocolPoint) -> str:
    """Which of the needles of one mark it is; empty where there is one."""
    same = [one.id for one in found.points if one.number == point.number]
    return "abcdefghijklmnopqrstuvwxyz"[same.index(point.id) % 26] if len(same) > 1 else ""


def called(found: ProtocolSet, point: ProtocolPoint) -> str:
    """``site 2``, or ``needle 2b`` where the mark has several."""
    letter = needle_letter(found, point)
    return f"needle {point.number}{letter}" if letter else f"site {point.number}"


def named(point: ProtocolPoint) -> str:
    """``Piriformis``."""
    name = point.muscle_name or "No muscle named"
    return f"{name[:1].upper()}{name[1:]}"


def site_words(point: ProtocolPoint, letter: str = "") -> str:
    """``1a Piriformis, right · 0.30×75 · 40 mm deep · pistoning``; ``letter``: one of several needles."""
    side = f", {point.side.value}" if point.side in (Side.RIGHT, Side.LEFT, Side.BOTH) else ""
    level = f" {point.spinal_level}" if point.spinal_level else ""
    size = needle_size(point.diameter_mm, point.length_mm)
    words = f"{point.number}{letter} {named(point)}{level}{side}"
    deep = f"{point.depth_mm:g} mm deep" if point.depth_mm is not None else ""
    technique = techniques()[point.technique.value].short_name.lower() if point.technique else ""
    seconds = point.retention_planned_s
    stays = f"{seconds // 60}:{seconds % 60:02} in" if seconds is not None else ""
    return " · ".join(part for part in (words, size, deep, technique, stays) if part)


def current_called(current: ProtocolCurrent) -> str:
    """``Current between 1 and 2``."""
    if current.pad:
        return f"Current between {current.first_number} and a pad"
    other = f" and {current.second_number}" if current.second_number is not None else ""
    return f"Current between {current.first_number}{other}"


def current_words(current: ProtocolCurrent) -> str:
    """``Current between 1 and 2 · burst · 2 Hz · 200 µs · intensity in mA · 10 min``."""
    rates = [f"{one:g}" for one in (current.hz, current.second_hz) if one is not None]
    said = [current_called(current)]
    said += [_WAVEFORM[current.waveform]] if current.waveform is not None else []
    said += [f"{' and '.join(rates)} Hz"] if rates else []
    said += [f"{current.microseconds} µs"] if current.microseconds is not None else []
    said += ["intensity as level" if current.intensity_unit is IntensityUnit.LEVEL else "intensity in mA"]
    said += [f"{current.minutes:g} min"] if current.minutes is not None else []
    return " · ".join(said)
