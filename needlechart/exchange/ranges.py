"""The ranges the records check for themselves, as the schema states them; a test compares the two."""

Range = tuple[float, float]

NEEDLE = {"diameter_mm": (0.1, 0.5), "length_mm": (3, 150)}

_BY_KIND: dict[str, dict[str, Range]] = {
    "Clinic": {"lock_minutes": (2, 30), "backup_hours": (1, 24), "next_record_number": (1, 10**9)},
    "NeedleType": NEEDLE,
    "ProtocolPoint": {
        "x": (-1000, 1000),
        "y": (-200, 1200),
        **NEEDLE,
        "depth_mm": (0, 150),
        "retention_planned_s": (0, 86_400),
    },
    "ProtocolCurrent": {
        "hz": (0.5, 300),
        "second_hz": (0.5, 300),
        "microseconds": (50, 1000),
        "minutes": (0, 60),
    },
    "Goal": {"start_ability": (0, 10), "ability": (0, 10), "rung": (0, 5)},
    "ScreeningAnswer": {"weeks": (1, 45), "lab_value": (0, 100_000)},
    "GoalReview": {"ability": (0, 10)},
    "Visit": {
        "number": (1, 100_000),
        "needles_out": (0, 1000),
        "packs_opened": (0, 1000),
        "minutes": (0, 1440),
        "units": (0, 100),
    },
    "TriggerPoint": {
        "number": (1, 10_000),
        "x": (-1000, 1000),
        "y": (-200, 1200),
        "atlas_version": (1, 1000),
        "tenderness": (0, 10),
    },
    "Needling": {
        **NEEDLE,
        "depth_mm": (0, 150),
        "insertions": (0, 1000),
        "passes": (0, 1000),
        "twitch_count": (0, 1000),
        "retention_planned_s": (0, 86_400),
        "retention_s": (0, 86_400),
        "pressure_s": (0, 86_400),
    },
    "Stimulation": {
        "hz": (0.5, 300),
        "second_hz": (0.5, 300),
        "microseconds": (50, 1000),
        "intensity": (0, 100),
        "minutes": (0, 60),
    },
    "SymptomArea": {"intensity": (0, 10), "percent": (0, 100)},
    "FollowUp": {"lasted_hours": (0, 1000)},
}

RANGES: dict[tuple[str, str], Range] = {
    (kind, name): low_high for kind, ranges in _BY_KIND.items() for name, low_high in ranges.items()
}
"""(kind, field) to smallest and largest value."""

SAID: dict[str, tuple[str, ...]] = {
    "Clinic": ("name",),
    "Clinician": ("name",),
    "Protocol": ("name",),
    "Patient": ("record_number",),
    "Alert": ("text",),
    "Episode": ("title",),
    "Goal": ("text",),
    "Measurement": ("measure",),
    "FollowOn": ("what",),
    "Addendum": ("text",),
}
"""Texts that must not be blank."""
