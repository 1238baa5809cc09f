"""What a reader must know about a cited document beside its words: a digest, a plan that has run out."""

from __future__ import annotations

from collections.abc import Iterable

from policysearch.types import Document


def notices(documents: Iterable[Document], today: str) -> tuple[str, ...]:
    """A sentence for the cited documents that are digests, and one for each past its plan period or validity."""
    cited = list(dict.fromkeys(documents))
    digests = "".join(f"《{document.title}》" for document in cited if document.is_digest)
    found = [f"{digests}是摘编，以原文为准。"] if digests else []
    for document in cited:
        if document.plan_period and document.plan_period[1] < int(today[:4]):
            first, last = document.plan_period
            found.append(f"《{document.title}》的规划期（{first}—{last}年）已满。")
        if document.expires_on and document.expires_on < today:
            found.append(f"《{document.title}》的有效期到 {document.expires_on}，已过。")
    return tuple(found)
