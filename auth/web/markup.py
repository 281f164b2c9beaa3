"""HTML of the sign-in pages: one frame, its style, and the parts of forms. Nothing is loaded, no script runs."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

STYLE = """
:root{color-scheme:light dark;--back:#f2f5f4;--card:#fff;--text:#16211f;--soft:#4d5b58;--line:#8a9894;--main:#0f6e64;
--on-main:#fff;--bad:#a3261d;--bad-back:#fdecea;--good:#0b5d36;--good-back:#e6f4ec}
@media(prefers-color-scheme:dark){:root{--back:#101716;--card:#1a2422;--text:#e8efed;--soft:#aab8b4;--line:#6d7b78;
--main:#3db8a8;--on-main:#06211d;--bad:#ffb4ab;--bad-back:#3b1512;--good:#9fe0bd;--good-back:#10301f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--back);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
.card{background:var(--card);border-radius:.75rem;padding:1.25rem;margin-top:1rem;box-shadow:0 1px 3px rgb(0 0 0/.2)}
.brand{font-weight:700;color:var(--main)}
.brand span{display:block;font-weight:400;color:var(--soft)}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}
p,ul,ol{margin:.5rem 0}
ul,ol{padding-left:1.25rem}
label{display:block;font-weight:600;margin-top:1rem}
.hint{color:var(--soft);font-size:.9rem;margin:.25rem 0}
input{width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .75rem;border:1px solid var(--line);
border-radius:.5rem;background:var(--card);color:var(--text);font:inherit}
input[readonly]{background:var(--back)}
button,.button{display:block;width:100%;min-height:2.75rem;margin-top:1.25rem;padding:.6rem 1rem;border:0;
border-radius:.5rem;background:var(--main);color:var(--on-main);font:inherit;font-weight:600;text-align:center;
text-decoration:none;cursor:pointer}
a{color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.bad,.good{border-radius:.5rem;padding:.6rem .75rem;margin:.75rem 0}
.bad{color:var(--bad);background:var(--bad-back)}
.good{color:var(--good);background:var(--good-back)}
details{margin-top:1rem}
summary{cursor:pointer;min-height:2rem;color:var(--main)}
.qr{text-align:center}
.qr svg{max-width:100%;height:auto;border-radius:.5rem}
.codes{columns:2;list-style:none;padding:0}
code{font:1.05rem/1.9 ui-monospace,Consolas,Menlo,monospace;overflow-wrap:anywhere}
@media print{.no-print{display:none}}
"""
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of these pages."""


@dataclass(frozen=True)
class Field:
    """One input of a form, named as password managers know it (`autocomplete`)."""

    name: str
    label: str
    autocomplete: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    extra: str = ""


def page(title: str, ward_name: str, body: str, *, refresh: int = 0) -> str:
    """A whole page; `body` is HTML, everything else text. `refresh`: seconds after which it is asked for again."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><link rel="icon" href="data:,">{again}'
        f"<title>{escape(title)} – Bình Yên</title><style>{STYLE}</style></head><body><main>"
        f'<div class="brand">Bình Yên<span>{escape(ward_name)}</span></div>'
        f'<div class="card"><h1>{escape(title)}</h1>{body}</div></main></body></html>'
    )


def bad(sentence: str) -> str:
    """What went wrong, read out by screen readers; nothing for an empty sentence."""
    return f'<p class="bad" role="alert" id="loi">{escape(sentence)}</p>' if sentence else ""


def good(sentence: str) -> str:
    return f'<p class="good" role="status">{escape(sentence)}</p>' if sentence else ""


def field(item: Field) -> str:
    name = escape(item.name)
    hint = f'<p class="hint" id="{name}-goi-y">{escape(item.hint)}</p>' if item.hint else ""
    described = f' aria-describedby="{name}-goi-y"' if item.hint else ""
    return (
        f'<label for="{name}">{escape(item.label)}</label>{hint}<input id="{name}" name="{name}" '
        f'type="{item.kind}" autocomplete="{item.autocomplete}" value="{escape(item.value)}"{described} {item.extra}>'
    )


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def form(action: str, token: str, parts: Sequence[str], button: str) -> str:
    """A form that brings back `token`; `parts` are HTML."""
    inside = "".join(parts)
    return (
        f'<form method="post" action="{escape(action)}">{hidden("ma_bieu_mau", token)}{inside}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def link_button(address: str, label: str) -> str:
    return f'<a class="button no-print" href="{escape(address)}">{escape(label)}</a>'
