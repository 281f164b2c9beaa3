"""The two files that stand beside the packages keep to the same rules as they (the packages: `lint-imports`)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("regulation", "data_access", "metrics", "charts", "reports", "auth", "pages")
FORBIDDEN = {
    "app.py": {"duckdb", "docx", "xlsxwriter", "plotly", "matplotlib", "cli"},
    "cli.py": {"duckdb", "docx", "xlsxwriter", "plotly", "matplotlib", "streamlit", "pages", "app"},
}


def imported(file: Path) -> set[str]:
    """First parts of the names of everything that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", FORBIDDEN)
def test_entry_files_import_no_more_than_they_may(name: str) -> None:
    assert imported(ROOT / name) & FORBIDDEN[name] == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_do_not_import_the_entry_files(package: str) -> None:
    files = [file for file in (ROOT / package).rglob("*.py") if imported(file) & {"app", "cli"}]
    assert files == []
