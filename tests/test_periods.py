"""Report periods against dates worked out by hand, and properties that any calendar of cut-offs must have."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.periods import (
    CALENDARS,
    REGULATION_START,
    is_complete,
    months_in,
    next_half_label,
    parse_period,
    period_of,
    periods_until,
    previous,
    same_last_year,
)

DAYS = st.dates(REGULATION_START, date(2099, 10, 31))
KINDS = st.sampled_from(["year", "half", "quarter", "month"])
CALENDAR_KEYS = st.sampled_from(list(CALENDARS))


@pytest.mark.parametrize(
    ("key", "calendar", "first", "last", "label"),
    [
        ("2026-H1", "decree_09", date(2025, 12, 15), date(2026, 6, 14), "6 tháng đầu năm 2026"),
        ("2026-H2", "decree_09", date(2026, 6, 15), date(2026, 12, 14), "6 tháng cuối năm 2026"),
        ("2026", "decree_09", date(2025, 12, 15), date(2026, 12, 14), "Năm 2026"),
        ("2026-Q1", "decree_09", date(2025, 12, 15), date(2026, 3, 14), "Quý I năm 2026"),
        ("2026-Q4", "decree_09", date(2026, 9, 15), date(2026, 12, 14), "Quý IV năm 2026"),
        ("2026-03", "decree_09", date(2026, 2, 15), date(2026, 3, 14), "Tháng 3 năm 2026"),
        ("2026-01", "decree_09", date(2025, 12, 15), date(2026, 1, 14), "Tháng 1 năm 2026"),
        ("2025-H2", "decree_09", date(2025, 9, 25), date(2025, 12, 14), "6 tháng cuối năm 2025"),
        ("2025", "decree_09", date(2025, 9, 25), date(2025, 12, 14), "Năm 2025"),
        ("2026-H1", "interagency_2018", date(2025, 12, 1), date(2026, 5, 31), "6 tháng đầu năm 2026"),
        ("2026", "interagency_2018", date(2025, 12, 1), date(2026, 11, 30), "Năm 2026"),
        ("2026-H1", "public_order", date(2025, 11, 16), date(2026, 5, 15), "6 tháng đầu năm 2026"),
        ("2026-H2", "public_order", date(2026, 5, 16), date(2026, 11, 15), "6 tháng cuối năm 2026"),
        ("2026", "public_order", date(2025, 11, 16), date(2026, 11, 15), "Năm 2026"),
        ("2026", "public_order_area", date(2025, 11, 1), date(2026, 10, 31), "Năm 2026"),
        ("2026-H1", "statistics", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        ("2028-02", "statistics", date(2028, 2, 1), date(2028, 2, 29), "Tháng 2 năm 2028"),
    ],
)
def test_cut_offs(key: str, calendar: str, first: date, last: date, label: str) -> None:
    period = parse_period(key, calendar)
    assert (period.key, period.first_day, period.last_day, period.label) == (key, first, last, label)
    assert period.starts == datetime(first.year, first.month, first.day)
    assert period.ends == datetime(last.year, last.month, last.day) + timedelta(days=1)


def test_span_is_written_as_in_documents() -> None:
    assert parse_period("2026-H1").span_label == "từ ngày 15/12/2025 đến ngày 14/6/2026"
    assert parse_period("2026-02-03..2026-03-04").span_label == "từ ngày 03/02/2026 đến ngày 04/3/2026"


@pytest.mark.parametrize(
    ("key", "before", "last_year"),
    [
        ("2025-H2", None, None),
        ("2025", None, None),
        ("2026-H1", "2025-H2", None),
        ("2026-H2", "2026-H1", "2025-H2"),
        ("2026", "2025", "2025"),
        ("2027-H1", "2026-H2", "2026-H1"),
        ("2026-Q1", "2025-Q4", None),
        ("2026-01", "2025-12", None),
        ("2025-10", None, None),
        ("2026-01-05..2026-02-10", "2025-11-29..2026-01-04", None),
        ("2026-10-01..2026-10-07", "2026-09-24..2026-09-30", "2025-10-01..2025-10-07"),
        ("2028-02-29..2028-03-01", "2028-02-27..2028-02-28", "2027-02-28..2027-03-01"),
        ("2025-09-25..2025-10-01", None, None),
    ],
)
def test_what_a_period_is_compared_with(key: str, before: str | None, last_year: str | None) -> None:
    period = parse_period(key)
    earlier, same = previous(period), same_last_year(period)
    assert (earlier.key if earlier else None) == before
    assert (same.key if same else None) == last_year


def test_first_periods_are_marked_as_cut_short() -> None:
    assert parse_period("2025-H2").clipped
    assert parse_period("2025-H2").days == 6 + 31 + 30 + 14
    assert not parse_period("2026-H1").clipped
    early = previous(parse_period("2025-10-05..2025-10-20"))
    assert early is not None
    assert early.clipped
    assert (early.first_day, early.last_day) == (date(2025, 9, 25), date(2025, 10, 4))


def test_range_label() -> None:
    assert parse_period("2026-01-05..2026-02-10").label == "Từ 05/01/2026 đến 10/02/2026"
    assert parse_period(" 2026-h1 ").key == "2026-H1"


@pytest.mark.parametrize("text", ["2025-H1", "2025-Q3", "2025-09", "2024", "2025-01-01..2025-09-24"])
def test_before_the_regulation(text: str) -> None:
    with pytest.raises(ValueError, match="trước khi quy chế có hiệu lực"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-H3", "2026-Q5", "2026-13", "2026-3", "0000", "9999", "2026-02-10..2026-01-01",
             "2026-01-05..", "2026-01-05..9999-12-31", "0001-01-01..2026-01-01", "2026-02-30..2026-03-01"],
)  # fmt: skip
def test_unreadable(text: str) -> None:
    with pytest.raises(ValueError, match="Không hiểu kỳ"):
        parse_period(text)


def test_unknown_calendar() -> None:
    with pytest.raises(ValueError, match="Không có lịch kỳ báo cáo"):
        parse_period("2026", "lunar")


@given(DAYS, KINDS, CALENDAR_KEYS)
def test_periods_tile_time(day: date, kind: str, calendar: str) -> None:
    period = period_of(day, kind, calendar)
    assert period.first_day <= day <= period.last_day
    following = period_of(period.last_day + timedelta(days=1), kind, calendar)
    assert following.starts == period.ends
    assert previous(following) == period


@given(DAYS, CALENDAR_KEYS)
def test_every_day_is_in_exactly_one_half(day: date, calendar: str) -> None:
    keys = [f"{year}-H{half}" for year in (day.year, day.year + 1) for half in (1, 2)]
    halves = [parse_period(key, calendar) for key in keys if key > "2025-H1"]
    assert sum(half.first_day <= day <= half.last_day for half in halves) == 1


@given(DAYS, KINDS, CALENDAR_KEYS)
def test_key_round_trip(day: date, kind: str, calendar: str) -> None:
    period = period_of(day, kind, calendar)
    assert parse_period(period.key, calendar) == period


@given(st.dates(date(2025, 1, 1), date(2099, 12, 31)), st.dates(date(2025, 9, 25), date(2099, 12, 31)))
def test_range_round_trip_and_length(first: date, last: date) -> None:
    if first > last:
        first, last = last, first
    period = parse_period(f"{first}..{last}")
    assert parse_period(period.key) == period
    earlier = previous(period)
    if earlier is not None:
        assert earlier.ends == period.starts
        assert earlier.days == period.days or earlier.first_day == REGULATION_START


def test_day_before_the_regulation_has_no_period() -> None:
    with pytest.raises(ValueError, match="trước ngày quy chế có hiệu lực"):
        period_of(date(2025, 9, 24))


def test_periods_offered_newest_first() -> None:
    keys = [period.key for period in periods_until(date(2026, 7, 1))]
    assert keys == ["2026-H2", "2026", "2026-H1", "2025-H2", "2025"]
    assert [period.key for period in periods_until(date(2026, 1, 2), ["month"])] == [
        "2026-01", "2025-12", "2025-11", "2025-10",
    ]  # fmt: skip
    assert periods_until(date(2025, 9, 24)) == []


def test_completeness() -> None:
    period = parse_period("2026-H1")
    assert not is_complete(period, datetime(2026, 6, 14, 23, 59, 59))
    assert is_complete(period, datetime(2026, 6, 15))


def test_calendar_months_of_a_period() -> None:
    half = parse_period("2026-H1")
    months = months_in(half.starts, half.ends)
    assert [month.key for month in months] == [
        "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
    ]  # fmt: skip
    assert (months[0].first_day, months[-1].last_day) == (date(2025, 12, 1), date(2026, 6, 30))
    assert [month.key for month in months_in(datetime(2026, 1, 1), datetime(2026, 2, 1))] == ["2026-01"]
    assert months_in(datetime(2018, 1, 1), datetime(2018, 1, 1)) == []
    assert len(months_in(datetime(2018, 1, 1), datetime(2019, 1, 1))) == 12


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("2026-H1", "6 tháng cuối năm 2026"),
        ("2026-H2", "6 tháng đầu năm 2027"),
        ("2026", "năm 2027"),
        ("2026-Q4", "quý I năm 2027"),
        ("2026-01-01..2026-01-02", "thời gian tới"),
    ],
)
def test_what_comes_next(key: str, label: str) -> None:
    assert next_half_label(parse_period(key)) == label
