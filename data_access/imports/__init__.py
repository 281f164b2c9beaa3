"""Importing the spreadsheets that a ward keeps.

`import_file(store, actor, kind, source, …)` is the one way in; `IMPORTS` names the kinds, `template(kind)` gives the
blank form of one, `read_mapping` reads a mapping file, `problems_table` shows what is wrong.
"""

from data_access.imports.landing import import_file
from data_access.imports.mapping import MappingFile, read_mapping
from data_access.imports.model import ImportRefused, ImportResult, Problem, problems_table
from data_access.imports.registry import IMPORTS
from data_access.imports.template import template

__all__ = [
    "IMPORTS",
    "ImportRefused",
    "ImportResult",
    "MappingFile",
    "Problem",
    "import_file",
    "problems_table",
    "read_mapping",
    "template",
]
