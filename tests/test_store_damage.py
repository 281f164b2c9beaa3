"""Damaged, exchanged, missing files: each is noticed and named, and nothing is made worse by looking."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest

from data_access import heads
from data_access.attaching import wal_file
from data_access.errors import StoreDamaged, UserError, WrongKey
from data_access.keys import KEY_VARIABLE, derive, key_file, load_keys, make_key_file
from data_access.verifying import verify
from tests.store_support import KEYS, MASTER, START, contents, create, flip, put, python, reopen, some_tips

TIPS = 12
WAL_BROKEN, TAIL_MISSING = "Tệp WAL của kho dữ liệu", "bị thiếu phần cuối"


@pytest.fixture(scope="module")
def left_open(tmp_path_factory) -> Path:
    """A folder with a store whose last writes are in the WAL only; not to be touched."""
    folder = tmp_path_factory.mktemp("left-open")
    said = python("left_open.py", folder / "kho.duckdb", MASTER, TIPS)
    assert (said.returncode, said.stderr) == (9, "")
    assert wal_file(folder / "kho.duckdb").stat().st_size > 1000
    return folder


@pytest.fixture
def path(left_open, tmp_path) -> Path:
    shutil.copytree(left_open, tmp_path, dirs_exist_ok=True)
    return tmp_path / "kho.duckdb"


@pytest.fixture(scope="module")
def closed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("closed")
    with create(folder / "kho.duckdb") as store:
        some_tips(store, 40)
    return folder


@pytest.fixture
def closed_path(closed, tmp_path) -> Path:
    shutil.copytree(closed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "kho.duckdb"


def sums(path: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.parent.iterdir()}


def refusal(path: Path, **options) -> UserError:
    """What opening says; the files must be as they were."""
    before = sums(path)
    with pytest.raises(UserError) as refused:
        reopen(path, **options)
    assert sums(path) == before, "a refused opening has changed the files"
    return refused.value


def looked_at(path: Path) -> tuple[str, dict | None]:
    """What opening and `verify` say, and, when they say nothing, all that the store holds."""
    try:
        with reopen(path) as store:
            findings = verify(store)
            return " ".join(finding.sentence for finding in findings), None if findings else contents(store)
    except StoreDamaged as error:
        return str(error), None


def test_after_a_crash_everything_is_there(path):
    with reopen(path) as store:
        found = store.query("SELECT tip_id, summary FROM store.tip")
        assert sorted(found) == sorted((f"tin-{n}", f"Nội dung số {n}") for n in range(TIPS))
        assert verify(store) == []
    assert not wal_file(path).exists()


def test_a_missing_wal_is_noticed(path):
    wal_file(path).unlink()
    said = refusal(path)
    assert isinstance(said, StoreDamaged)
    assert TAIL_MISSING in str(said)
    assert f"mục {TIPS + 1} " in str(said)


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_truncated_wal_is_noticed_and_kept(path, share):
    wal = wal_file(path)
    os.truncate(wal, int(wal.stat().st_size * share))
    if share == 0.0:  # DuckDB drops an empty file; there is nothing in it to keep
        with pytest.raises(StoreDamaged, match=TAIL_MISSING):
            reopen(path)
    else:
        assert TAIL_MISSING in str(refusal(path))


def test_a_bit_flipped_anywhere_in_the_wal_is_noticed_or_harms_nothing(path, left_open):
    size = wal_file(path).stat().st_size
    places = [*range(0, 64, 6), *random.Random(1).sample(range(64, size), 12), size - 1]
    with reopen(path) as store:
        whole = contents(store)
    named = 0
    for number, place in enumerate(places):
        shutil.copytree(left_open, path.parent, dirs_exist_ok=True)
        flip(wal_file(path), place, number % 8)
        said, found = looked_at(path)
        assert said or found == whole, f"a shorter history after byte {place}"
        assert not said or WAL_BROKEN in said or TAIL_MISSING in said
        named += bool(said)
        wal_file(path).unlink(missing_ok=True)
    assert named > len(places) // 2


def test_a_wal_whose_contents_are_broken_is_named(path):
    flip(wal_file(path), wal_file(path).stat().st_size - 20)
    said = str(refusal(path))
    assert WAL_BROKEN in said
    assert "không xóa tệp WAL" in said


def test_verify_looks_at_a_store_with_a_cut_wal_and_says_what_is_missing(path):
    os.truncate(wal_file(path), wal_file(path).stat().st_size // 2)
    before = sums(path)
    with reopen(path, check_head=False) as store:
        findings = verify(store)
        assert 0 < store.query("SELECT count(*) FROM store.tip")[0][0] < TIPS
    assert [finding.check for finding in findings] == ["head"]
    assert sums(path) == before


def test_the_wal_of_another_store_is_not_taken(path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "kho.duckdb"
    python("left_open.py", other, MASTER, 3)
    shutil.copy(wal_file(other), wal_file(path))
    with pytest.raises(StoreDamaged):
        reopen(path)


def test_an_old_copy_under_a_newer_head_file_is_noticed(closed_path):
    old = closed_path.read_bytes()
    with reopen(closed_path) as store:
        put(store, "tip", "tin-mới", "received")
    closed_path.write_bytes(old)
    assert TAIL_MISSING in str(refusal(closed_path))


def test_a_store_written_anew_under_the_head_file_of_another_is_noticed(closed_path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "kho.duckdb"
    with create(other) as store:
        put(store, "tip", "tin-khác", "received")
        some_tips(store, 50)
    shutil.copy(other, closed_path)
    assert "đã bị viết lại" in str(refusal(closed_path))


def test_a_head_file_that_is_ahead_is_noticed(closed_path):
    head_file = heads.head_file(closed_path)
    last = heads.last(head_file)
    heads.write(head_file, heads.Head(last.entry_id + 1, "f" * 64, START))
    said = str(refusal(closed_path))
    assert TAIL_MISSING in said
    assert f"mục {last.entry_id + 1} " in said


def test_a_head_file_that_says_something_else_is_noticed(closed_path):
    head_file = heads.head_file(closed_path)
    last = heads.last(head_file)
    heads.write(head_file, heads.Head(last.entry_id, "f" * 64, START))
    assert "đã bị viết lại" in str(refusal(closed_path))


@pytest.mark.parametrize(
    "rest", [b"", b"\x00\xff\xfe" * 100, b'{"entry": 1}\n', b"[1, 2]\n", b"17\n", b" " * 500 + b"\n"]
)
def test_a_head_file_that_says_nothing_is_noticed(closed_path, rest):
    heads.head_file(closed_path).write_bytes(rest)
    assert "Thiếu tệp đầu nhật ký" in str(refusal(closed_path))


@pytest.mark.parametrize("torn", [b'{"entry": 99, "se', b" " * 80, b'{"entry": 99, "seal": "f"}\n', b"\n\n"])
def test_a_line_of_the_head_file_torn_by_a_crash_is_passed_over(closed_path, torn):
    head_file = heads.head_file(closed_path)
    with head_file.open("ab") as file:
        file.write(torn)
    with reopen(closed_path) as store:
        put(store, "tip", "tin-mới", "received")
        assert heads.last(head_file) == heads.current(store)
    reopen(closed_path).close()


@pytest.mark.parametrize("place", [0, 9, 40, 100, 4096, 4200])
def test_a_bit_flipped_in_the_header_is_noticed_or_harms_nothing(closed_path, place):
    with reopen(closed_path) as store:
        whole = contents(store)
    flip(closed_path, place)
    said, found = looked_at(closed_path)
    assert found == whole or "Không đọc được kho dữ liệu" in said


def test_bits_flipped_in_the_file_are_found_by_verify_or_harm_nothing(closed, closed_path):
    with reopen(closed_path) as store:
        whole = contents(store)
    size, named = closed_path.stat().st_size, 0
    for place in random.Random(2).sample(range(12_288, size), 15):
        shutil.copytree(closed, closed_path.parent, dirs_exist_ok=True)
        flip(closed_path, place)
        said, found = looked_at(closed_path)
        assert found == whole or "nội dung tệp đã bị hỏng" in said
        named += bool(said)
    assert named > 3


def test_a_read_of_a_damaged_block_says_so(closed_path):
    """Whoever meets the damage first gets the sentence, not an error of the database."""
    data = closed_path.read_bytes()
    closed_path.write_bytes(data[:12_288] + bytes(byte ^ 1 for byte in data[12_288:]))
    with pytest.raises(StoreDamaged, match="Hãy khôi phục từ bản sao lưu"):
        reopen(closed_path)


@pytest.mark.parametrize("left", [0, 1, 5_000, 100_000])
def test_a_truncated_store_is_noticed(closed_path, left):
    os.truncate(closed_path, left)
    assert "Không đọc được kho dữ liệu" in str(refusal(closed_path))


def test_something_else_in_the_place_of_the_store_is_noticed(closed_path):
    closed_path.write_text("Đây không phải là kho dữ liệu. " * 1000, encoding="utf-8")
    assert "Không đọc được kho dữ liệu" in str(refusal(closed_path))


def test_a_wrong_key_is_noticed(closed_path):
    said = refusal(closed_path, keys=derive(MASTER + "x"))
    assert isinstance(said, WrongKey)
    assert "Khóa không mở được" in str(said)


@pytest.fixture
def own_key(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    path = tmp_path / "khóa.duckdb"
    make_key_file(key_file(path))
    return path


def test_a_missing_key_file_is_named(own_key):
    key_file(own_key).unlink()
    with pytest.raises(WrongKey, match="Không tìm thấy khóa") as refused:
        load_keys(own_key)
    assert str(key_file(own_key)) in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"ngan\n", b"\xff\xfe" * 40, "khóa có dấu".encode() * 5])
def test_a_damaged_key_file_is_named(own_key, content):
    key_file(own_key).write_bytes(content)
    with pytest.raises(WrongKey, match=r"hỏng|quá ngắn"):
        load_keys(own_key)


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
def test_a_key_file_that_others_can_read_is_refused(own_key):
    key_file(own_key).chmod(0o640)
    with pytest.raises(WrongKey, match="chmod 600"):
        load_keys(own_key)


def test_a_key_file_is_made_once_and_for_its_owner(own_key):
    first = load_keys(own_key)
    with pytest.raises(UserError, match="Đã có tệp khóa"):
        make_key_file(key_file(own_key))
    assert load_keys(own_key) == first
    if os.name == "posix":
        assert key_file(own_key).stat().st_mode & 0o777 == 0o600


def test_the_derived_keys_are_different_and_lasting():
    assert len({KEYS.store, KEYS.audit.hex(), KEYS.web.hex()}) == 3
    assert derive(MASTER) == KEYS
    assert derive(MASTER + "x").store != KEYS.store
