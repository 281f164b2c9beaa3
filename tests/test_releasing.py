"""The gate: who may take what away, what is masked and hidden in it, and what the log says of it."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd
import pytest

from auth.permissions import ROLES
from data_access import audit
from data_access.actors import OPERATOR
from data_access.errors import NotAllowed
from data_access.events import Event, record
from data_access.store import Store
from reports import cells, releasing
from reports.releasing import PERIOD, SEARCH, Released, Shown, release
from reports.releasing_report import ReleasedReport
from reports.table_spec import TableSpec
from reports.tables_csv import write_csv
from reports.tables_excel import write_xlsx
from tests.gate_support import (
    LEADER,
    MEMBER,
    NAME,
    NOW,
    NUMBER,
    PHONE,
    STEERING,
    actor,
    gate_store,
    log,
    passed,
    read_csv,
    table,
)
from tests.report_sample import sample_report

# The type is the gate


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from gate_store(tmp_path_factory.mktemp("gate"))


@pytest.mark.parametrize("kind", [Shown, Released])
def test_nothing_else_makes_what_has_passed(store: Store, kind: type) -> None:
    arguments = ("a", "A", (), ((),), (), NOW, False)
    with pytest.raises(TypeError):
        kind(*arguments)
    with pytest.raises(TypeError):
        kind(*arguments, object())
    with pytest.raises(TypeError):
        ReleasedReport(sample_report(), object())


def test_what_has_passed_cannot_be_changed(store: Store) -> None:
    made = passed(store, table({"text": "a"}))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.rows = (("x",),)  # type: ignore[misc]
    with pytest.raises(TypeError):
        dataclasses.replace(made, rows=(("x",),), gate=object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(made, rows=(("x",),))


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_writers_take_released_tables_only(store: Store, write: Any) -> None:
    assert get_type_hints(write)["released"] is Released
    shown = release(store, LEADER, table({"text": "a"}), title="t", filters={}, as_of=NOW, purpose="screen")
    for wrong in (pd.DataFrame({"a": [1]}), shown, table({"text": "a"}), [["a"]]):
        with pytest.raises(TypeError):
            write(wrong)


@pytest.mark.slow
def test_the_type_checker_refuses_ungated_rows(tmp_path: Path) -> None:
    snippet = tmp_path / "ungated.py"
    snippet.write_text(
        "import pandas as pd\nfrom reports.releasing import Shown\nfrom reports.tables_csv import write_csv\n"
        "from reports.tables_excel import write_xlsx\n\n"
        "def leak(frame: pd.DataFrame, shown: Shown) -> None:\n"
        "    write_csv(frame)\n    write_xlsx(frame)\n    write_csv(shown)\n    write_xlsx([['a']])\n"
    )
    root = Path(releasing.__file__).parents[1]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(root / "pyproject.toml"), str(snippet)]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    lines = [line for line in result.stdout.splitlines() if "ungated.py" in line and "arg-type" in line]
    assert [int(line.split(":")[1]) for line in lines] == [7, 8, 9, 10], result.stdout


# Rights and the log


def test_files_are_logged_and_screens_are_not(store: Store) -> None:
    before = len(log(store))
    spec = table({"text": "Nội dung", "count": 3})
    for _ in range(3):
        release(store, LEADER, spec, title="Bảng", filters={}, as_of=NOW, purpose="screen")
    assert len(log(store)) == before
    release(store, LEADER, spec, title="Bảng", filters={"Nhóm": "Nhóm 1"}, as_of=NOW, purpose="csv")
    assert log(store)[before:] == [("acc-leader", "export.cases", "bang-thu", "csv, 1 dòng; Nhóm: Nhóm 1")]
    counts = table({"label": "Tổ 1", "count": 3}, reads="read.aggregates")
    release(store, LEADER, counts, title="Bảng", filters={}, as_of=NOW, purpose="xlsx")
    assert log(store)[-1] == ("acc-leader", "export.aggregates", "bang-thu", "xlsx, 1 dòng; không")
    assert audit.broken_entries(store) == []


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_take_what_away(store: Store, role: str) -> None:
    cases = table({"text": "Nội dung"})
    counts = table({"label": "Tổ 1", "count": 30}, reads="read.aggregates")
    allowed = {"screen": role not in ("steering", "administrator"), "csv": role in ("leader", "focal_point")}
    for purpose, may in allowed.items():
        if may:
            release(store, actor(role), cases, title="t", filters={}, as_of=NOW, purpose=purpose)  # type: ignore[call-overload]
        else:
            with pytest.raises(NotAllowed):
                release(store, actor(role), cases, title="t", filters={}, as_of=NOW, purpose=purpose)  # type: ignore[call-overload]
            assert log(store)[-1][:2] == (f"acc-{role}", "refused")
        release(store, actor(role), counts, title="t", filters={}, as_of=NOW, purpose=purpose)  # type: ignore[call-overload]


def test_a_table_of_people_does_not_pass_as_one_of_counts(store: Store) -> None:
    disguised = table({"name": NAME, "count": 1}, reads="read.aggregates")
    with pytest.raises(NotAllowed):
        release(store, STEERING, disguised, title="t", filters={}, as_of=NOW, purpose="csv")


# Masking


def test_each_kind_of_column(store: Store) -> None:
    spec = table(
        [
            ("name", NAME),
            ("phone", PHONE),
            ("phone", 912345678),
            ("identity_number", NUMBER),
            ("address", "Số 12, ngõ 3, phường Sông Trí"),
            ("text", "Anh Lò Văn Tèo, 0987.654.321"),
            ("label", "Nhóm Trần Phú 0987654321"),
            ("code", "T20251125-0012"),
            ("count", 3),
            ("rate", 0.5),
            ("moment", pd.Timestamp("2026-01-02 03:04")),
            ("day", date(2026, 1, 2)),
            ("number", None),
            ("text", float("nan")),
            ("moment", pd.NaT),
            ("label", True),
        ]
    )
    assert passed(store, spec).rows[0] == (
        "Z.V.Q.",
        "09xx xxx 678",
        "09xx xxx 678",
        "xxxxxxxxx234",
        "xxx, phường Sông Trí",
        "Anh L.V.T., 09xx xxx 321",
        "Nhóm Trần Phú 09xx xxx 321",
        "T20251125-0012",
        3,
        0.5,
        datetime(2026, 1, 2, 3, 4),
        date(2026, 1, 2),
        None,
        None,
        None,
        "Có",
    )


def test_texts_are_masked_with_everybody_the_store_knows(store: Store) -> None:
    spec = table({"text": f"{NAME.lower()} và {unicodedata.normalize('NFD', MEMBER)} gặp nhau"})
    assert passed(store, spec).rows[0] == ("Z.V.Q. và B.T.N.N. gặp nhau",)


def test_given_names_of_the_people_of_the_row_are_masked(store: Store) -> None:
    text = "Hôm nay Qũy gọi, rồi bế con về"
    assert passed(store, table({"tip": "tip-1", "text": text})).rows[0][1] == "Hôm nay Q. gọi, rồi bế con về"
    assert passed(store, table({"name": NAME, "text": text})).rows[0][1] == "Hôm nay Q. gọi, rồi bế con về"
    assert passed(store, table({"tip": "tip-9", "text": text})).rows[0][1] == text


def test_names_are_known_as_soon_as_they_are_entered(store: Store) -> None:
    spec = table({"text": "hội phán vọ đến"})
    assert passed(store, spec).rows[0] == ("hội phán vọ đến",)
    with store.write(OPERATOR) as tx:
        record(tx, "member", [Event("member-2", "joined", NOW, {"full_name": "Hội Phán Vọ"})])
    assert passed(store, spec).rows[0] == ("H.P.V. đến",)


SAID = [
    NAME,
    NAME.upper(),
    "zach van quy",
    "ZạchVănQũy",
    "Zạch\nVăn\nQũy",
    PHONE,
    "0912 345 678",
    NUMBER,
    "không chín một hai ba bốn năm sáu bảy tám",
]


@pytest.mark.parametrize("said", SAID)
def test_no_identity_anywhere_in_what_leaves(store: Store, said: str) -> None:
    """In text, title, filters, file and sheet names, lines, properties and the log."""
    spec = table({"tip": "tip-1", "text": f"Tin của {said} nhé", "label": "Tổ 1"})
    filters = {"Người nhập": f"của {said}", SEARCH: said, PERIOD: "Năm 2026"}
    made = release(store, LEADER, spec, title=f"Bảng về {said}", filters=filters, as_of=NOW, purpose="csv")
    book = io.BytesIO(write_xlsx(made))
    inside = [zipfile.ZipFile(book).read(name).decode() for name in zipfile.ZipFile(book).namelist()]
    places = [write_csv(made).decode(), made.file_name("csv"), *inside, *log(store)[-1], str(made)]
    for place in places:
        plain = cells.clean(place).lower()
        squeezed = "".join(char for char in unicodedata.normalize("NFD", plain) if char.isalnum())
        assert "zachvanquy" not in squeezed
        assert "912345" not in squeezed
        assert "042096" not in squeezed
        assert "haibabon" not in squeezed


def test_what_was_searched_for_is_never_told(store: Store) -> None:
    made = passed(store, table({"text": "a"}), **{SEARCH: "một người lạ nào đó"})
    assert "Từ khóa: (có từ khóa)" in made.lines[0]
    assert "người lạ" not in made.lines[0] + log(store)[-1][3]


def test_the_line_says_who_when_what_and_as_of_when(store: Store) -> None:
    earlier = datetime(2026, 6, 14, 23, 59)
    made = release(
        store, LEADER, table({"text": "a"}), title="t", filters={"Nhóm": "Nhóm 3"}, as_of=earlier, purpose="csv"
    )
    assert made.lines == (
        "Người kết xuất: Đỗ Lập Biểu (Lãnh đạo), lúc 10:00 25/11/2026. Bộ lọc: Nhóm: Nhóm 3. "
        "Số liệu tính đến 23:59 14/06/2026.",
    )
    assert read_csv(write_csv(made))[-1] == list(made.lines)
    assert made.file_name("csv") == "bang-thu-20260614-2359.csv"


@pytest.mark.parametrize("slug", ["Nguyễn-An", "../x", "tin 1", "", "TIN", "a/b"])
def test_file_names_are_plain(slug: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        TableSpec(slug, (), [], "read.tips")
