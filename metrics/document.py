"""The documentation of the indicators, from their registry: `python -m metrics.document > docs/indicators.md`."""

from __future__ import annotations

import sys

from metrics.formatting import show
from metrics.kpi import Count, Distinct, Gap, Kpi, Largest, Measure, Quantile, Ratio, SumRatio
from metrics.registry import SECTIONS, section_kpis
from regulation.clauses import CLAUSES, short

UNITS = {
    "percent": "%",
    "count": "số lượng",
    "minutes": "phút",
    "points": "điểm %",
    "days": "ngày",
    "per_100": "trên 100 thành viên",
}
DIRECTIONS = {"up": "cao hơn là tốt", "down": "thấp hơn là tốt"}
HEADINGS = ("Khóa", "Chỉ tiêu", "Điều khoản", "Đơn vị", "Cách tính", "Mục tiêu", "Ghi chú")

_HEAD = """# Chỉ tiêu

Tệp này do chương trình viết từ danh mục chỉ tiêu, không sửa tay: `python -m metrics.document > docs/indicators.md`.

Cách đọc cột “Cách tính”:

- Điều kiện là SQL trên bảng dữ kiện nêu trong ngoặc (`data_access/facts_sql/`), mỗi dòng một việc, đã định kết quả
  thời hạn.
- “theo `cột`”: việc thuộc kỳ nào là theo thời điểm ở cột ấy. “cuối kỳ”: tình trạng ở cuối kỳ (kỳ đang chạy: lúc xem).
- `{starts}`, `{seen}`: lúc bắt đầu kỳ và lúc cuối cùng được thấy của kỳ.
- Tỷ lệ: tử số / mẫu số. Việc quá hạn chưa xong nằm trong mẫu số; việc chưa đến hạn để riêng và được nêu ra.
  Không có gì để đo thì ghi “–”; mẫu số dưới 10 thì ghi phân số thay cho phần trăm.
- Trung vị, 9/10: thời gian mà sau đó một nửa, chín phần mười số việc đã xong; việc chưa xong được tính là còn chờ
  (Kaplan–Meier), không bỏ ra ngoài.
"""


def document() -> str:
    """The whole file, in Markdown; one table for each section."""
    return "\n".join([_HEAD, *(_section(key) for key in SECTIONS)])


def _section(key: str) -> str:
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(_row(kpi) for kpi in section_kpis(key))]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"## {SECTIONS[key]}\n\n{table}\n"


def _row(kpi: Kpi) -> tuple[str, ...]:
    cells = (
        f"`{kpi.key}`",
        kpi.label,
        f"{short(kpi.clause)}: {CLAUSES[kpi.clause].gist}",
        UNITS[kpi.unit],
        f"{counted(kpi.measure)} (`{kpi.facts}`, {f'theo `{kpi.at}`' if kpi.at else 'cuối kỳ'})",
        _target(kpi),
        _notes(kpi),
    )
    return tuple(cell.replace("|", "\\|") for cell in cells)


def _target(kpi: Kpi) -> str:
    parts = ["" if kpi.target is None else show(kpi.target, kpi.unit), DIRECTIONS.get(kpi.better or "", "")]
    return "; ".join(part for part in parts if part)


def _notes(kpi: Kpi) -> str:
    return " ".join(part for part in (f"Trong đó của `{kpi.parent}`." if kpi.parent else "", kpi.note) if part)


def counted(measure: Measure) -> str:
    """What a measure counts, in words around its conditions."""
    match measure:
        case Count(where=where):
            return "đếm tất cả" if where == "true" else f"đếm {_code(where)}"
        case Ratio(part=part, whole=whole, pending=pending):
            aside = f"; chưa đến hạn: {_code(pending)}" if pending != "false" else ""
            return f"{_code(part)} / {_all_or(whole)}{aside}"
        case SumRatio(part=part, whole=whole, where=where, scale=scale):
            times = f"{scale:g} × " if scale != 1 else ""
            return f"{times}tổng {_code(part)} / tổng {_code(whole)}{_among(where)}"
        case Distinct(expression=expression, of=of, where=where):
            return f"số giá trị khác nhau của {_code(expression)} / {of}{_among(where)}"
        case Quantile(minutes=minutes, done=done, q=q, where=where):
            finished = "" if done == "true" else f", xong khi {_code(done)}"
            return f"{'trung vị' if q == 0.5 else f'{q * 10:g}/10'} của {_code(minutes)}{finished}{_among(where)}"
        case Largest(expression=expression, where=where):
            return f"lớn nhất của {_code(expression)}{_among(where)}"
        case Gap(part=part, whole=whole, first=first):
            return f"tỷ lệ {_code(part)} / {_code(whole)} khi {_code(first)}, trừ đi tỷ lệ ấy ở phần còn lại"
    raise TypeError(f"no words for {type(measure).__name__}")


def _code(condition: str) -> str:
    return f"`{condition}`"


def _all_or(condition: str) -> str:
    return "tất cả" if condition == "true" else _code(condition)


def _among(condition: str) -> str:
    return "" if condition == "true" else f" trong số {_code(condition)}"


if __name__ == "__main__":
    sys.stdout.buffer.write(document().encode("utf-8"))
