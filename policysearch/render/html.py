"""Pieces of a page, escaped by construction: text becomes Html only in ``element``, ``text``."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

Attribute = str | int | bool | None
_VOID = frozenset({"br", "hr", "img", "input", "meta", "wbr"})


class Html(str):
    """Markup that is already escaped; any other ``str`` is taken as plain text and escaped."""

    __slots__ = ()


EMPTY = Html("")


def text(plain: str) -> Html:
    """``plain`` as markup: an Html stays as it is, anything else is escaped."""
    return plain if isinstance(plain, Html) else Html(escape(plain, quote=True))


def join(parts: Iterable[str], between: str = "") -> Html:
    """The parts one after the other, each escaped unless it is Html."""
    return Html(text(between).join(map(text, parts)))


def element(name: str, /, *children: str, **attributes: Attribute) -> Html:
    """``<name …>children</name>``: children and attribute values escaped, ``class_`` is ``class``.

    An attribute of None or False is left out, of True has no value; ``data_view`` is ``data-view``.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{join(children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(str(value), quote=True)}"'
