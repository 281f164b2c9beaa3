"""Building the periodic report (clause 20.2): from the store's figures to the content that the writers lay out."""

from __future__ import annotations

from datetime import datetime

from data_access.reading import Reader
from regulation.periods import Period, next_half_label
from reports.annexes import annexes
from reports.content import Report, ReportError, ReportHeading, Section, Signature
from reports.evaluation_section import evaluation
from reports.figures import Figures, read_figures
from reports.issuer import Issuer
from reports.outlook_section import proposals, tasks
from reports.prose import day, lower_first, moment, slug
from reports.results_section import results, situation

READ_REPORTS = "read.reports"


def build_report(reader: Reader, period: Period, as_of: datetime, issuer: Issuer) -> Report:
    """The report on `period` with the figures as known at `as_of`.

    Raises `ReportError` for a period that has not begun, `NotAllowed` for a reader without the right to reports.
    """
    reader.actor.require(READ_REPORTS)
    if period.starts > as_of:
        raise ReportError(
            f"Kỳ báo cáo {lower_first(period.label)} chưa bắt đầu ({period.span_label}). Hãy chọn kỳ đã bắt đầu."
        )
    figures = read_figures(reader, period, as_of)
    subject = _subject(period, issuer)
    return Report(
        period_key=period.key,
        slug=slug(period.label),
        title=f"Báo cáo {lower_first(subject)}",
        as_of=as_of,
        heading=_heading(figures, issuer, subject),
        sections=_sections(figures, issuer),
        closing=_closing(period, issuer),
        signature=Signature(issuer.authority, issuer.position, issuer.rank, issuer.signer, issuer.recipients),
        annexes=annexes(figures, issuer),
    )


def _subject(period: Period, issuer: Issuer) -> str:
    return (
        f"Kết quả thực hiện Quy chế quản lý và sử dụng mô hình nhóm {issuer.model_name} {lower_first(period.label)} "
        f"và phương hướng, nhiệm vụ {next_half_label(period)}"
    )


def _heading(figures: Figures, issuer: Issuer, subject: str) -> ReportHeading:
    return ReportHeading(
        parent_agency=issuer.parent_agency,
        agency=issuer.agency,
        number=issuer.number_line,
        place_date=f"{issuer.place}, {issuer.date_words(figures.as_of.date())}",
        kind="BÁO CÁO",
        subject=subject,
        addressees=issuer.addressees,
        legal_bases=issuer.legal_bases,
        opening=_opening(figures, issuer),
    )


def _opening(figures: Figures, issuer: Issuer) -> str:
    """Who reports on which span: the whole period, the first one since the regulation, or one still running."""
    period = figures.period
    span = period.span_label
    if period.clipped:
        starts = f"từ ngày {day(period.first_day)}"
        span = span.replace(starts, f"{starts}, ngày Quy chế có hiệu lực,", 1)
    unfinished = "kỳ báo cáo chưa kết thúc, " if figures.running else ""
    name = "" if period.kind == "range" else f" {lower_first(period.label)}"
    return (
        f"{issuer.agency_in_text} báo cáo kết quả thực hiện Quy chế{name} ({span}; {unfinished}số liệu tính đến "
        f"{moment(figures.as_of)}) như sau:"
    )


def _sections(figures: Figures, issuer: Issuer) -> tuple[Section, ...]:
    return (
        situation(figures, issuer),
        results(figures),
        evaluation(figures),
        tasks(figures, next_half_label(figures.period)),
        proposals(figures),
    )


def _closing(period: Period, issuer: Issuer) -> str:
    return (
        f"Trên đây là báo cáo kết quả thực hiện Quy chế {lower_first(period.label)} và phương hướng, nhiệm vụ "
        f"{next_half_label(period)} của {issuer.agency_in_text} (số liệu chi tiết tại Phụ lục I, Phụ lục II kèm theo)"
    )
