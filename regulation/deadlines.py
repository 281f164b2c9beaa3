"""Dated deadline rules, as data. A case is judged by the rule in force at the moment its clock started."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from regulation.vocabularies import CRIME_KINDS

REGULATION_FROM = date(2025, 9, 25)
CASE_CLASSES = ("all", "urgent", "crime_serious", "crime_ordinary")


@dataclass(frozen=True)
class DeadlineRule:
    """One duty with its time limit.

    `starts` and `ends` name the columns the clock runs between; `amount` counts `unit` ("minutes", "hours" or "days");
    `applies` is one of CASE_CLASSES; `valid_from` and `valid_to` the first and last day in force (None: no end).
    """

    duty: str
    label: str
    clause: str
    source: str
    starts: str
    ends: str
    amount: int
    unit: str
    applies: str
    valid_from: date = REGULATION_FROM
    valid_to: date | None = None

    def in_force(self, moment: datetime) -> bool:
        """Whether the rule governs a clock that starts at `moment`."""
        day = moment.date()
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


DEADLINE_RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        "classification", "Phân loại, xử lý ban đầu trong 24 giờ kể từ khi tiếp nhận", "15.3c",
        "QĐ 904/QĐ-UBND Đ.15.3c; TTLT 01/2017 Đ.8.1; TT 28/2020 Đ.8",
        "received_at", "classified_at", 24, "hours", "all",
    ),
    DeadlineRule(
        "classification_strict", "Phân loại, xử lý ban đầu trong 24 giờ kể từ khi tin được đăng", "15.3c",
        "QĐ 904/QĐ-UBND Đ.15.3c, tính chặt từ lúc tin có trên nhóm",
        "posted_at", "classified_at", 24, "hours", "all",
    ),
    DeadlineRule(
        "transfer", "Chuyển tin nghiêm trọng hoặc có nạn nhân dưới 18 tuổi trong 24 giờ", "15.3c",
        "TTLT 01/2017 Đ.8.5a; TT 28/2020 Đ.7.1a; TT 43/2021 Đ.5",
        "received_at", "transferred_at", 24, "hours", "crime_serious",
    ),
    DeadlineRule(
        "transfer", "Chuyển tố giác, tin báo còn lại trong 7 ngày", "15.3c",
        "TTLT 01/2017 Đ.8.5b; TT 28/2020 Đ.7.1b",
        "received_at", "transferred_at", 7, "days", "crime_ordinary",
    ),
    DeadlineRule(
        "urgent_report", "Báo cáo ngay chỉ huy khi khẩn cấp (mục tiêu của phường: 15 phút)", "15.4",
        "TTLT 01/2017 Đ.8.5d; TT 28/2020 Đ.7.1d; mức 15 phút do phường đặt",
        "received_at", "urgent_reported_at", 15, "minutes", "urgent",
    ),
)  # fmt: skip


def case_classes(kind: str, *, serious: bool, victim_under_18: bool, urgent: bool) -> tuple[str, ...]:
    """The case classes of a tip, as named by `DeadlineRule.applies`."""
    classes = ["all"]
    if urgent:
        classes.append("urgent")
    if kind in CRIME_KINDS:
        classes.append("crime_serious" if serious or victim_under_18 else "crime_ordinary")
    return tuple(classes)


def rule_for(
    duty: str, case_class: str, start: datetime, rules: Iterable[DeadlineRule] = DEADLINE_RULES
) -> DeadlineRule | None:
    """The rule of `duty` for `case_class` in force at `start`, if any; a rule for "all" holds for every class."""
    found = [r for r in rules if r.duty == duty and r.applies in (case_class, "all") and r.in_force(start)]
    return max(found, key=lambda rule: (rule.applies == case_class, rule.valid_from), default=None)


def due_at(rule: DeadlineRule, start: datetime) -> datetime:
    """The last moment to be on time.

    Minutes and hours run through nights, weekends and holidays (clause 15.2); a term in days leaves out the day it
    starts on and ends at 24:00 of its last day, written as 00:00 of the next (BLTTHS Đ.134).
    """
    match rule.unit:
        case "minutes":
            return start + timedelta(minutes=rule.amount)
        case "hours":
            return start + timedelta(hours=rule.amount)
        case "days":
            return datetime.combine(start.date() + timedelta(days=rule.amount + 1), time.min)
    raise ValueError(f"Đơn vị thời hạn không hợp lệ: {rule.unit}.")


def outcome(done_at: datetime | None, due_at: datetime | None, as_of: datetime) -> str | None:
    """Key in OUTCOMES as known at `as_of`: work done later than that isn't done yet; None when nothing is due."""
    if due_at is None:
        return None
    if done_at is not None and done_at <= as_of:
        return "on_time" if done_at <= due_at else "late"
    return "overdue" if as_of > due_at else "pending"
