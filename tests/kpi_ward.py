"""A small ward written by hand: every turn that matters to an indicator, at the moments where the answer changes.

`FIGURES` are the figures of the first half of 2026 (15/12/2025 to 14/6/2026) as asked for at `ASKED_AT`, worked out on
paper from what is written below.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from data_access.actors import OPERATOR
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store

ASKED_AT = datetime(2026, 6, 15, 18, 0)
PERIOD = "2026-H1"
SOON = timedelta(minutes=5)
_KEY = "khoa-thu-nghiem-cho-phuong-nho-viet-tay-0002"
CITIZEN = {"summary": "Nội dung", "has_name": True, "has_address": True, "has_phone": True}
DETAILS = {"incident_time": "sáng", "incident_place": "ngõ 1", "basis": "nhìn thấy"}


@dataclass(frozen=True)
class Step:
    """An event, when it was entered, its label, the label of the one it corrects, and the batch it came in."""

    subject: str
    event: Event
    entered: datetime
    label: str = ""
    corrects: str = ""
    batch: str | None = None


STEPS: list[Step] = []


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _add(
    subject: str,
    subject_id: str,
    kind: str,
    occurred: str,
    entered: str = "",
    posted: str = "",
    label: str = "",
    corrects: str = "",
    batch: str | None = None,
    **fields: Any,
) -> None:
    moment = _at(occurred)
    known = _at(entered) if entered else moment + SOON
    event = Event(subject_id, kind, moment, fields, _at(posted) if posted else None, note="Lý do", recorded_at=known)
    STEPS.append(Step(subject, event, known, label, corrects, batch))


def small_ward(path: Path, until: datetime = ASKED_AT) -> Store:
    """A store that holds what was entered by `until`; its clock stands there."""
    store = Store.create(path, derive(_KEY), ward=("18754", "phường Sông Trí"), is_demo=True, clock=lambda: until)
    by_subject: dict[str, list[Step]] = defaultdict(list)
    for step in sorted(STEPS, key=lambda step: step.entered):
        by_subject[step.subject].append(step)
    with store.write(OPERATOR) as tx:
        for subject, steps in by_subject.items():
            numbers = {step.label: number for number, step in enumerate(steps, 1) if step.label}
            for batch, several in groupby(steps, key=lambda step: step.batch):
                events = [
                    replace(step.event, corrects=numbers[step.corrects] if step.corrects else None)
                    for step in several
                    if step.entered <= until
                ]
                record(tx, subject, events, batch)
    return store


# Places ---------------------------------------------------------------------------------------------------------------
for _area, _fields in {"a1": {"households": 100}, "a2": {"households": 80}, "a3": {"households": 50}, "a4": {}}.items():
    _add("area", _area, "created", "2025-09-25 08:00", name=f"Tổ {_area}", code=_area, **_fields)
_add("area", "a1", "counted", "2026-02-01 08:00", households=120)
_add("area", "a3", "ended", "2026-05-01 08:00")
_WHOLE = {"purpose": "Kết nối", "assigned": "Trực ban"}
_add("group", "g1", "established", "2025-10-01 09:00", name="Nhóm 1", area_id="a1", **_WHOLE)
_add("group", "g2", "established", "2025-10-01 09:30", name="Nhóm 2", area_id="a2", purpose="Kết nối")
_add("group", "g3", "established", "2025-10-02 09:00", name="Nhóm 3", area_id="a3", **_WHOLE)
_add("group", "gw", "established", "2025-10-01 09:00", name="Toàn phường", **_WHOLE)
_add("group", "g3", "ended", "2026-05-01 08:00")
_add("group", "g2", "amended", "2026-06-15 10:00", assigned="Trực ban")

# Members: m5 leaves and comes back, m9 was a mistake, m13 was first entered with a wrong day -------------------------


def _member(
    key: str, joined: str, group: str, area: str = "", household: str = "", *, name: str = "full", role: str = "member",
    **more: Any,
) -> None:  # fmt: skip
    fields = {"group_id": group, "area_id": area, "household": household, "name_status": name, "role": role}
    _add("member", key, "joined", joined, full_name=f"Người {key}", **fields, **more)


_member("m1", "2025-10-01 10:00", "g1", role="leader")
_member("m2", "2025-10-01 10:05", "g1", "a1", "a1-001", role="deputy")
_member("m3", "2025-10-20 08:00", "g1", "a1", "a1-001")
_member("m4", "2025-12-15 00:00", "g1", "a1", "a1-002", name="incomplete")
_member("m5", "2025-11-01 08:00", "g1", "a1", "a1-003")
_add("member", "m5", "left", "2026-01-10 08:00")
_add("member", "m5", "joined", "2026-03-01 08:00")
_member("m6", "2026-02-02 08:00", "g2", "a2", "a2-001", name="doubtful")
_add("member", "m6", "amended", "2026-04-01 08:00", name_status="confirmed")
_member("m7", "2025-12-01 08:00", "g2", "a2", "a2-002")
_add("member", "m7", "amended", "2026-03-05 08:00", household="")
_member("m8", "2026-01-05 08:00", "g2", role="deputy")
_add("member", "m8", "left", "2026-06-14 23:59")
_member("m9", "2026-02-10 08:00", "gw", "a2", "a2-003", label="m9")
_add("member", "m9", "voided", "2026-02-10 08:00", entered="2026-02-12 08:00", corrects="m9")
_member("m10", "2026-06-14 22:00", "gw", "a4", "a4-001", name="incomplete", entered="2026-06-15 08:00")
_member("m11", "2025-10-01 11:00", "gw", role="leader")
_member("m12", "2025-10-05 08:00", "g3", "a3", "a3-001")
_add("member", "m12", "left", "2026-05-01 08:00")
_member("m13", "2026-06-15 08:00", "g1", "a1", "a1-004", label="m13", entered="2026-06-15 09:00")
_member("m13", "2026-06-13 08:00", "g1", "a1", "a1-004", corrects="m13", entered="2026-06-15 17:00")


def _check(key: str, member: str, at: str, **fields: Any) -> None:
    _add("account_check", key, "recorded", at, member_id=member, **fields)


_check("c1", "m1", "2026-01-10 08:00", verified=True, two_factor=False, password_changed_on=date(2026, 1, 1))
_check("c2", "m1", "2026-04-10 08:00", verified=True, two_factor=True, password_changed_on=date(2026, 3, 16))
_check("c3", "m2", "2026-03-20 08:00", verified=True, two_factor=True, password_changed_on=date(2026, 3, 15))
_check("c4", "m8", "2026-03-20 08:00", verified=True, two_factor=True, password_changed_on=date(2026, 3, 19))
_check("c5", "m2", "2026-05-01 08:00", verified=False)


# Posts ----------------------------------------------------------------------------------------------------------------


def _post(key: str, *steps: str, **fields: Any) -> None:
    """Steps as "kind moment"; the fields are set by the first."""
    for number, step in enumerate(steps):
        kind, moment = step.split(" ", 1)
        _add("post", key, kind, moment, **(fields if number == 0 else {}))


_OK = {"text_standard": True, "foreign_text": False}
_post("p1", "proposed 2026-01-05 08:00", "verified 2026-01-05 09:00", "approved 2026-01-05 10:00",
      "published 2026-01-05 10:00", group_id="g1", content="policy", **_OK)  # fmt: skip
_add("post", "p1", "reactions_sampled", "2026-01-06 10:00", reactions=30)
_add("post", "p1", "reactions_sampled", "2026-01-08 10:00", reactions=40)
_post("p2", "proposed 2026-01-07 08:00", "returned 2026-01-07 09:00", "proposed 2026-01-07 14:00",
      "verified 2026-01-07 15:00", "approved 2026-01-07 16:00", "published 2026-01-07 17:00",
      content="procedure", text_standard=True, foreign_text=True, translated=False)  # fmt: skip
_add("post", "p2", "reactions_sampled", "2026-01-09 08:00", reactions=15)
_post("p3", "published 2026-02-20 20:00", "detected 2026-02-20 21:00", group_id="g2", content="security_situation",
      text_standard=False)  # fmt: skip
_add("post", "p3", "removed", "2026-02-20 21:30", removal_clause="6.7")
_post("p4", "published 2026-03-01 07:00", "detected 2026-03-01 08:00", "removed 2026-03-01 08:10", group_id="g2")
_post("p5", "proposed 2026-03-10 08:00", "verified 2026-03-10 09:00", "returned 2026-03-10 10:00", group_id="g1",
      content="police_activity", **_OK)  # fmt: skip
_post("p6", "proposed 2026-04-01 08:00", "verified 2026-04-01 08:30", "published 2026-04-01 09:00", group_id="gw",
      content="good_example", **_OK)  # fmt: skip
_add("post", "p6", "pinned", "2026-04-01 10:00", pinned_by_role="member")
_post("p7", "proposed 2026-05-05 08:00", "verified 2026-05-05 08:20", "approved 2026-05-05 08:40",
      "published 2026-05-05 09:00", group_id="gw", content="policy", text_standard=True, foreign_text=True,
      translated=True)  # fmt: skip
_add("post", "p7", "pinned", "2026-05-05 09:10", pinned_by_role="leader")
_add("post", "p7", "reactions_sampled", "2026-05-06 09:00", reactions=0)
_post("p8", "proposed 2026-06-14 20:00", "verified 2026-06-14 21:00", "approved 2026-06-15 07:00",
      "published 2026-06-15 08:00", group_id="g1", content="wanted_hotline", **_OK)  # fmt: skip
_post("p9", "proposed 2026-06-10 08:00", group_id="g1", content="policy", **_OK)
_post("p10", "proposed 2025-11-03 08:00", "verified 2025-11-03 09:00", "approved 2025-11-03 10:00",
      "published 2025-11-03 11:00", "detected 2026-01-20 08:00", group_id="g1", content="policy", **_OK)  # fmt: skip
_add("post", "p10", "reactions_sampled", "2025-11-05 08:00", reactions=6)
_post("p11", "proposed 2025-12-14 10:00", "verified 2025-12-14 11:00", "approved 2025-12-14 12:00",
      "published 2025-12-15 00:00", "pinned 2025-12-15 08:00", content="procedure", **_OK)  # fmt: skip

# Duty, incidents and the rest -----------------------------------------------------------------------------------------
for _key, _moment in {
    "d0": "2025-10-02 08:00", "d1": "2025-12-15 07:00", "d2": "2025-12-15 19:00", "d3": "2026-01-01 08:00",
    "d4": "2026-02-17 09:00", "d5": "2026-06-14 23:50", "d6": "2026-02-18 09:00",
}.items():  # fmt: skip
    _add("duty_check", _key, "recorded", _moment, label=_key, officer="Trực ban", messages=3)
_add("duty_check", "d6", "voided", "2026-02-18 09:00", entered="2026-02-19 08:00", corrects="d6")
_add("incident", "i1", "opened", "2026-01-03 08:00", incident_kind="account", needs_province=True, group_id="g1")
_add("incident", "i1", "reported_to_province", "2026-01-03 09:00")
_add("incident", "i1", "resolved", "2026-01-03 18:00")
_add("incident", "i2", "opened", "2026-02-03 08:00", incident_kind="malware", needs_province=True)
_add("incident", "i2", "resolved", "2026-02-03 09:30")
_add("incident", "i3", "opened", "2026-03-03 08:00", incident_kind="leak", group_id="g2")
_add("commendation", "k1", "recorded", "2026-01-20 08:00", recipient="Tổ a1", collective=True)
_add("commendation", "k2", "recorded", "2026-02-20 08:00", recipient="Người m3", collective=False)
_add("commendation", "k3", "recorded", "2026-03-20 08:00", recipient="Người m4")
_add("commendation", "k4", "recorded", "2025-11-20 08:00", recipient="Người m2", collective=False)
_add("violation", "v1", "recorded", "2026-01-25 08:00", clause="6.7", member_id="m3")
_add("violation", "v2", "recorded", "2026-01-26 08:00", label="v2", clause="6.5", member_id="m4")
_add("violation", "v2", "voided", "2026-01-26 08:00", entered="2026-01-27 08:00", corrects="v2")
_add("proposal", "q1", "raised", "2026-01-30 08:00", clause="20.3")
_add("proposal", "q1", "forwarded", "2026-02-05 08:00")
_add("proposal", "q1", "decided", "2026-02-20 08:00", decision="Đồng ý")
_add("proposal", "q2", "raised", "2026-05-30 08:00", clause="15.2")
_add("proposal", "q2", "forwarded", "2026-06-02 08:00")


# Tips -----------------------------------------------------------------------------------------------------------------


def _tip(key: str, received: str, kind: str = "procedure_question", place: str = "g1 a1", **more: Any) -> None:
    group, area = place.split(" ")
    fields = {"tip_kind": kind, "group_id": group.strip("-"), "area_id": area.strip("-"), "channel": "zalo_group"}
    _add("tip", key, "received", received, **(fields | more))


_tip("t1", "2026-01-09 08:00", posted="2026-01-09 07:50", **CITIZEN)
_add("tip", "t1", "classified", "2026-01-10 08:00")  # the last moment
_add("tip", "t1", "resolved", "2026-01-10 09:00", resolution="guided")
_add("tip", "t1", "replied", "2026-01-10 10:00")
_tip("t2", "2026-01-09 09:00", **CITIZEN)
_add("tip", "t2", "classified", "2026-01-10 09:00:00.000001")  # a microsecond after it
_tip("t3", "2026-02-14 22:00", "security_report", "g2 a2", posted="2026-02-14 21:00", summary="Ồn", valuable=True,
     identity_refused=True)  # fmt: skip
_tip("t4", "2026-06-14 23:30", "suggestion", "gw -", posted="2026-06-14 17:00", **CITIZEN)
_tip("t5", "2026-06-14 03:00", "", "- a1", summary="Hỏi", has_phone=True)
_add("tip", "t5", "classified", "2026-06-15 05:00")
_tip("t6", "2026-01-14 10:00", "denunciation", serious=True, **CITIZEN, **DETAILS)
_add("tip", "t6", "written_up", "2026-01-14 11:00")
_add("tip", "t6", "classified", "2026-01-14 12:00")
_add("tip", "t6", "registered", "2026-01-14 12:30", register_number="01/2026")
_add("tip", "t6", "transferred", "2026-01-15 10:00", transferred_to="Cơ quan điều tra")  # the last moment
_add("tip", "t6", "replied", "2026-01-15 11:00")
_add("tip", "t6", "resolved", "2026-02-01 08:00", resolution="transferred")
_tip("t7", "2026-02-05 10:00", "crime_report", "g2 a2", summary="Trộm", identity_refused=True,
     refusal_reason="Sợ trả thù", incident_time="tối", incident_place="chợ")  # fmt: skip
_add("tip", "t7", "classified", "2026-02-05 20:00")
_add("tip", "t7", "registered", "2026-02-05 20:10", register_number="")
_add("tip", "t7", "transferred", "2026-02-13 00:00")  # 24:00 of the seventh day
_tip("t8", "2026-03-03 10:00", "crime_report", **CITIZEN, **DETAILS)
_add("tip", "t8", "written_up", "2026-03-03 10:30")
_add("tip", "t8", "classified", "2026-03-03 11:00")
_add("tip", "t8", "registered", "2026-03-03 11:10", register_number="02/2026")
_add("tip", "t8", "resolved", "2026-03-05 10:00", resolution="handled")  # settled in time: nothing to hand over
_tip("t9", "2026-03-17 10:00", "denunciation", "- a1", summary="Đánh nhau")
_add("tip", "t9", "classified", "2026-03-17 10:30")
_add("tip", "t9", "resolved", "2026-03-25 00:00:01", resolution="handled")  # settled a second too late
_tip("t10", "2026-06-11 10:00", "crime_report", "g2 a2", summary="Cướp", has_phone=True)
_add("tip", "t10", "classified", "2026-06-11 11:00")
_add("tip", "t10", "amended", "2026-06-13 09:00", victim_under_18=True)  # so it was due on 12/6 at 10:00
_tip("t11", "2026-06-12 15:00", "crime_report", urgent=True, **CITIZEN)
_add("tip", "t11", "urgent_reported", "2026-06-12 15:15")
_add("tip", "t11", "classified", "2026-06-12 16:00")
_tip("t12", "2026-04-08 14:00", "security_report", urgent=True, summary="Cháy", has_address=True)
_add("tip", "t12", "urgent_reported", "2026-04-08 14:15:01")
_add("tip", "t12", "classified", "2026-04-08 14:30")
_add("tip", "t12", "resolved", "2026-04-08 20:00", resolution="unfounded")
_add("tip", "t12", "replied", "2026-04-08 21:00")
_add("tip", "t12", "reopened", "2026-04-09 08:00")
_tip("t13", "2026-06-14 12:00", "security_report", "g2 a2", urgent=True, valuable=True, summary="Đuối nước")
_add("tip", "t13", "classified", "2026-06-14 13:00")
_tip("t14", "2026-03-20 08:00", label="t14", **CITIZEN)
_add("tip", "t14", "voided", "2026-03-20 08:00", entered="2026-03-20 09:00", corrects="t14")
_tip("t15", "2026-06-15 06:00", label="t15", **CITIZEN)
_tip("t15", "2026-06-13 06:00", corrects="t15", entered="2026-06-15 12:00", **CITIZEN)
_add("tip", "t15", "classified", "2026-06-14 05:00", entered="2026-06-15 12:05")
_tip("t16", "2026-05-04 08:00", "other", "gw a1", entered="2026-05-04 12:00", **CITIZEN)
_add("tip", "t16", "classified", "2026-05-04 12:00", tip_kind="procedure_question")
_tip("t17", "2026-05-05 08:00", entered="2026-05-05 12:00:01", **CITIZEN)
_add("tip", "t17", "classified", "2026-05-05 12:30")
_tip("t18", "2026-05-06 09:00", entered="2026-05-20 08:00", label="t18", batch="b1", **(CITIZEN | {"summary": ""}))
_add("tip", "t18", "classified", "2026-05-07 10:00", entered="2026-05-20 08:00", batch="b1")
_tip("t18", "2026-05-06 09:00", entered="2026-05-21 08:00", corrects="t18", **CITIZEN)
_tip("t19", "2025-11-05 09:00", **CITIZEN)
_add("tip", "t19", "classified", "2025-11-05 10:00")
_tip("t20", "2025-12-15 00:00", "suggestion", posted="2025-12-14 23:00", summary="Góp ý", identity_refused=True,
     refusal_reason="Ngại")  # fmt: skip
_add("tip", "t20", "classified", "2025-12-15 06:00")
_tip("t21", "2026-06-15 00:00", **CITIZEN)

# Value, part, whole, not yet due.
FIGURES: dict[str, tuple[float | None, float | None, float | None, int]] = {}


def _count(**figures: float) -> None:
    FIGURES.update({key: (value, None, None, 0) for key, value in figures.items()})


def _rate(**figures: tuple[int, int] | tuple[int, int, int]) -> None:
    for key, (part, whole, *pending) in figures.items():
        FIGURES[key] = (part / whole, part, whole, pending[0] if pending else 0)


def _time(**figures: tuple[float | None, int, int]) -> None:
    FIGURES.update({key: (value, done, whole, 0) for key, (value, done, whole) in figures.items()})


_count(
    tips_received=18, denunciations=2, crime_reports=4, security_reports=3, suggestions=2, procedure_questions=6,
    other_tips=1, tips_valuable=2, classification_on_time=13, classification_late=3, classification_overdue=1,
    classification_pending=1, unclassified_now=3, overdue_now=1, due_in_6h=1, self_resolved=3, transferred=2,
    identity_refused_with_reason=2, identity_refused_without_reason=1, reopened=1, crime_tips=6, urgent_tips=3,
    off_hours_gap=10 / 12 - 3 / 5,
    posts_published=7, posts_policy=2, posts_procedure=2, posts_security_situation=1, posts_good_example=1,
    posts_hostile_activity=0, posts_police_activity=0, posts_intake_guidance=0, posts_force_feedback=0,
    posts_wanted_hotline=0, posts_unreviewed=3, posts_removed=2, removed_without_clause=1, unauthorised_pins=2,
    days_without_post=175, longest_silence=43, groups_active=3, members_active=10, members_joined=6, members_left=3,
    incidents=3, commendations=3, commendations_collective=1, commendations_individual=2, violations=1, proposals=2,
)  # fmt: skip
_rate(
    classified_on_time=(13, 17, 1), classified_on_time_strict=(1, 4), resolved_rate=(4, 18), replied_rate=(3, 13),
    complete_content_rate=(10, 18), late_entry_rate=(2, 17), crime_classified_on_time=(6, 6),
    transferred_on_time=(2, 4, 1), urgent_within_target=(1, 3), written_up_rate=(2, 6), registered_rate=(2, 6),
    content_breadth=(4, 9), reviewed_rate=(4, 7), returned_rate=(2, 6), text_standard_rate=(4, 6),
    groups_registered=(2, 3), household_coverage=(5, 200), full_name_rate=(8, 10), admin_verified_rate=(1, 3),
    admin_two_factor_rate=(2, 3), password_rotation_rate=(1, 3), duty_coverage=(4, 182),
    incidents_resolved_rate=(2, 3), reported_to_province_rate=(1, 2), proposals_decided_rate=(1, 2),
)  # fmt: skip
_time(
    classification_time_p50=(270, 16, 18), classification_time_p90=(1560, 16, 18), detection_lag_p50=(60, 4, 4),
    detection_lag_p90=(390, 4, 4), reply_time_p50=(None, 3, 13), urgent_reported_p50=(15 + 1 / 60, 2, 3),
    review_time_p50=(540, 5, 7), review_time_p90=(None, 5, 7), removal_time_p50=(30, 2, 3),
    incident_resolution_p50=(600, 2, 3), reactions_per_100=(100 * 55 / 15, 55, 15),
)  # fmt: skip
