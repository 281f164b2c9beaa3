"""Facts: one row per thing as of a moment, every outcome decided; table macros `<name>_facts(as_of, known_at)`.

`as_of` cuts by when things happened, `known_at` by when they were entered. The macros belong to the program, not to the
store: they are made anew in the root database at every opening.
"""

from __future__ import annotations

from importlib import resources

from data_access.folding import effective_macro_sql, fold_macro_sql
from data_access.subjects import SUBJECTS


def facts_macros() -> list[str]:
    """CREATE statements in the order of their dependence."""
    folder = resources.files("data_access").joinpath("facts_sql")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [
        *(effective_macro_sql(subject) for subject in SUBJECTS.values()),
        *(fold_macro_sql(subject) for subject in SUBJECTS.values()),
        *(file.read_text(encoding="utf-8") for file in files),
    ]
