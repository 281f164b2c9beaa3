"""The one registry of report formats. Adding one is adding one entry with its writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.content import Report, ReportError
from reports.releasing_report import ReleasedReport
from reports.word import write_word


@dataclass(frozen=True)
class ReportFormat:
    """A file format: `label` on screen, `extension` without the dot, `mime` for downloads, `writer` for the bytes."""

    key: str
    label: str
    extension: str
    mime: str
    writer: Callable[[Report], bytes]


FORMATS: dict[str, ReportFormat] = {
    entry.key: entry
    for entry in (
        ReportFormat(
            "docx",
            "Word (.docx)",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            write_word,
        ),
    )
}


def render(released: ReleasedReport, key: str) -> bytes:
    """The bytes of a report that has passed the gate; raises `ReportError` for a format that there is not."""
    return _format(key).writer(released.report)


def file_name(report: Report, key: str) -> str:
    """Such as "bao-cao-6-thang-dau-nam-2026.docx"; raises `ReportError` for a format that there is not."""
    return f"bao-cao-{report.slug}.{_format(key).extension}"


def _format(key: str) -> ReportFormat:
    if key not in FORMATS:
        raise ReportError(f"Không có định dạng báo cáo “{key}”. Hãy chọn một trong: {', '.join(FORMATS)}.")
    return FORMATS[key]
