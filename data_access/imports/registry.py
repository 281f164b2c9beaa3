"""The tables that can be imported. Adding one is adding an entry to `IMPORTS`."""

from __future__ import annotations

from data_access.imports.columns import ImportKind
from data_access.imports.kind_members import MEMBERS
from data_access.imports.kind_places import AREAS, GROUPS
from data_access.imports.kind_posts import POSTS
from data_access.imports.kind_tips import TIPS

IMPORTS: dict[str, ImportKind] = {kind.key: kind for kind in (AREAS, GROUPS, MEMBERS, POSTS, TIPS)}
