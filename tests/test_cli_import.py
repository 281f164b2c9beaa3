"""Importing from the command line: what it says, how it ends, and that nothing is ever half in the store."""

import csv
import io
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from data_access.imports.model import PROBLEM_HEADERS
from data_access.imports.template import DATA_SHEET, GUIDE_SHEET
from data_access.keys import load_keys
from data_access.store import Store
from data_access.verifying import verify
from tests.import_support import AREAS, GROUPS, contents, csv_bytes, xlsx

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
HEADER = ["Họ và tên", "Nhóm Zalo", "Tổ dân phố", "Ngày vào nhóm"]
GOOD = [HEADER, ["Lê Văn Đức", "N01", "TDP01", "01/10/2025"], ["Hồ Thị Lan", "N02", "Phú Mậu", "02/10/2025"]]
BAD = [HEADER, GOOD[1], ["=HYPERLINK(1)", "N09", "Phú Mậu", "32/10/2025"]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store with two areas and two groups, brought in by the command itself."""
    folder = tmp_path_factory.mktemp("kho")
    assert run(folder, "init").returncode == 0
    for kind, rows in (("areas", AREAS), ("groups", GROUPS)):
        (folder / f"{kind}.xlsx").write_bytes(xlsx(rows))
        done = run(folder, "import", kind, f"{kind}.xlsx")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Đã nhập: đọc 2 dòng; thêm 2, sửa 0, giữ nguyên 0; 0 lỗi" in done.stdout
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy of it for one test."""
    for file in made.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    os.chmod(tmp_path / "kho.key", 0o600)
    return tmp_path


def command(folder, *words):
    environment = {**os.environ, "BINHYEN_STORE": "kho.duckdb", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("BINHYEN_KEY", None)
    return {"args": [sys.executable, str(ROOT / "cli.py"), *words], "cwd": folder, "env": environment}


def run(folder, *words, binary=False):
    return subprocess.run(**command(folder, *words), capture_output=True, check=False, text=not binary)


def opened(folder):
    path = folder / "kho.duckdb"
    return Store.open(path, load_keys(path))


def kept(folder):
    with opened(folder) as store:
        return contents(store)


def test_a_good_file_lands_once(folder):
    (folder / "a.csv").write_bytes(csv_bytes(GOOD, "utf-16", "\t"))
    done = run(folder, "import", "members", "a.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "Đã nhập: đọc 2 dòng; thêm 2, sửa 0, giữ nguyên 0; 0 lỗi, 0 lưu ý."
    before = kept(folder)
    again = run(folder, "import", "members", "a.csv")
    assert again.returncode == 0
    assert "thêm 0, sửa 0, giữ nguyên 2" in again.stdout
    assert kept(folder) == before


def test_a_trial_writes_nothing(folder):
    (folder / "a.xlsx").write_bytes(xlsx(GOOD))
    before = kept(folder)
    done = run(folder, "import", "members", "a.xlsx", "--dry-run")
    assert done.returncode == 0
    assert "Kiểm tra thử, chưa ghi gì: đọc 2 dòng; thêm 2" in done.stdout
    assert kept(folder) == before


def test_problems_on_screen_and_in_a_table_that_is_safe_to_open(folder):
    (folder / "a.csv").write_bytes(csv_bytes(BAD))
    before = kept(folder)
    done = run(folder, "import", "members", "a.csv", "--problems", "loi.csv")
    assert done.returncode == 1
    assert "Không nhập gì vì có lỗi: đọc 2 dòng" in done.stdout
    assert "3 | Ngày vào nhóm | 32/10/2025 | Ngày không có trong lịch." in done.stdout
    assert kept(folder) == before
    data = (folder / "loi.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == PROBLEM_HEADERS == ("dòng", "cột", "giá trị", "lỗi", "cách sửa")
    assert {(row["dòng"], row["cột"]) for row in rows} >= {("3", "Nhóm Zalo"), ("3", "Ngày vào nhóm")}
    assert all(row["cách sửa"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_foreign_table_through_a_mapping_file(folder):
    table, mapping = DATA / "service_requests_2018.csv", DATA / "service_requests_2018.toml"
    done = run(folder, "import", "tips", str(table), "--map", str(mapping))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Đã nhập: đọc 1231 dòng; thêm 1231" in done.stdout
    with opened(folder) as store:
        assert store.query("SELECT count(*), count(classified_at) FROM store.tip") == [(1231, 1168)]


def test_errors_are_one_sentence(folder):
    (folder / "a.xlsx").write_bytes(xlsx(GOOD))
    before = kept(folder)
    for words, sentence in (
        (("import", "people", "a.xlsx"), "Không có loại danh sách “people”. Hãy chọn: areas, groups"),
        (("import", "members", "khong-co.xlsx"), "Không tìm thấy tệp “khong-co.xlsx”"),
        (("import", "members", "a.xlsx", "--map", "khong-co.toml"), "Không đọc được tệp ánh xạ"),
        (("import", "members", "kho.duckdb"), "không phải văn bản CSV cũng không phải bảng tính"),
    ):
        done = run(folder, *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert kept(folder) == before


def test_the_blank_form_goes_to_a_file(folder):
    done = run(folder, "template", "members", binary=True)
    assert (done.returncode, done.stderr) == (0, b"")
    book = openpyxl.load_workbook(io.BytesIO(done.stdout))
    assert {DATA_SHEET, GUIDE_SHEET} <= set(book.sheetnames)
    written = run(folder, "template", "tips", "-o", "tin.xlsx")
    assert written.returncode == 0
    assert openpyxl.load_workbook(folder / "tin.xlsx")[DATA_SHEET]["A1"].value == "Mã tin"


def many_members(count):
    start = datetime(2025, 10, 1)
    rows = [
        [
            f"Lê Văn {chr(65 + n % 26)}{'abcdefgh'[n % 8]}",
            "N01",
            "TDP01",
            f"H{n}",
            f"{start + timedelta(minutes=n):%d/%m/%Y %H:%M}",
        ]
        for n in range(count)
    ]
    return csv_bytes([[*HEADER[:3], "Hộ gia đình", HEADER[3]], *rows])


def test_two_at_once_the_second_is_told_to_wait(folder):
    """A store belongs to one process; whoever comes second gets a sentence and changes nothing."""
    (folder / "a.xlsx").write_bytes(xlsx(GOOD))
    with opened(folder) as store:
        before = contents(store)
        done = run(folder, "import", "members", "a.xlsx")
        assert done.returncode == 1
        assert "đang được một chương trình khác mở" in done.stderr
        assert "Traceback" not in done.stderr
        assert contents(store) == before
    assert run(folder, "import", "members", "a.xlsx").returncode == 0


@pytest.mark.slow
def test_of_two_imports_started_together_each_lands_whole_or_not_at_all(folder):
    (folder / "a.csv").write_bytes(many_members(3_000))
    (folder / "b.csv").write_bytes(
        csv_bytes([[*HEADER, "Hộ gia đình"], ["Hồ Thị Lan", "N02", "Phú Mậu", "02/10/2025", "H"]])
    )
    running = [
        subprocess.Popen(
            **command(folder, "import", "members", name), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in ("a.csv", "b.csv")
    ]
    told = [process.communicate() for process in running]
    landed = 0
    for process, (_, stderr), count in zip(running, told, (3_000, 1), strict=True):
        assert process.returncode in (0, 1)
        landed += count if process.returncode == 0 else 0
        assert process.returncode == 0 or "đang được một chương trình khác mở" in stderr
    assert landed > 0
    with opened(folder) as store:
        assert store.query("SELECT count(*) FROM store.member") == [(landed,)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Không có SIGKILL")
def test_killed_in_the_middle_nothing_of_it_stays(folder):
    """Killed ever later, until it ends by itself: before that nothing has landed, and the store opens and verifies."""
    (folder / "a.csv").write_bytes(many_members(20_000))
    before = kept(folder)
    killed = 0
    for tenths in range(5, 600, 5):
        process = subprocess.Popen(**command(folder, "import", "members", "a.csv"), stdout=subprocess.DEVNULL)
        try:
            process.wait(tenths / 10)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        with opened(folder) as store:
            if store.query("SELECT count(*) FROM store.member") != [(0,)]:
                break  # it had landed and was killed while it said so
            assert contents(store) == before
            assert list(verify(store)) == []
    assert killed > 2
    with opened(folder) as store:
        assert store.query("SELECT count(*) FROM store.member") == [(20_000,)]
        assert store.query("SELECT created FROM store.import_batch WHERE kind = 'members'") == [(20_000,)]
        assert list(verify(store)) == []
