"""What a reader must know about a cited document beside its words: no longer or not yet in force, a digest."""

from __future__ import annotations

from collections.abc import Iterable

from policysearch.types import Document
from policysearch.validity import is_draft, judge


def notices(documents: Iterable[Document], today: str) -> tuple[str, ...]:
    """Sentences about the cited documents: first those not in force on ``today``, then digests and plans run out."""
    cited = list({document.doc_id: document for document in documents}.values())
    digests = "".join(f"《{document.title}》" for document in cited if document.is_digest)
    found = [sentence for document in cited if (sentence := not_in_force(document, today))]
    found += [f"{digests}是摘编，以原文为准。"] if digests else []
    for document in cited:
        if document.plan_period and document.plan_period[1] < int(today[:4]):
            first, last = document.plan_period
            found.append(f"《{document.title}》的规划期（{first}—{last}年）已满。")
    return tuple(found)


def not_in_force(document: Document, today: str) -> str | None:
    """What keeps ``document`` from being in force on ``today``, in one sentence; None where nothing is known to."""
    found = judge(document, today)
    name, by, since = f"《{document.title}》", found.by, found.since
    if found.standing == "已废止":
        return f"{name}已{f'自 {since} 起' if since else ''}{f'被《{by}》' if by else ''}废止。"
    if found.standing == "有效期已满":
        return f"{name}的有效期到 {since}，已过。" if since else f"{name}已失效。"
    if is_draft(document):
        return f"{name}是{document.declared}，还不是正式文件。"
    if found.standing == "尚未施行":
        return f"{name}自 {since} 起施行，现在还没有施行。"
    if found.standing == "已修改":
        return f"{name}已{f'被《{by}》' if by else ''}修改，请核对修改后的文本。"
    return None
