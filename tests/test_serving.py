"""What a server does with the store it serves, without a server."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from data_access import serving
from data_access.backup import backups
from data_access.demo.loading import loaded_until
from data_access.errors import UserError
from data_access.keys import key_file, make_key_file
from data_access.serving import Serving
from data_access.store import BACKUP_FOLDER, Store
from tests.conftest import WARD


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (serving.STORE_VARIABLE, serving.DEMO_VARIABLE, "BINHYEN_KEY"):
        monkeypatch.delenv(name, raising=False)


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Store.create(path, make_key_file(key_file(path)), ward=WARD).close()
    return path


def served(wait_for: Path | None = None) -> Serving:
    found = Serving()
    found.start(lambda share, label: None)
    for _ in range(600):
        if found.error or (found.store is not None and (wait_for is None or backups(wait_for))):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_the_first_start_makes_an_encrypted_demo_and_tells_how_far_it_is() -> None:
    told: list[float] = []
    store = serving.open_served(lambda share, label: told.append(share))
    with store:
        assert store.is_demo
        assert loaded_until(store) is not None
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5
    content = serving.DEMO_STORE.read_bytes()
    assert "Tổ dân phố".encode() not in content
    assert key_file(serving.DEMO_STORE).stat().st_mode & 0o077 == 0


def test_the_second_start_opens_the_same_demo() -> None:
    with serving.open_served(lambda share, label: None) as store:
        first = store.query("SELECT count(*) FROM store.tip_event")
    with serving.open_served(lambda share, label: None) as store:
        assert store.query("SELECT count(*) FROM store.tip_event") == first


def test_a_demo_cut_off_while_it_was_made_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_: object) -> int:
        raise UserError("Mất điện.")

    with monkeypatch.context() as patched:
        patched.setattr(serving.loading, "load", cut_off)
        with pytest.raises(UserError):
            serving.open_served(lambda share, label: None)
    with serving.open_served(lambda share, label: None) as store:
        assert loaded_until(store) is not None


def test_a_real_store_goes_before_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    made(serving.DEFAULT_STORE)
    with serving.open_served(lambda share, label: None) as store:
        assert not store.is_demo
    monkeypatch.setenv(serving.DEMO_VARIABLE, "1")
    assert serving.served_path() == serving.DEMO_STORE


def test_a_real_store_is_backed_up_once_a_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = made(tmp_path / "phuong" / "kho.duckdb")
    monkeypatch.setenv(serving.STORE_VARIABLE, str(path))
    folder = path.parent / BACKUP_FOLDER
    found = served(folder)
    found.stop()
    assert len(backups(folder)) == 1
    served(folder).stop()
    assert len(backups(folder)) == 1


def test_what_keeps_the_store_from_opening_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(serving.STORE_VARIABLE, str(tmp_path / "không có.duckdb"))
    found = served()
    found.stop()
    assert "Không có kho dữ liệu" in found.error
