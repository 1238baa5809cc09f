"""What a question is about, by its wording alone: its scope (places, years), its subject, and what it asks of it.

拱墅区2025年高技能人才目标是多少？ asks of the subject 高技能人才, in the scope 拱墅区 2025年, for the 目标.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.regions import locate_regions
from policysearch.search.years import find_years
from policysearch.text import fold
from policysearch.types import Span

_UNIT = (
    "(?:万|亿|千|百)?(?:钱|块|平方米|平方公里|工作日|公里|千瓦时|元|名|个|家|套|所|处|项|件|人(?![才员口均数民群力工事物])|位|亩|吨|天|年|月|日|岁|分|倍"
    "|条|款|章|节|段|页|批|种|类|份|座|辆|户|张|次|期|届|场|米|%)"
)
INTERROGATIVE = (
    "哪[份个些]文件|为什么|为何|什么时候|什么样|什么"
    "|哪些人(?![才员口均数民群力工事物])|哪里|哪儿|哪些|"
    f"哪几?一?{_UNIT}?|谁|怎么样|怎么|怎样|如何|何时|何处|是不是|是否|能不能|能否|可不可以|可否|有没有|管不管|算不算"
    f"|多少{_UNIT}?|第几{_UNIT}|几{_UNIT}|多[久长高大](?:时间)?|吗|呢"
)
# What most things have: asked for alone, it is asked of what was spoken of before.
AMOUNT = (
    "金额|数额|额度|基数|实际值?|数量|人数|总量|总数|比例|占比|比重|增速|增幅|增长率|名额|面积|租金|价格|费用|目标值?|标准"
    "|上限|下限"
)
ATTRIBUTE = (
    AMOUNT + "|条件|期限|有效期|时间|日期|年限|材料|资料|流程|程序|手续|步骤|对象|范围|方式|要求|资格"
    "|主管部门|牵头部门|责任部门|牵头单位|责任单位|部门|联系电话|电话|联系方式|联系人|地址|地点|网址|名单|待遇|年龄|学历|限制"
    "|负责人|责任人|目的|内容|依据"
)
BENEFIT = "补贴|补助|奖励|资助|津贴|处罚|罚款|罚"
_DOING = (
    "负责|牵头|主管|管理|管|到期|截止|结束|开始|生效|失效|施行|实施|实行|执行|适用|申请|申报|报名|办理|办|受理|领取|领|拿|享受"
    "|得到|获得|提交|交|准备|带|填写?|发放|发|支付|缴纳|收费|评选|评审|评|认定|审核|审批|审|公示|公布|发布|印发|出台|制定"
    "|修改|废止|建成|建设|建|完成|落实|监督|考核|规定|算|增长|增加|提高|下降|减少|达到|超过|占|投入|安排|联系|咨询|问|找|去|来"
    "|需要|持续|过期|使用|用"
)
_JOINING = (
    "的|了|是|有|在|由|要|会|能|将|应当|应该?|可以?|需|该|得|给|到|从|用|为|对|向|按|被|把|每个?[年月人次]|年均|平均|同比|[多高](?=[几了出多])|一?共|总共|分别|各"
    "|最[高低多少长短大小]|至少|至多|具体|还|也|都|就|才|又|再|别的|其他|最后|一次|那么?|请问|大概|大约"
)
_CLOSED = re.compile(f"(?:{INTERROGATIVE}|{ATTRIBUTE}|{BENEFIT}|{_DOING}|{_JOINING}|{_UNIT})+")
_BARE = re.compile(f"(?:{INTERROGATIVE}|{_JOINING})+")
_MOST_CLOSED_CHARS = 20
_ASKS = re.compile(INTERROGATIVE)
_END_MARKS = "。？?！!，, 　"
_CUT = re.compile(r"[，。；？?！!]")
_BEFORE_YEAR = re.compile(r"(?:截止到?|截至|到|至|在)$")
_AFTER_YEAR = re.compile(r"(?:底|末|初|[上下]半年|期间|时期)*")
_OPENS = re.compile("(?:请问|我?想知道|关于|有|的|，|,|、|对于|可以|能够|申请|申报|报名|办理|领取|享受|获得)+")
_CLOSES = re.compile(
    r"(?:不得?超过|不[低少高多]于|是|(?<!行)为|有|在|由|要|(?<![社协机工大委])会|(?<![功技性职智])能够?|将|应当?|可以?|需要?|达到?|到|给予?|拿|领|的|，|一?共|总共|分别|各自?"
    r"|每[年月人度次]|一年|一个?月|具体|大概|大约|至少|至多|最[高低多少]|最多|目前|现在|评选|发放?|领取?|收取?)+$"
)
_MEASURE = re.compile("总量|总数|人数|数量")
_ASKED_LAST = re.compile(f"的?(?:申请|申报|受理|办理|完成)?(?:{ATTRIBUTE})$")


def bare(question: str) -> str:
    """``question`` without the mark at its end."""
    return question.strip().rstrip(_END_MARKS)


def asks(words: str) -> bool:
    """Whether ``words`` hold a word that asks."""
    return _ASKS.search(words) is not None


def is_closed(words: str) -> bool:
    """Whether ``words`` name no subject: only what is asked, of anything (由哪个部门负责, 申请条件是什么)."""
    return len(words) <= _MOST_CLOSED_CHARS and _CLOSED.fullmatch(words) is not None


def is_bare(words: str) -> bool:
    """Whether ``words`` only ask, for nothing of a name (有多少, 怎么样)."""
    return len(words) <= _MOST_CLOSED_CHARS and _BARE.fullmatch(words) is not None


def place_spans(text: str) -> list[Span]:
    """Where places stand in ``text``."""
    return [span for _, span in locate_regions(fold(text))]


def year_spans(text: str) -> list[Span]:
    """Where years and plan periods stand in ``text``, with 到 before and 底 or 期间 after them."""
    found = []
    for span, _ in find_years(fold(text)):
        before = _BEFORE_YEAR.search(text, 0, span.start)
        after = _AFTER_YEAR.match(text, span.end)
        found.append(Span(before.start() if before else span.start, after.end() if after else span.end))
    return found


def without(text: str, spans: Sequence[Span]) -> str:
    """``text`` with ``spans`` taken out."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + text[span.end :]
    return text


def subject_span(question: str) -> Span | None:
    """Where the subject of ``question`` stands, without its scope and what is asked of it; None where it has none."""
    asked = _ASKS.search(question)
    head = Span(0, asked.start() if asked else len(bare(question)))
    rest = Span(asked.end(), _end_of_clause(question, asked.end())) if asked else Span(head.end, head.end)
    return _trimmed(question, head) or _trimmed(question, rest)


def topic(question: str, *, whole: bool = False) -> str:
    """The scope and the subject of ``question``: what 它 or 该计划 means after it.

    ``whole`` keeps what was asked of the subject (the 标准 of 补贴标准). The question itself where nothing is found.
    """
    scope = sorted([*place_spans(question), *year_spans(question)])
    subject = subject_span(question)
    if subject is None:
        return bare(question)
    asked = _ASKS.search(question)
    if asked and subject.start >= asked.end():
        return "".join(span.of(question) for span in scope if span.end <= subject.start) + subject.of(question)
    start = min([subject.start, *(span.start for span in scope)])
    measure = _MEASURE.match(question, subject.end)
    end = measure.end() if measure else subject.end
    if whole and asked:
        closes = _CLOSES.search(question, end, asked.start())
        end = closes.start() if closes else asked.start()
    # 秀洲区有人才公寓吗: the 有 between scope and subject is of the question, not of the thing.
    between = re.sub("(?:有|，)$", "", question[start : subject.start])
    more = _trimmed(question, Span(asked.end(), _end_of_clause(question, asked.end()))) if asked else None
    told = between + question[subject.start : end]
    return told + (more.of(question) if more and len(more) > 1 and not is_closed(more.of(question)) else "")


def _end_of_clause(text: str, start: int) -> int:
    match = _CUT.search(text, start)
    return match.start() if match else len(text)


def _trimmed(text: str, span: Span) -> Span | None:
    """``span`` without scope and words of asking at its ends; None where nothing is left."""
    scope = [*place_spans(text), *year_spans(text)]
    start, end = span.start, span.end
    while True:
        opens = _OPENS.match(text, start, end)
        at_place = text[start : start + 1] in ("在", "对")
        ahead = max([other.end for other in scope if other.start <= start + at_place < other.end], default=start)
        if opens:
            start = opens.end()
        elif start < ahead <= end:
            start = ahead
        else:
            break
    while start < end:
        ends = _CLOSES.search(text, start, end) or _ASKED_LAST.search(text, start, end)
        if ends is None:
            break
        end = ends.start()
    return Span(start, end) if start < end else None
