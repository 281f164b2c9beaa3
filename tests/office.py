"""Opening Word files with LibreOffice, for tests that look at the finished pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOTEXT = shutil.which("pdftotext")


def pages_of(folder: Path, documents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The text of every page of each Word document, as LibreOffice lays it out; skips the test without LibreOffice."""
    if SOFFICE is None or PDFTOTEXT is None:
        pytest.skip("needs LibreOffice and pdftotext")
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    files = [str(folder / f"{name}.docx") for name in documents]
    _run(SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files)
    return {name: _pages(folder / f"{name}.pdf") for name in documents}


def _pages(pdf: Path) -> list[str]:
    assert PDFTOTEXT is not None
    text = _run(PDFTOTEXT, "-layout", "-enc", "UTF-8", str(pdf), "-")
    return text.split("\f")[:-1]


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, timeout=240, check=True)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """The text without white space, so that line breaks do not matter."""
    return "".join(text.split())
