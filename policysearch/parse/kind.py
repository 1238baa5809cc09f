"""The 文种 that closes a title, and the kind of document that this and its making give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policysearch.parse.articles import AUTHORS_LINE
from policysearch.parse.fact import Fact
from policysearch.types import Declared

# What a title may end with; the longer go first where one ends another.
_NAMES = """
规划 计划 纲要 要点 细则 办法 规定 条例 意见 方案 措施 政策 安排 指南 指引 目录 名录 清单 标准 指标 规则 规程 程序
规范 准则 导则 通则 章程 制度 守则 通告 公告 公示 通报 决定 决议 命令 批复 复函 函 报告 通知 解读 解释 说明 问答 答问
答记者问 答复 须知 攻略 简章 协议 修正案 告知单 申请表 一览表 指南表 信息表 登记表 统计表 计划表 汇总表 梳理表
"""
_FORM_OF = {name: name for name in _NAMES.split()} | {"答问": "问答", "答记者问": "问答", "复函": "函"}
_FORMS = "|".join(sorted(_FORM_OF, key=len, reverse=True))
_SUFFIX = r"(?:[（(][^（）()]{1,24}[）)]|[〔\[]\d{4}[〕\]]|(?:19|20)\d{2}年?)*"
# 云岭县水库管理办法（试行）, 关于停水的公告 / 办法施行以后
TITLE_END = re.compile(rf"(?:{_FORMS}){_SUFFIX}$|^中华人民共和国[^，。]{{1,20}}法{_SUFFIX}$")
_CLOSING = re.compile(rf"(?P<form>{_FORMS}){_SUFFIX}$")
# 印发《云岭县水库管理办法》的通知: the text that a notice carries; (的) alone for 印发云岭县…办法的通知.
FORWARDED = re.compile(
    r"(?:印发|转发|公布|发布|下发|颁布|批转|颁发|印送)[了的]?\s*(?P<inner>[《〈<“]?.{2,}?)(?:等.{0,8})?的?"
    rf"(?:通知|公告|决定|通告|函|命令){_SUFFIX}$"
)
_DRAFT = re.compile(r"征求意见稿|(?:公开|公开征求|征求|征集).{0,30}意见(?:和建议)?(?:的|》)|征求意见")
_BILL = re.compile(r"草案|送审稿|讨论稿")
_REPEALED = re.compile(r"[（(【\[](?:已|现已|全文)?(?P<what>废止|失效)[）)】\]]")
# As databases of laws print it: 效力状况 已修改; 有效 says nothing of today.
_TOLD: Mapping[str, Declared] = {
    "已修改": "已修改",
    "已被修改": "已修改",
    "废止": "已废止",
    "已废止": "已废止",
    "已被废止": "已废止",
    "失效": "已失效",
    "已失效": "已失效",
}
_ISSUE_ORDER = re.compile(r"国务院令|主席令")
_NEWS = re.compile(
    r"(?:本报|通讯员|首席|见习|[日晚时]报|[讯社网]|^|[（(\s])记者[\s/：:]?(?!会|招待)[\u4e00-\u9fff]{2,4}(?=[\s/、）)通摄]|$)"
    r"|记者\S{0,8}(?:获悉|了解到|采访)|本报讯|[（(]记者|通讯员|来源[:：].{0,8}(?:日报|晚报|新闻|早报)",
    re.MULTILINE,
)
# 本报记者 王小二, 新华社北京7月30日电, 云岭日报讯（记者 王小二）
_BYLINE = re.compile(
    r"(?:本报|新华社|中新社|新华网|中新网|人民网)[^。\n]{0,16}(?:电|讯|记者)|[（(](?:本报|见习|首席)?记者"
    r"|^[ \u3000]*记者[ \u3000/][\u4e00-\u9fff]{2,4}",
    re.MULTILINE,
)
_BYLINE_CHARS = 300  # a row of names further down may be anyone's
_GOVERNMENT = frozenset({"办法", "规定", "细则", "规则"})
_NORMATIVE = frozenset(
    {"意见", "通告", "公告", "决定", "方案", "措施", "标准", "规程", "规范", "准则", "政策", "通则", "导则", "制度"}
)


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of how a document was made: issuers and 文号 as printed, by order, by a congress, in a county."""

    issuers: tuple[str, ...] = ()
    number: str = ""
    by_order: bool = False
    by_congress: bool = False
    of_county: bool = False


def form_of(title: str) -> str | None:
    """The 文种 that closes ``title``: 办法 of 云岭县水库管理暂行办法（试行）; None where none does."""
    match = _CLOSING.search(title.strip("》〉 "))
    if match:
        return _FORM_OF[match["form"]]
    return "法" if TITLE_END.search(title) else None


def forwarded(title: str) -> str | None:
    """The title of the text that a notice carries, None where the notice speaks for itself."""
    match = FORWARDED.search(title)
    if match is None:
        return None
    inner = match["inner"]
    closing = inner.rfind("》")
    inner = inner[1:closing] if inner[0] == "《" and closing > 0 else inner.strip("《》〈〉<>“” ")
    return inner if TITLE_END.search(inner) else None


def kind_of(title: str, making: Making, head: str) -> str | None:
    """One of ``KINDS``, by the form of what the document says (of what it carries, for a notice that forwards)."""
    inner = forwarded(title)
    form = form_of(inner or title)
    if re.search(rf"工作报告{_SUFFIX}$", title):
        return "工作报告"
    signed = _BYLINE.search(head) or AUTHORS_LINE.search(head, 0, _BYLINE_CHARS)
    if not making.number and "关于" not in title and signed:
        return "新闻"
    if form in ("解读", "问答", "指南") or re.match(r"(?:图解|解读)", title):
        return "解读"
    if form in ("规划", "纲要", "计划"):
        return "规划"
    if form in ("条例", "法") or (making.by_congress and form in _GOVERNMENT | {"决定", "决议"}):
        return "法规"
    if form in _GOVERNMENT:
        return _rule_kind(making, inner is not None)
    if form == "通知":
        return "通知"
    if form in _NORMATIVE:
        return "规范性文件"
    if form is None and _NEWS.search(head):
        return "新闻"
    return "规范性文件" if inner else None


def _rule_kind(making: Making, is_carried: bool) -> str | None:
    """法规, 规章 or 规范性文件 for 办法 and the like; None where what was made is not told.

    An order makes the former two. A 文号, a notice or an office below a government makes the latter, and so does a
    county, which the law lets make no 规章.
    """
    if _ISSUE_ORDER.search(making.number):
        return "法规"
    if making.by_order:
        return "规章"
    local = any(name.endswith(("局", "办公室", "办公厅", "中心")) for name in making.issuers)
    return "规范性文件" if is_carried or making.number or local or making.of_county else None


def standing_of(title: Fact | None, field: Fact | None) -> tuple[Declared, Fact] | None:
    """What a document declares of its own standing (征求意见稿, 草案, 已修改, 已废止, 已失效), with the words."""
    if field and (told := _TOLD.get(field.value.strip("（）() "))):
        return told, field
    if title is None:
        return None
    ended = _REPEALED.search(title.value)
    if ended:
        return ("已废止" if ended["what"] == "废止" else "已失效"), title
    if _DRAFT.search(title.value):
        return "征求意见稿", title
    return ("草案", title) if _BILL.search(title.value) else None
