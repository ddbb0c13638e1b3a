"""Screening, follow-on, advice and the soreness check of a fictional visit."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from needlechart import catalogue
from needlechart.catalogue import AdviceGroup
from needlechart.demo.ids import Dice
from needlechart.domain.record import Record
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.treatment import Aftercare, FollowOn, FollowUp
from needlechart.domain.words import Answer, CheckWay, FollowOnKind, Handout, Soreness

if TYPE_CHECKING:
    from needlechart.demo.visits import Day

SORENESS_HOURS = {Soreness.NONE: 0.0, Soreness.MILD: 20.0, Soreness.MODERATE: 36.0}


def screening(day: "Day", visit_id: str, dice: Dice) -> list[Record]:
    """Every item asked at each visit: no, or yes with what was done."""
    standing = {warning.item: warning.text for warning in day.folder.plan.warnings}
    items = list(catalogue.check_in_findings())
    items += [catalogue.screening()[name] for name in standing if name not in {one.id for one in items}]
    return [
        ScreeningAnswer(
            id=dice.id_at(day.started + timedelta(minutes=2)),
            patient_id=day.folder.patient.id,
            visit_id=visit_id,
            item=item.id,
            item_text=item.text,
            answer=Answer.YES if item.id in standing else Answer.NO,
            comment=standing.get(item.id, ""),
            action=item.what_to_do if item.id in standing else "",
        )
        for item in items
    ]


def follow_ons(day: "Day", visit_id: str, dice: Dice) -> list[Record]:
    """Two movements and, once pain allows, one exercise that strengthens."""
    kinds = [FollowOnKind.GUIDED_MOVEMENT, FollowOnKind.RETRAINING]
    if day.share < 0.6:
        kinds.append(FollowOnKind.STRENGTHENING)
    found: list[Record] = []
    for order, kind in enumerate(kinds):
        offered = [one for one in catalogue.follow_ons().values() if one.kind is kind]
        item = dice.choose(offered)
        found.append(
            FollowOn(
                id=dice.id_at(day.started + timedelta(minutes=35 + order)),
                patient_id=day.folder.patient.id,
                visit_id=visit_id,
                kind=kind,
                what=item.name,
                exercise=item.id,
                dose=item.dose,
                side=day.folder.plan.side if item.sided else day.folder.plan.side.UNSTATED,
                order=order,
            )
        )
    return found


def advice_given() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids and words of what is told after every visit."""
    told = [one for one in catalogue.aftercare().values() if one.group is AdviceGroup.TOLD]
    return tuple(one.id for one in told), tuple(one.note_words for one in told)


def aftercare(day: "Day", visit_id: str, dice: Dice) -> Aftercare:
    """All five facts told, the handout printed."""
    ids, texts = advice_given()
    return Aftercare(
        id=dice.id_at(day.started + timedelta(minutes=40)),
        patient_id=day.folder.patient.id,
        visit_id=visit_id,
        told=ids,
        texts=texts,
        how="spoken and on paper",
        handout=Handout.PRINTED,
        soreness_check=CheckWay.CALL,
    )


def follow_up(day: "Day", visit_id: str, present: datetime, *, answered: bool, dice: Dice) -> FollowUp:
    """The soreness check; ``answered`` is whether somebody has called."""
    needled = day.started + timedelta(minutes=20)
    check = FollowUp(
        id=dice.id_at(day.ended),
        patient_id=day.folder.patient.id,
        episode_id=day.folder.episode.id,
        about_visit_id=visit_id,
        due_from=needled + timedelta(hours=24),
        due_to=needled + timedelta(hours=48),
        way=CheckWay.CALL,
    )
    if not answered:
        left = check.due_to + timedelta(days=7)
        if left > present:
            return check
        return check.but(soreness=Soreness.NO_REPLY, done_at=left, note="no answer within 7 days")
    soreness = dice.choose((Soreness.NONE, Soreness.MILD, Soreness.MILD, Soreness.MODERATE))
    called = min(needled + timedelta(hours=dice.whole(25, 40)), present)
    return check.but(
        done_at=called,
        soreness=soreness,
        lasted_hours=SORENESS_HOURS[soreness],
        clinician_id=day.clinician.id,
        note="Asked by phone.",
    )
