"""The login page: plain HTML without any script."""

from __future__ import annotations

from policysearch.render import Html, element, join

_STYLE = """
:root{color-scheme:light dark}
body{font-family:"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;margin:0;display:grid;
place-items:center;min-height:100vh;background:Canvas;color:CanvasText}
main{width:min(22rem,90vw)}
h1{font-size:1.4rem}
label{display:block;margin:1rem 0 .3rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:1px solid GrayText;border-radius:4px}
button{font:inherit;margin-top:1.4rem;width:100%;padding:.7rem;border:0;border-radius:4px;background:#17518a;color:#fff;
cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid #c8541a;outline-offset:2px}
.fault{border-left:4px solid #b3261e;padding:.5rem .8rem;margin:1rem 0}
"""


def login_page(token: str, *, root: str, then: str = "", fault: str = "", name: str = "") -> str:
    """The form; ``token`` proves that it was we who gave it, ``then`` is the query to open afterwards.

    ``fault`` is a sentence on what went wrong. Everything is escaped.
    """
    form = element(
        "form",
        element("label", "账号", for_="name"),
        element(
            "input",
            id="name",
            name="name",
            value=name,
            autocomplete="username",
            maxlength=64,
            required=True,
            autofocus=not name,
            autocapitalize="none",
            spellcheck="false",
        ),
        element("label", "密码", for_="password"),
        element(
            "input",
            id="password",
            name="password",
            type="password",
            autocomplete="current-password",
            maxlength=256,
            required=True,
            autofocus=bool(name),
        ),
        element("input", type="hidden", name="token", value=token),
        element("input", type="hidden", name="then", value=then),
        element("button", "登录", type="submit"),
        method="post",
        action=f"{root}/login",
    )
    told = element("p", fault, class_="fault", role="alert") if fault else Html("")
    return _page("登录 - 政策检索", element("main", element("h1", "政策检索"), told, form))


def again_page(address: str) -> str:
    """A page that opens ``address`` of this site at once.

    A link from another site brings no cookie with it (SameSite=Strict); a step from our own page does.
    """
    link = element("p", element("a", "继续", href=address))
    return _page("政策检索", element("main", link), element("meta", http_equiv="refresh", content=f"0;url={address}"))


def _page(title: str, body: Html, head: Html = Html("")) -> str:  # noqa: B008
    meta = element("meta", charset="utf-8")
    viewport = element("meta", name="viewport", content="width=device-width, initial-scale=1")
    style = Html(f"<style>{_STYLE}</style>")
    whole = join([meta, viewport, head, element("title", title), style])
    return "<!DOCTYPE html>\n" + element("html", element("head", whole), element("body", body), lang="zh-CN")
