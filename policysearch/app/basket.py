"""The basket (?view=basket): what the browser has put aside, looked up again; and its export, ``/export_basket``."""

from __future__ import annotations

import json
from typing import Any

from policysearch.app.download import download
from policysearch.app.view import View, wrap
from policysearch.errors import UsageError
from policysearch.export import Pick, is_pick_ref, look_up, report_of_basket
from policysearch.render import basket_page
from policysearch.render.basket import MOST_NOTE_CHARS, MOST_TITLE_CHARS
from policysearch.search.searcher import Searcher

MOST_PICKS = 100
_MOST_REFS = 12
_MOST_ID_CHARS = 80
_TITLE = "政策摘录"
_SHAPE = "每条摘录要有 doc、refs（“复制链接”里 clause 的值，加 @ 和起点），可以有 note。"


def basket(searcher: Searcher, carried: str, today: str) -> View:
    """The view of the picks that the browser sent along as JSON (see ``picks_of``), without their notes.

    Raises UsageError for what is no such list.
    """
    try:
        given = json.loads(carried) if carried else []
    except (ValueError, RecursionError) as error:
        raise UsageError(f"摘录夹的内容读不出：{_SHAPE}") from error
    found = [look_up(pick, searcher.documents) for pick in picks_of(given)]
    return wrap("basket", "摘录夹", basket_page(found, today))


def picks_of(given: Any) -> tuple[Pick, ...]:
    """The picks of ``[{"doc": …, "refs": […], "note": …}, …]``; UsageError with the number of one that is none."""
    if not isinstance(given, list) or len(given) > MOST_PICKS:
        raise UsageError(f"摘录夹要是一个列表，最多 {MOST_PICKS} 条：请分几次导出。")
    return tuple(_pick(one, number) for number, one in enumerate(given, 1))


def _pick(one: Any, number: int) -> Pick:
    fields = one if isinstance(one, dict) else {}
    doc_id, refs, note = fields.get("doc"), fields.get("refs"), fields.get("note") or ""
    is_right = (
        isinstance(doc_id, str)
        and 0 < len(doc_id) <= _MOST_ID_CHARS
        and isinstance(refs, list)
        and 0 < len(refs) <= _MOST_REFS
        and all(isinstance(ref, str) and is_pick_ref(ref) for ref in refs)
        and isinstance(note, str)
    )
    if not is_right:
        raise UsageError(f"第{number}条摘录不对：{_SHAPE}")
    if len(note) > MOST_NOTE_CHARS:
        raise UsageError(f"第{number}条的批注有 {len(note)} 字，最多 {MOST_NOTE_CHARS} 字：请写短一些。")
    return Pick(str(doc_id), tuple(refs or ()), note.strip())


def basket_file(searcher: Searcher, picks: Any, format: str, title: str, today: str) -> dict[str, str]:
    """The words of ``picks`` (see ``picks_of``) as the documents have them, as a file in a reply (see ``download``)."""
    try:
        found = picks_of(picks)
    except UsageError as error:
        return {"error": str(error)}
    if not found:
        return {"error": "摘录夹是空的：先在回答、结果或原文里摘录。"}
    name = " ".join(str(title or "").split())[:MOST_TITLE_CHARS] or _TITLE
    return download(report_of_basket(name, found, searcher.documents, today), format)
