"""Making the columns of the registry: one function for each shape of cell."""

from __future__ import annotations

from data_access.imports.columns import Column
from data_access.imports.moments import moment
from data_access.imports.parsers import MAX_TEXT, term, text, yes_no
from regulation.vocabularies import Vocabulary

LONG = text(MAX_TEXT, multiline=True)
MULTILINE_KEYS = frozenset({"body", "summary"})


def text_column(
    key: str, header: str, *aliases: str, required: bool = False, guide: str = "", example: str = ""
) -> Column:
    parse = LONG if key in MULTILINE_KEYS else text()
    return Column(key, header, "text", parse, aliases, required, guide, example)


def moment_column(
    key: str,
    header: str,
    *aliases: str,
    required: bool = False,
    opening: bool = False,
    guide: str = "",
    example: str = "",
    timed: bool = True,
) -> Column:
    parse = moment(needs_time=timed)
    return Column(key, header, "moment", parse, aliases, required, guide, example, opening, timed=timed)


def yes_no_column(key: str, header: str, *aliases: str, guide: str = "", example: str = "Không") -> Column:
    return Column(key, header, "yes_no", yes_no, aliases, False, guide, example)


def term_column(
    key: str,
    header: str,
    vocabulary: Vocabulary,
    *aliases: str,
    required: bool = False,
    opening: bool = False,
    guide: str = "",
    example: str = "",
    field: str = "",
) -> Column:
    shown = vocabulary.label(example)
    return Column(key, header, "term", term(vocabulary), aliases, required, guide, shown, opening, vocabulary, field)


def area_column(guide: str = "") -> Column:
    aliases = ("TDP", "Tổ", "Khối phố", "Thôn", "Địa bàn", "Tổ dân phố thôn", "Mã tổ dân phố", "Khu dân cư")
    guide = guide or "Mã, tên hoặc tên gọi khác của tổ dân phố đã có trong hệ thống."
    return Column("area", "Tổ dân phố", "area", text(), aliases, False, guide, "TDP01", field="area_id")


def group_column(required: bool, guide: str) -> Column:
    aliases = ("Nhóm", "Tên nhóm", "Mã nhóm", "Nhóm Zalo kết nối bình yên")
    return Column("group", "Nhóm Zalo", "group", text(), aliases, required, guide, "N01", field="group_id")
