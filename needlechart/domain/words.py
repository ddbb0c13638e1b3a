"""The closed sets of words a record may hold; the words of the field, in the order a screen offers them."""

from enum import StrEnum


class View(StrEnum):
    """Where the body is seen from; the side views are named by the patient's side."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    PELVIC_FLOOR = "pelvic_floor"


class Layer(StrEnum):
    """How deep a mark belongs; `SURFACE` is the skin."""

    SURFACE = "surface"
    SUPERFICIAL = "superficial"
    INTERMEDIATE = "intermediate"
    DEEP = "deep"


class Figure(StrEnum):
    """The body drawn; chosen per patient, never derived from sex or pronouns."""

    FEMALE = "female"
    MALE = "male"
    NEUTRAL = "neutral"


class Side(StrEnum):
    """The patient's side."""

    RIGHT = "right"
    LEFT = "left"
    MIDLINE = "midline"
    BOTH = "both"
    UNSTATED = "unstated"

    @property
    def opposite(self) -> "Side":
        """Right for left and left for right; every other side is its own opposite."""
        return {Side.RIGHT: Side.LEFT, Side.LEFT: Side.RIGHT}.get(self, self)


class Sex(StrEnum):
    """Sex for clinical use."""

    FEMALE = "female"
    MALE = "male"
    INTERSEX = "intersex"
    UNSTATED = "unstated"


class Paper(StrEnum):
    """Paper of printed documents."""

    LETTER = "letter"
    A4 = "a4"


class NoteOrder(StrEnum):
    """Order of the sections in a note."""

    SOAP = "soap"
    SOTAP = "sotap"


class CountingRule(StrEnum):
    """How the muscle-count hint counts right and left of one muscle; `OFF` shows no hint."""

    OFF = "off"
    MUSCLES = "muscles"
    SIDES = "sides"


class Role(StrEnum):
    """What a clinician may do in the program; visits of a student or an assistant are co-signed."""

    ADMINISTRATOR = "administrator"
    CLINICIAN = "clinician"
    STUDENT = "student"
    ASSISTANT = "assistant"
    READ_ONLY = "read_only"


COSIGNED_ROLES = frozenset({Role.STUDENT, Role.ASSISTANT})
"""Whose visits a clinician signs as well."""

COSIGNING_ROLES = frozenset({Role.ADMINISTRATOR, Role.CLINICIAN})
"""Who can answer for somebody else's visit."""


class AlertLevel(StrEnum):
    """`ABSOLUTE` asks a reason before a mark is kept; `RELATIVE` is shown; `NOTE` informs."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    NOTE = "note"


class VisitStatus(StrEnum):
    """A visit is a draft until it is sealed."""

    DRAFT = "draft"
    SIGNED = "signed"


class Step(StrEnum):
    """The six steps of a visit and its review, in the order of the rail."""

    CHECK_IN = "check_in"
    BEFORE = "before"
    NEEDLING = "needling"
    AFTER = "after"
    FOLLOW_ON = "follow_on"
    PLAN = "plan"
    REVIEW = "review"


class Position(StrEnum):
    """How the patient lies or sits."""

    PRONE = "prone"
    SUPINE = "supine"
    RIGHT_SIDE_LYING = "right_side_lying"
    LEFT_SIDE_LYING = "left_side_lying"
    HOOK_LYING = "hook_lying"
    SITTING = "sitting"


class SinceLast(StrEnum):
    """The patient's report since the last visit."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Answer(StrEnum):
    """Answer to a screening item; `NOT_ASKED` is not a no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class ConsentKind(StrEnum):
    """Written once, verbal at each visit, separate for perineal or internal work."""

    WRITTEN = "written"
    VERBAL = "verbal"
    PELVIC_FLOOR = "pelvic_floor"


class Agreement(StrEnum):
    """What the patient said."""

    AGREED = "agreed"
    DECLINED = "declined"
    NOT_PELVIC_FLOOR = "not_pelvic_floor"


class Chaperone(StrEnum):
    """Answer to the offer of a chaperone."""

    NOT_OFFERED = "not_offered"
    DECLINED = "declined"
    PRESENT = "present"


class PointKind(StrEnum):
    """Trigger point by the patient's recognition of the pain."""

    ACTIVE = "active"
    LATENT = "latent"
    NONE = "none"


class Presence(StrEnum):
    """A finding looked for; an empty field means it was not looked for."""

    PRESENT = "present"
    ABSENT = "absent"


class NeedleState(StrEnum):
    """Life of a needle: planned, in the body, out, or discarded without having been in."""

    PLANNED = "planned"
    IN = "in"
    OUT = "out"
    DISCARDED = "discarded"


class Technique(StrEnum):
    """How the needle was used."""

    PISTONING = "pistoning"
    IN_SITU = "in_situ"
    WINDING = "winding"
    SUPERFICIAL = "superficial"
    PERIOSTEAL = "periosteal"
    FANNING = "fanning"
    SCAR = "scar"
    SEGMENTAL = "segmental"
    ELECTRICAL = "electrical"


class Twitch(StrEnum):
    """Local twitch response."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    STRONG = "strong"


class PainReproduced(StrEnum):
    """Pain on needling."""

    NONE = "none"
    LOCAL = "local"
    REFERRED = "referred"


class Tissue(StrEnum):
    """Deepest tissue reached."""

    SKIN = "skin"
    FASCIA = "fascia"
    MUSCLE = "muscle"
    BONE = "bone"


class Guidance(StrEnum):
    """What guided the needle."""

    PALPATION = "palpation"
    ULTRASOUND = "ultrasound"
    INTERNAL_FINGER = "internal_finger"


class Tolerance(StrEnum):
    """How the patient bore it."""

    WELL = "well"
    FAIRLY = "fairly"
    POORLY = "poorly"


class Waveform(StrEnum):
    """Waveform of electrical stimulation."""

    SYMMETRIC_BIPHASIC = "symmetric_biphasic"
    ASYMMETRIC_BIPHASIC = "asymmetric_biphasic"
    BURST = "burst"
    DENSE_DISPERSE = "dense_disperse"


class IntensityUnit(StrEnum):
    """Intensity of stimulation as the device shows it."""

    MILLIAMPERE = "mA"
    LEVEL = "level"


class Perceived(StrEnum):
    """What the patient feels of the stimulation."""

    NONE = "none"
    TINGLING = "tingling"
    VISIBLE_TWITCH = "visible_twitch"
    STRONG = "strong"
    PAINFUL = "painful"


class Phase(StrEnum):
    """When something was measured or drawn."""

    BEFORE = "before"
    AFTER = "after"
    FOLLOW_UP = "follow_up"


class MeasureState(StrEnum):
    """`NOT_STATED` is a value of a record taken from elsewhere; it differs from an empty field.

    `DECLINED`: the patient did not want it. `CHANGE`: only a change is known, its end points are not.
    """

    MEASURED = "measured"
    NOT_DONE = "not_done"
    NOT_STATED = "not_stated"
    DECLINED = "declined"
    CHANGE = "change"


class FollowOnKind(StrEnum):
    """What followed the needles; `NONE_GIVEN` carries its reason."""

    GUIDED_MOVEMENT = "guided_movement"
    RETRAINING = "retraining"
    MANUAL_THERAPY = "manual_therapy"
    STRENGTHENING = "strengthening"
    HOME_PROGRAMME = "home_programme"
    NONE_GIVEN = "none_given"


class Handout(StrEnum):
    """How the patient got the handout."""

    PRINTED = "printed"
    SAVED = "saved"
    NOT_WANTED = "not_wanted"


class CheckWay(StrEnum):
    """How the soreness check is made."""

    CALL = "call"
    NEXT_VISIT = "next_visit"
    NONE = "none"


class Soreness(StrEnum):
    """Soreness 24 to 48 h after needling."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    NO_REPLY = "no_reply"


class Severity(StrEnum):
    """Severity of an adverse event after White et al."""

    MILD = "mild"
    SIGNIFICANT = "significant"
    SERIOUS = "serious"


class EventOutcome(StrEnum):
    """How an adverse event went on, asked at a later visit; `NOTHING_NEW`: asked, and there was none."""

    NOTHING_NEW = "nothing_new"
    RESOLVED = "resolved"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Progression(StrEnum):
    """An exercise against the last time it was given."""

    EASIER = "easier"
    SAME = "same"
    HARDER = "harder"


class GoalChange(StrEnum):
    """A goal since the last visit."""

    FURTHER = "further"
    NO_CHANGE = "no_change"
    NEARER = "nearer"
    MET = "met"


class Strengthening(StrEnum):
    """Where strengthening stands."""

    NOT_YET = "not_yet"
    START = "start"
    PROGRESS = "progress"
    HOLD = "hold"


class NextNeedling(StrEnum):
    """What is meant for the next visit."""

    SAME_SITES = "same_sites"
    FEWER = "fewer"
    DECIDE_THEN = "decide_then"
    STOP = "stop"


class SealedKind(StrEnum):
    """What a seal covers."""

    VISIT = "visit"
    ADDENDUM = "addendum"
    FOLLOW_UP = "follow_up"
    ADVERSE_EVENT = "adverse_event"


class AuditAction(StrEnum):
    """What an audit entry says was done."""

    CREATED = "created"
    PUT = "put"
    REMOVED = "removed"
    SIGNED = "signed"
    READ = "read"
    EXPORTED = "exported"
    PRINTED = "printed"
    IMPORTED = "imported"
    UNLOCKED = "unlocked"
    UNLOCK_FAILED = "unlock_failed"
    LOCKED = "locked"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    MIGRATED = "migrated"
    CHECKED = "checked"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - an action, not a secret
    SETTING = "setting"
    TAKEN_OVER = "taken_over"
    REFUSED = "refused"
    KEY_CHANGED = "key_changed"
    VERIFIED = "verified"
    CLOCK = "clock"
