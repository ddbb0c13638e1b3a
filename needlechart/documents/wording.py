"""Words a document prints for the closed sets of the records."""

from needlechart.domain import words as w

NOT_STATED = "not stated"
NOT_RECORDED = "not recorded"

TECHNIQUE = {
    w.Technique.PISTONING: "Pistoning",
    w.Technique.IN_SITU: "In situ",
    w.Technique.WINDING: "Winding",
    w.Technique.SUPERFICIAL: "Superficial",
    w.Technique.PERIOSTEAL: "Periosteal",
    w.Technique.FANNING: "Fanning",
    w.Technique.SCAR: "Scar needling",
    w.Technique.SEGMENTAL: "Segmental",
    w.Technique.ELECTRICAL: "Electrical",
}
TWITCH = {
    w.Twitch.NONE: "None",
    w.Twitch.ONE: "1",
    w.Twitch.SEVERAL: "2+",
    w.Twitch.STRONG: "Strong",
}
PAIN = {
    w.PainReproduced.NONE: "None",
    w.PainReproduced.LOCAL: "Local",
    w.PainReproduced.REFERRED: "Referred",
}
POINT_KIND = {
    w.PointKind.ACTIVE: "active trigger point",
    w.PointKind.LATENT: "latent trigger point",
    w.PointKind.NONE: "no trigger point",
}
POSITION = {
    w.Position.PRONE: "prone",
    w.Position.SUPINE: "supine",
    w.Position.RIGHT_SIDE_LYING: "right side-lying",
    w.Position.LEFT_SIDE_LYING: "left side-lying",
    w.Position.HOOK_LYING: "hook-lying",
    w.Position.SITTING: "sitting",
}
TISSUE = {
    w.Tissue.SKIN: "skin",
    w.Tissue.FASCIA: "fascia",
    w.Tissue.MUSCLE: "muscle",
    w.Tissue.BONE: "bone contact",
}
GUIDANCE = {
    w.Guidance.PALPATION: "palpation",
    w.Guidance.ULTRASOUND: "ultrasound",
    w.Guidance.INTERNAL_FINGER: "internal finger",
}
TOLERANCE = {
    w.Tolerance.WELL: "well",
    w.Tolerance.FAIRLY: "fairly",
    w.Tolerance.POORLY: "poorly",
}
WAVEFORM = {
    w.Waveform.SYMMETRIC_BIPHASIC: "symmetric biphasic",
    w.Waveform.ASYMMETRIC_BIPHASIC: "asymmetric biphasic",
    w.Waveform.BURST: "burst",
    w.Waveform.DENSE_DISPERSE: "dense-disperse",
}
PERCEIVED = {
    w.Perceived.NONE: "nothing",
    w.Perceived.TINGLING: "tingling",
    w.Perceived.VISIBLE_TWITCH: "visible twitch",
    w.Perceived.STRONG: "strong",
    w.Perceived.PAINFUL: "painful",
}
FOLLOW_ON = {
    w.FollowOnKind.GUIDED_MOVEMENT: "Guided movement",
    w.FollowOnKind.RETRAINING: "Gentle retraining",
    w.FollowOnKind.MANUAL_THERAPY: "Manual therapy",
    w.FollowOnKind.STRENGTHENING: "Strengthening",
    w.FollowOnKind.HOME_PROGRAMME: "Home programme",
    w.FollowOnKind.NONE_GIVEN: "Not given",
}
HANDOUT = {
    w.Handout.PRINTED: "printed",
    w.Handout.SAVED: "saved as a file",
    w.Handout.NOT_WANTED: "not wanted",
}
CHECK = {
    w.CheckWay.CALL: "by phone",
    w.CheckWay.NEXT_VISIT: "at the next visit",
    w.CheckWay.NONE: "none planned",
}
SORENESS = {
    w.Soreness.NONE: "none",
    w.Soreness.MILD: "mild",
    w.Soreness.MODERATE: "moderate",
    w.Soreness.SEVERE: "severe",
    w.Soreness.NO_REPLY: "no reply",
}
GOAL_CHANGE = {
    w.GoalChange.FURTHER: "further away",
    w.GoalChange.NO_CHANGE: "no change",
    w.GoalChange.NEARER: "nearer",
    w.GoalChange.MET: "met",
}
AGREEMENT = {
    w.Agreement.AGREED: "needling as planned",
    w.Agreement.DECLINED: "declined",
    w.Agreement.NOT_PELVIC_FLOOR: "not pelvic floor",
}
CHAPERONE = {
    w.Chaperone.NOT_OFFERED: "chaperone not offered",
    w.Chaperone.DECLINED: "chaperone declined",
    w.Chaperone.PRESENT: "chaperone present",
}
PHASE = {w.Phase.BEFORE: "before", w.Phase.AFTER: "after", w.Phase.FOLLOW_UP: "at follow-up"}


def sentence(parts: list[str]) -> str:
    """Facts joined by semicolons, with a full stop; empty without facts."""
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def number(value: float) -> str:
    """``0.5``, ``12``: no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
