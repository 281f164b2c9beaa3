"""Where to go after signing in: a page of this site and nowhere else."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.types import Scope

HOME = "/"
LONGEST = 1000
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NOT_A_PAGE = re.compile(
    r"^/(?:dang-nhap|dang-xuat|tai-khoan/moi|healthz)(?:/|$)|/(?:_stcore|static|media|component)(?:/|$)"
)


def safe_path(text: str) -> str:
    """`text` when it is the path of a page here, with its query; else the first page.

    Never a host, a scheme, a fragment, nor anything a browser might read as one ("//", "/\\", control characters).
    """
    path = unquote(text.split("?")[0])
    if not text.startswith("/") or len(text) > LONGEST or _UNSAFE.search(text) or _UNSAFE.search(path):
        return HOME
    if path.startswith("//") or "#" in text or _NOT_A_PAGE.search(path):
        return HOME
    return quote(text, safe="/?&=%-._~+,:@!$'()*;")


def asked_for(scope: Scope) -> str:
    """The page that a request asks for, as `safe_path` takes it."""
    path = quote(scope["path"], safe="/-._~")
    query = scope.get("query_string", b"").decode("latin-1")
    return safe_path(f"{path}?{query}" if query else path)
