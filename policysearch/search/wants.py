"""What a question asks for, by its wording: a light reading for the page, programs and a reranker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.types import Span

# In the order of the page; a question may ask for several (条件和金额).
WANTS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, word, re.compile(pattern))
    for name, word, pattern in (
        ("location", "条款位置", r"在?(?:哪一?|第几)[章条节款段页]|哪里(?:规定|写|提到)|(?:写|规定)在哪"),
        ("source", "原文出处", r"(?:这|下面|以下|上面)[^，。？]{0,4}[句段]话?|出自(?:哪|何)|原文(?:是|在)哪|出处"),
        ("comparison", "比较", r"(?:有什么|有何)(?:不同|区别|差别|异同)|比较|相比|(?:哪个|谁)(?:更|最|高|多|低|少|大)"),
        (
            "deadline",
            "期限",
            r"什么时候|何时|哪一?[年月日天]|多久|多长时间|几(?:天|年|个?工作日|个月)|期限|截止|有效期",
        ),
        (
            "amount",
            "金额",
            r"多少(?:钱|[万亿]?元)|(?:补贴|补助|奖励|资助|奖金|津贴|罚款?|费用|租金|额度|金额|资金|投资)[^，。；]{0,8}(?:多少|几[万亿元])"
            r"|多少[^，。；]{0,6}(?:补贴|补助|奖励|资助|奖金|津贴|资金)",
        ),
        ("number", "数字", r"多少|几[个家名人场次所位倍成]|比例|占比|比重|增速|增长率|第几(?![章条节款项段页])"),
        ("condition", "条件", r"条件|资格|能不能|能否|可不可以|可以[^，。]{0,20}吗|是否|符合(?:什么|哪些)|要求"),
        ("department", "部门", r"(?:哪个|哪些|什么)(?:部门|单位|机构|局|委)|谁(?:来)?(?:负责|管)|由谁|主管部门|牵头"),
        ("list", "列举", r"哪些|哪几|包括什么|有什么(?!不同|区别|差别|异同)|分别|列出|[有哪]几[个项类种]"),
    )
)
_PASTED_CHARS = 40
_ASKS = re.compile(r"[？?]|什么|多少|哪|谁|怎|如何|吗|是否|几[个家名项]")


def find_wants(folded: str) -> Iterator[tuple[Span, str, str]]:
    """What a folded question asks for: where it says so, the name, and its word on the page.

    A long text that asks nothing is a sentence pasted to find its source.
    """
    if len(folded) >= _PASTED_CHARS and not _ASKS.search(folded):
        yield Span(0, len(folded)), "source", "原文出处"
        return
    taken = 0
    for name, word, pattern in WANTS:
        match = pattern.search(folded)
        # 补贴多少 asks for an amount, not for a number besides.
        if match and not (name == "number" and taken):
            yield Span(*match.span()), name, word
            taken += name == "amount"
