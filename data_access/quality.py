"""Data-quality rules: what a foreign key or a CHECK would say, as queries that name the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data_access.store import Store
from regulation import vocabularies as words


@dataclass(frozen=True)
class QualityRule:
    """`sql` selects rows that break the rule; the sentence is filled with their columns."""

    sentence: str
    sql: str


def _orphans(table: str, label: str, column: str, parent: str, parent_label: str) -> QualityRule:
    return QualityRule(
        f"{label} {{0}}: {parent_label} “{{1}}” không có trong danh sách.",
        f"""SELECT {table}_id, {column} FROM store."{table}"
        WHERE coalesce({column}, '') <> '' AND {column} NOT IN (SELECT {parent}_id FROM store."{parent}")""",
    )


def _unknown(table: str, label: str, column: str, vocabulary: words.Vocabulary) -> QualityRule:
    keys = ", ".join(f"'{key}'" for key in vocabulary.keys)
    return QualityRule(
        f"{label} {{0}}: “{{1}}” không thuộc danh mục {vocabulary.name.lower()}.",
        f"""SELECT {table}_id, {column} FROM store."{table}"
        WHERE coalesce({column}, '') <> '' AND {column} NOT IN ({keys})""",
    )


def _out_of_order(table: str, label: str, first: str, then: str, what: str) -> QualityRule:
    return QualityRule(f"{label} {{0}}: {what}.", f'SELECT {table}_id FROM store."{table}" WHERE {then} < {first}')


QUALITY_RULES: tuple[QualityRule, ...] = (
    *(
        _orphans(table, label, f"{parent}_id", parent, parent_label)
        for table, label in (("tip", "Tin"), ("member", "Thành viên"))
        for parent, parent_label in (("group", "nhóm"), ("area", "tổ dân phố"))
    ),
    _orphans("post", "Bài", "group_id", "group", "nhóm"),
    _orphans("group", "Nhóm", "area_id", "area", "tổ dân phố"),
    _orphans("account_check", "Lần kiểm tra tài khoản", "member_id", "member", "thành viên"),
    _unknown("tip", "Tin", "tip_kind", words.TIP_KINDS),
    _unknown("tip", "Tin", "channel", words.CHANNELS),
    _unknown("tip", "Tin", "resolution", words.RESOLUTIONS),
    _unknown("post", "Bài", "content", words.CONTENTS),
    _unknown("post", "Bài", "source", words.SOURCES),
    _unknown("post", "Bài", "form", words.FORMS),
    _unknown("post", "Bài", "removal_clause", words.PROHIBITIONS),
    _unknown("member", "Thành viên", "role", words.MEMBER_ROLES),
    _out_of_order("tip", "Tin", "received_at", "classified_at", "phân loại trước khi tiếp nhận"),
    _out_of_order("tip", "Tin", "first_posted_at", "received_at", "tiếp nhận trước khi tin được đăng"),
    _out_of_order("tip", "Tin", "received_at", "resolved_at", "giải quyết trước khi tiếp nhận"),
    _out_of_order("post", "Bài", "published_at", "removed_at", "gỡ bỏ trước khi đăng"),
    QualityRule(
        "Thông tin người báo của tin {0}: không có tin này.",
        "SELECT tip_id FROM store.tip_informant WHERE tip_id NOT IN (SELECT tip_id FROM store.tip)",
    ),
    QualityRule(
        "Mã {0} của thành viên dùng cho {1} dòng trong cùng một nhóm.",
        """SELECT external_code, count(*) FROM store.member WHERE coalesce(external_code, '') <> ''
        GROUP BY external_code, group_id HAVING count(*) > 1""",
    ),
    QualityRule(
        "Mã {0} của tin dùng cho {1} dòng.",
        """SELECT external_code, count(*) FROM store.tip WHERE coalesce(external_code, '') <> ''
        GROUP BY external_code HAVING count(*) > 1""",
    ),
)


def quality_findings(store: Store) -> Iterator[str]:
    """A sentence for every row that breaks a rule."""
    for rule in QUALITY_RULES:
        for row in store.query(f"SELECT * FROM ({rule.sql}) ORDER BY ALL"):
            yield rule.sentence.format(*row)
