"""Files made to do harm: each is refused with a sentence or harmless, and costs bounded memory."""

import io
import random
import socket
import struct
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from data_access.actors import OPERATOR
from data_access.imports import IMPORTS, ImportRefused, import_file, read_mapping, workbook
from data_access.imports.reader import MAX_FILE_BYTES, OLE_MAGIC, read_bytes, read_tables
from tests.import_support import contents, csv_bytes, new_store, ods, with_places, xls, xlsx

HEADER = ["Họ và tên", "Nhóm Zalo", "Ngày vào nhóm"]
ROW = ["Lê Văn Đức", "N01", "01/10/2025"]
SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024


@pytest.fixture
def store(tmp_path):
    with new_store(tmp_path) as made:
        yield with_places(made)


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(data, name, old, new):
    """The archive with `old` replaced by `new` in one of its parts."""
    members = parts(data)
    assert old in members[name]
    return zipped({**members, name: members[name].replace(old, new)})


def with_part(data, name, content):
    return zipped({**parts(data), name: content})


GOOD = xlsx([HEADER, ROW])
GOOD_ODS = ods([HEADER, ROW])
ENTITIES = b'<!DOCTYPE a [<!ENTITY l0 "haha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12)
)


def bomb():
    """A sheet of two gigabytes that packs into a few megabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        with file.open(SHEET, "w", force_zip64=True) as sheet:
            for _ in range(2 * 1024 // 16):
                sheet.write(bytes(16 * MEGABYTE))
    return buffer.getvalue()


def lying_bomb():
    """The directory says that the sheet has one byte."""
    data = bytearray(zipped({"xl/workbook.xml": b"<workbook/>", SHEET: bytes(8 * MEGABYTE)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark)
        data[place + offset : place + offset + 4] = struct.pack("<I", 1)
    return bytes(data)


def far_apart(sheets=20):
    """An old workbook whose sheets each have two cells, in opposite corners."""
    book = xlwt.Workbook()
    for number in range(sheets):
        sheet = book.add_sheet(f"s{number}")
        sheet.write(0, 0, HEADER[0])
        sheet.write(65535, 255, "x")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def one_long_text_in_many_cells():
    """Two hundred kilobytes that become gigabytes when each cell gets its own copy of the shared text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [HEADER[0], "x" * 32_000])
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>1</v></c></row>' % (n, n) for n in range(2, 40_000))
    return changed(buffer.getvalue(), SHEET, b"</sheetData>", rows + b"</sheetData>")


def old_workbook_with_password():
    """The record of the interface header becomes that of a password."""
    data = xls([HEADER, ROW])
    record = b"\xe1\x00\x02\x00"
    assert data.count(record) == 1
    place = data.index(record)
    return data[:place] + b"\x2f\x00\x02\x00\x01\x00" + data[place + 6 :]


def far_cell():
    """With quotes that a quick look does not expect."""
    far = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    return changed(GOOD, SHEET, b"</sheetData>", far)


def merged_again_and_again():
    merges = b"<mergeCells>" + b'<mergeCell ref="C1:C2000"/>' * 50_000 + b"</mergeCells>"
    return changed(xlsx([HEADER, *([ROW] * 2_000)]), SHEET, b"</sheetData>", b"</sheetData>" + merges)


def rows_and_columns_repeated():
    row, cell = b"<table:table-row", b"<table:table-cell"
    data = changed(GOOD_ODS, "content.xml", row + b">", row + b' table:number-rows-repeated="900000">')
    return changed(data, "content.xml", cell + b" ", cell + b' table:number-columns-repeated="1000" ')


def billion_laughs():
    row = b'<row r="3"><c r="A3" t="inlineStr"><is><t>&l11;</t></is></c></row></sheetData>'
    return changed(changed(GOOD, SHEET, b"<worksheet", ENTITIES + b"]><worksheet"), SHEET, b"</sheetData>", row)


REFUSED = {
    "bom nén 2 GB": (bomb, "a.xlsx", "phình ra quá lớn"),
    "bom nén khai gian": (lying_bomb, "a.xlsx", "hỏng"),
    "nghìn phần": (lambda: zipped({f"xl/{n}": b"" for n in range(6000)}), "a.xlsx", "phình"),
    "trang xls trải rộng": (far_apart, "a.xls", "quá lớn|nằm quá xa"),
    "ô xa, nháy đơn": (far_cell, "a.xlsx", "quá xa"),
    "chữ dùng chung": (one_long_text_in_many_cells, "a.xlsx", "quá lớn"),
    "gộp ô chồng nhau": (merged_again_and_again, "a.xlsx", "quá lớn"),
    "hàng lặp ods": (rows_and_columns_repeated, "a.ods", "hỏng|quá lớn"),
    "tỷ tiếng cười xlsx": (billion_laughs, "a.xlsx", "hỏng"),
    "tỷ tiếng cười ods": (
        lambda: changed(GOOD_ODS, "content.xml", ROW[0].encode(), ENTITIES + b"]>&l11;"), "a.ods", "hỏng"
    ),
    "thẻ không đóng": (lambda: changed(GOOD, SHEET, b"</sheetData>", b"<c " * MEGABYTE), "a.xlsx", "hỏng"),
    "thuộc tính lặp": (lambda: changed(GOOD, SHEET, b"</sheetData>", b"<c " + b'r="A1" ' * 600_000), "a.xlsx", "hỏng"),
    "macro": (lambda: with_part(GOOD, "xl/vbaProject.bin", b"x"), "a.xlsx", "macro"),
    "macro, đuôi xlsm": (lambda: GOOD, "a.xlsm", "macro"),
    "macro ods": (lambda: with_part(GOOD_ODS, "Basic/Standard/Module1.xml", b"x"), "a.ods", "macro"),
    "macro xls": (lambda: xls([HEADER, ROW]) + "_VBA_PROJECT_CUR".encode("utf-16-le"), "a.xls", "macro"),
    "mật khẩu xlsx": (lambda: OLE_MAGIC + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "mật khẩu"),
    "mật khẩu xls": (old_workbook_with_password, "a.xls", "mật khẩu"),
    "mật khẩu ods": (lambda: with_part(GOOD_ODS, "META-INF/manifest.xml", b"<encryption-data/>"), "a.ods", "mật khẩu"),
    "zip cụt": (lambda: GOOD[: len(GOOD) // 2], "a.xlsx", "hỏng"),
    "zip lật bit": (lambda: GOOD.replace(parts(GOOD)["[Content_Types].xml"][:4], b"????")[:-30], "a.xlsx", "hỏng"),
    "ole cụt": (lambda: xls([HEADER, ROW])[:2000], "a.xls", "hỏng"),
    "rỗng": (lambda: b"", "a.xlsx", "rỗng"),
    "toàn NUL": (lambda: bytes(4096), "a.csv", "không phải văn bản"),
    "NUL trong ô": (lambda: csv_bytes([HEADER, ["Lê\x00Đức", "N01", ""]]), "a.csv", "không phải văn bản"),
    "hai triệu cột": (lambda: b"a," * 2_000_000, "a.csv", "quá nhiều cột"),
    "quá nhiều ô": (lambda: (b"a," * 99 + b"\n") * 60_000, "a.csv", "quá nhiều ô"),
    "ô 19 MB": (lambda: b"a,b\n" + b"x" * (19 * MEGABYTE) + b",1\n", "a.csv", "ô quá dài"),
    "ô 50 MB": (lambda: b"a,b\n" + b"x" * (50 * MEGABYTE) + b",1\n", "a.csv", "20 MB"),
    "nháy không đóng": (lambda: b'a,b\n"' + b"x,y\n" * 100_000, "a.csv", "nháy kép"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence_and_nothing_changes(store, name, monkeypatch):
    monkeypatch.setattr(workbook, "MEMORY_BYTES", 768 * MEGABYTE)
    make, file_name, words = REFUSED[name]
    before = contents(store)
    with pytest.raises(ImportRefused, match=words) as refusal:
        import_file(store, OPERATOR, "members", make(), file_name)
    assert refusal.value.sentence.endswith((".", "?"))
    assert contents(store) == before


@pytest.mark.parametrize("size", [MAX_FILE_BYTES + 1, 200 * MEGABYTE])
def test_a_file_that_is_too_large_is_not_even_read(store, tmp_path, size, monkeypatch):
    path = tmp_path / "lớn.xlsx"
    with path.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("đã đọc tệp"))
    with pytest.raises(ImportRefused, match="20 MB"):
        import_file(store, OPERATOR, "members", path)


@pytest.mark.parametrize("name", ["hai triệu cột", "quá nhiều ô", "bom nén khai gian", "ô 19 MB"])
def test_what_is_refused_takes_little_memory(name):
    """The file itself may have 20 MB, as text four times that."""
    make, file_name, _ = REFUSED[name]
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused):
            read_tables(read_bytes(data), file_name)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 250 * MEGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows đặt giới hạn theo cách khác")
def test_the_process_that_opens_a_workbook_has_only_its_memory(monkeypatch):
    data = xlsx([HEADER, *([ROW] * 20_000)])
    assert len(workbook.read_workbook(data)[0].rows) == 20_001
    monkeypatch.setattr(workbook, "MEMORY_BYTES", 16 * MEGABYTE)
    with pytest.raises(ImportRefused, match="quá lớn"):
        workbook.read_workbook(data)


def test_a_key_in_the_environment_does_not_reach_the_process(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    sheet = "{'name': '', 'rows': [sorted(os.environ)], 'merged': [], 'visible': True}"
    spy.write_text(f"import json, os\nprint(json.dumps({sheet}))")
    monkeypatch.setenv("BINHYEN_KEY", "x" * 40)
    monkeypatch.setattr(workbook, "PROGRAM", spy)
    seen = workbook.read_workbook(b"")[0].rows[0]
    assert "BINHYEN_KEY" not in seen
    assert "PATH" in seen


HARMLESS = {
    "xlsx mang đuôi csv": (GOOD, "a.csv"),
    "csv mang đuôi xlsx": (csv_bytes([HEADER, ROW]), "a.xlsx"),
    "xls mang đuôi xlsx": (xls([HEADER, ROW]), "a.xlsx"),
    "ods mang đuôi xls": (GOOD_ODS, "a.xls"),
    "tên trong zip trỏ ra ngoài": (with_part(GOOD, "../vuot-ra-ngoai.txt", b"x"), "a.xlsx"),
    "tên tệp trỏ ra ngoài": (GOOD, "../../../etc/cron.d/x.xlsx"),
    "siêu liên kết": (with_part(GOOD, "xl/worksheets/_rels/sheet1.xml.rels", b"<Relationships/>"), "a.xlsx"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(store, name, tmp_path):
    data, file_name = HARMLESS[name]
    before = set(tmp_path.rglob("*"))
    result = import_file(store, OPERATOR, "members", data, file_name)
    assert (result.created, result.errors) == (1, ())
    assert {path.suffix for path in set(tmp_path.rglob("*")) - before} <= {".wal", ".heads"}
    assert not list(Path.cwd().parent.glob("vuot-ra-ngoai*"))


def test_links_to_other_files_are_told_and_not_followed(store):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        target = f"http://127.0.0.1:{listener.getsockname()[1]}/nguon.xlsx"
        rel = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Target="{target}" TargetMode="External"
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>
            </Relationships>"""
        data = with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        data = with_part(data, "xl/externalLinks/_rels/externalLink1.xml.rels", rel.encode())
        result = import_file(store, OPERATOR, "members", data, "a.xlsx")
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert (result.created, result.errors) == (1, ())
    assert ["liên kết tới tệp khác" in problem.error for problem in result.warnings] == [True]


FORMULAS = [
    '=HYPERLINK("http://x","bấm")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+cmd|'/C notepad'!A1",
    "-2+3+cmd|' /C calc'!A0",
    "	=1+1",
]


def test_formulas_in_a_csv_are_text(store):
    rows = [HEADER, *([f"{formula} An", "N01", "01/10/2025"] for formula in FORMULAS)]
    result = import_file(store, OPERATOR, "members", csv_bytes(rows), "a.csv")
    assert (result.created, result.errors) == (len(FORMULAS), ())
    kept = {name for (name,) in store.query("SELECT full_name FROM store.member")}
    assert kept == {f"{formula.strip()} An" for formula in FORMULAS}


def test_noise_is_never_more_than_refused(store):
    """Good files with bytes changed at random: refused, or they land; no other error comes out."""
    chance = random.Random(2026)
    before = contents(store)
    old, plain = xls([HEADER, ROW]), csv_bytes([HEADER, ROW])
    for data, name in ((GOOD, "a.xlsx"), (GOOD_ODS, "a.ods"), (old, "a.xls"), (plain, "a.csv")):
        for _ in range(15):
            spoilt = bytearray(data)
            for _ in range(chance.randint(1, 20)):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            try:
                import_file(store, OPERATOR, "members", bytes(spoilt), name, dry_run=True)
            except ImportRefused as refusal:
                assert refusal.sentence  # noqa: PT017
    assert contents(store) == before


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("a = " + "[" * 100_000, "lồng nhau"),
        ("[format]\ndate = '%d %d %m %Y'", "không dùng được"),
        ("[format]\ndate = '%d/%m/%Y %'", "không dùng được"),
        ("[columns]\n" + "\n".join(f"x{n} = 'a'" for n in range(1000)), "không có cột"),
    ],
    ids=["lồng", "lặp", "dở", "nhiều"],
)
def test_hostile_mapping_files(toml, words):
    with pytest.raises(ImportRefused, match=words):
        read_mapping(toml, IMPORTS["tips"])
