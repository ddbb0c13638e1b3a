"""The widget kit: knows no record, draws from the theme, reports what the person did.

Rules that hold for all: ``set_*`` shows a value and never signals; signals come from the person only; every
length is in logical pixels and follows the text size; targets are at least 44 px; ``setObjectName`` is
free. A control with ``set_refusal(why)`` (chips, segments, buttons) is dashed; a tap emits ``refused(why)``.

Values to tap
    ``ChipRow(choices, label=, multi=, clearable=, wrap=)``  ``chosen(id)``, ``cleared(id)``,
        ``refused(id, why)``;
        ``set_value(id | None)``, ``value()``, ``set_values(ids)``, ``values()``,
        ``set_carried(id)``, ``set_before(id)``,
        ``set_needs_value(bool)``, ``set_choices``, ``chip(id)``, ``choose_index(n)`` for row shortcuts
    ``Choice(id, text, icon=, tick=, divider=, alone=, why_not=, spoken=)``; ``alone`` excludes the
        others of a multi row
    ``NumberStrip(label=, low=0, high=10)``  ``chosen(int)``; ``set_value``, ``set_before``, ``value()``
    ``StepStrip(label=, low=, high=, step=5, unit="°")``  ``chosen(int)``; same methods; ``minus``,
        ``plus``, ``chips()``
    ``WordScale(words)`` is a ``ChipRow``
    ``SegmentedSwitch([Segment(id, text)])``  ``chosen(id)``; ``set_value``, ``set_counts({id: n})``
    ``DepthRuler(length=50)``  ``chosen(mm)``; ``set_value(mm, carried=)``, ``set_length(mm)``
    ``DwellTimer()``  ``clicked``; ``set_ready(planned_s)``, ``set_running(elapsed_s, planned_s)``,
        ``set_recorded(s)``
    ``Tile(TileFace(label, side, state, twitch, words, alert))``  ``clicked``; ``set_face``,
        ``set_selected``
    ``RailStep(number, title, compact=)``  ``clicked``; ``set_state(StepState, status)``,
        ``set_current``, ``set_compact``
Buttons
    ``Button(text, kind=ButtonKind.QUIET, icon=, icon_after=, height=44, detail=)``  ``clicked``;
        ``set_not_ready([reasons])``
    ``IconButton(icon, label, outlined=, checkable=)``  ``clicked``; disabled is dashed
Words and surfaces
    ``Text(text, role=, colour=, wrap=)``, ``SectionTitle``, ``ElidedLabel``, ``Tag(text,
        kind=TagKind.PLAIN)``,
    ``SideBadge("right" | "left")``, ``IconLabel(icon, colour=, size=)``, ``Card(title, hint=)`` with
        ``.head`` and ``.body``,
    ``Panel(style=BoxStyle(fill=..))``, ``Hairline(vertical=)``, ``FlowLayout``
Fields
    ``TextField``, ``TextArea``, ``SearchField``  ``committed(str)`` on leaving, Enter or 500 ms;
        ``set_value``, ``set_error``
    ``SignaturePad()``  ``changed()``; ``strokes`` in mm, ``signed``, ``clear()``
    ``PassphraseField``  ``submitted``, ``edited(str)``; ``StrengthMeter.set_strength(score 0-4, sentence)``
Messages
    ``StripMessage(MessageKind, cause, safe, [Action(id, text, kind)], icon=, inline=)``  ``acted(id)``;
        ``set_message`` (new buttons), ``set_words`` (same buttons, e.g. a running clock)
    ``EmptyState(icon, title, text, [Action])``  ``acted(id)``
Painting for marks and lists: ``painting.paint_box, paint_text, paint_label, paint_side_badge,
paint_twitch_dots``;
icons: ``needlechart.ui.icons.paint_icon(painter, name, box, colour)``; custom widgets get the ring by
``FocusMark``.
"""

from needlechart.ui.widgets.buttons import Button, ButtonKind, IconButton
from needlechart.ui.widgets.card import Card, Hairline, Panel
from needlechart.ui.widgets.chips import Chip, ChipRow, Choice, Divider
from needlechart.ui.widgets.control import Control, RovingRow
from needlechart.ui.widgets.depth import DepthRuler
from needlechart.ui.widgets.dwell import DwellState, DwellTimer
from needlechart.ui.widgets.fields import SearchField, TextArea, TextField
from needlechart.ui.widgets.flow import FlowLayout
from needlechart.ui.widgets.focus import FocusMark
from needlechart.ui.widgets.labels import ElidedLabel, IconLabel, SectionTitle, SideBadge, Tag, TagKind, Text
from needlechart.ui.widgets.messages import Action, EmptyState, MessageKind, StripMessage
from needlechart.ui.widgets.painting import BoxStyle
from needlechart.ui.widgets.passphrase import PassphraseField, StrengthMeter
from needlechart.ui.widgets.rail import RailStep, StepState
from needlechart.ui.widgets.signature import SignaturePad
from needlechart.ui.widgets.strips import NumberStrip, StepStrip, WordScale
from needlechart.ui.widgets.switch import Segment, SegmentedSwitch
from needlechart.ui.widgets.tile import SiteState, Tile, TileFace

__all__ = [
    "Action",
    "BoxStyle",
    "Button",
    "ButtonKind",
    "Card",
    "Chip",
    "ChipRow",
    "Choice",
    "Control",
    "DepthRuler",
    "Divider",
    "DwellState",
    "DwellTimer",
    "ElidedLabel",
    "EmptyState",
    "FlowLayout",
    "FocusMark",
    "Hairline",
    "IconButton",
    "IconLabel",
    "MessageKind",
    "NumberStrip",
    "Panel",
    "PassphraseField",
    "RailStep",
    "RovingRow",
    "SearchField",
    "SectionTitle",
    "Segment",
    "SegmentedSwitch",
    "SideBadge",
    "SignaturePad",
    "SiteState",
    "StepState",
    "StepStrip",
    "StrengthMeter",
    "StripMessage",
    "Tag",
    "TagKind",
    "Text",
    "TextArea",
    "TextField",
    "Tile",
    "TileFace",
    "WordScale",
]
