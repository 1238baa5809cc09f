"""Names of programmes without quotation marks: in headings, behind a verb that carries them out, with a place, defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.catalogue.programme_names import (
    NOT_AFTER,
    Name,
    is_count,
    is_generic,
    is_ordinary,
    is_sort,
    kind_in,
    plain,
)
from policysearch.regions import locate_regions
from policysearch.text import CJK, trim
from policysearch.types import Document, Span

_MOST_CHARS = 26
# Words of kind that close a name by themselves; those of the second line only behind the name of a place.
_CARRIED_OUT = (
    "(?P<计划>行动计划|计划)|(?P<工程>工程)|(?P<行动>行动)|(?P<活动>大赛|擂台赛|挑战赛|峰会|论坛|博览会|活动[周月])"
)
_PLACED = "(?P<园区>产业园|创业园|创新园|科技园|科创园|小镇|综合体)|(?P<基金>基金)|(?P<奖项>奖)"
_WORD = re.compile(rf"(?:{_CARRIED_OUT}|{_PLACED}|(?P<大会>大会)){NOT_AFTER}")
_LETTERS = re.compile(rf"[{CJK}\dA-Za-z+·\-]*$")
# What stands before a name and is no part of it: the end of another name, a clause, a verb.
_OTHER = re.compile(
    r".*(?:计划|工程|行动|基金|大赛|大会|论坛|项目|平台|活动|政策)(?:和|与|及|以及|等|暨)|.*[的了]|.*等(?!级|分)"
)
_CARRY = "实施|启动|推进|开展|推行|深化|打造|举办|举行|承办|主办|入选|入围|申报|参加|参与|列入|纳入|推出|办好|发布|落实|组织|设立|用好|推动|发起|创办|做优|做强|承接|获评|获得|荣获"
_DOES = re.compile(
    rf".*(?P<verb>{_CARRY})(?:好|了|新一轮|国家级|省级|市级|区级|全国|全省|全市|全区)?"
    "|.*(?:制定|制订|编制|完善|建立|优化|建设|建成|提升|健全|扩大|加强|根据|按照|结合|围绕|依托|通过|下达|执行|调整|争取|支持|引进|形成|构建"
    "|完成|包括|作为|成为|对于|关于|以及|探索|谋划|聚焦|利用|加入|迎接|服务于|在|对|以|为|将|把|被|由|向|从|如|是|让|使|其中|我[省市区县]|年)"
)
_LABEL = r"(?:[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]|专栏\s*[一二三四五六七八九十\d]*[：:]?|[—●◆■★▲•*·-]+|[一二三四五六七八九十]是要?)?"
_LINE_HEAD = re.compile(rf"(?m)^[ \t\u3000]*{_LABEL}[ \t\u3000]*")
# A sentence and no name: 施工单位不得分包工程, 高校分科类公布招生计划.
_SENTENCE = re.compile(
    "不得|应当|可以|或者|公布|争取|需要|必须|尚未|已经|没有|进行|属于|具有|每[年季月]|相关|有关|上述|其他|任何|所有|何种|什么|下一步|此[次项]|本[次项]"
)
# What the words before 工程 say of an undertaking that is carried out, and not of a thing that is built: 人才集聚工程.
_ACT_WORDS = (
    "培育|培养|培训|引进|引育|引培|招引|集聚|聚才|引才|育才|提升|倍增|壮大|攻坚|振兴|激励|支持|资助|扶持|服务|创建|升级|扩面|提质|增效"
    "|保障|关爱|护航|领航|赋能|创新|成长|储备|攀登|突破|领军|开发|选拔|遴选|提优|惠民|便民|富民|优化|优选|共享|交流|合作|协同|融合|帮扶|强基"
    "|专项|开拓|增收|就业|创业|启航|远航|工匠|英才|名师|名医|人才|青年|学者|专家|锻造|淬炼|铸造|筑巢|雁阵|登高|跃升|强链|集成|改革|建设|牵引|引领"
)
_ACT = re.compile(f"(?:{_ACT_WORDS})$")
_ONLY_ACT = re.compile(f"(?:{_ACT_WORDS}|拓展|深化|转化|保护|治理|发展|推广)+")
# What every office makes year by year: 年度计划, 招生计划; a congress is no event.
_ROUTINE = re.compile(
    "(?:年度|招生|供应|用地|供地|工作|学习|生产|采购|投资|建设|实施|社会发展|使用|教学|分配|缴费|财政|预算|整备|开发|利用|整治|改造|施工|调控|收储"
    "|出让|编制|录取|五年|远期|近期|用工|还款|分年|投放|保护|规模|总量)(?:行动)?计划$|(?:代表|党员|党|职工|会员|股东|表彰|动员|联合国)大会$|业主大会$"
    "|(?:建筑|安装|装修|装饰|管廊|土建|市政|单位|主体|附属|隐蔽|分部|分项|建设|防护|人防|消防|地下)工程$|(?:保险|公积金|维修|统筹|专用|养老|医疗)基金$"
)
_SHORT = re.compile(
    rf"[（(]\s*(?:以下|下)?(?:统一)?简称(?:为)?[：:]?\s*[“\"]?(?P<short>[{CJK}\dA-Za-z·+]{{2,14}})[”\"]?\s*[）)]"
)


def plain_names(document: Document) -> Iterator[Name]:
    """Names of ``document`` that stand without quotation marks, in no order."""
    text = document.text
    heads = {section.heading_span.start + len(section.label) for section in document.walk()}
    heads |= {match.end() for match in _LINE_HEAD.finditer(text)}
    last_end = -1
    for match in _WORD.finditer(text):
        name = _before(text, match, heads, last_end)
        if name:
            last_end = name.span.end
            yield name
            yield from _defined(text, name)
    for table in document.tables:
        for row, cells in zip(table.rows, table.cell_spans, strict=False):
            for words, spans in zip(row, cells, strict=True):
                match = _WORD.search(words)
                if len(spans) == 1 and match and match.end() == len(words) and _ACT.search(words[: match.start()]):
                    if _stands_apart(words[: match.start()], is_head=True):
                        yield _name(text, trim(text, spans[0]), match)


def _before(text: str, match: re.Match[str], heads: set[int], last_end: int) -> Name | None:
    """The name that the word of kind ``match`` closes, None where nothing proves that it is one."""
    low = max(0, match.start() - _MOST_CHARS)
    run = _LETTERS.search(text, low, match.start())
    start = run.start() if run else match.start()
    if start == low and low and re.match(rf"[{CJK}]", text[low - 1]):
        start = match.start() if last_end < low else start
    is_head = start in heads and _closes(text, match.end())
    other = _OTHER.match(text, start, match.start())
    in_row = text[start - 1 : start] == "、" and start - 1 == last_end
    if other:
        in_row = in_row or other.end() - 1 == last_end
        start = other.end()
    carried = False
    position = start
    while does := _DOES.match(text, position, match.start()):
        rest = text[does.end() : match.start()]
        if len(rest) >= 4 and is_generic(rest):
            return None
        if len(rest) < 2 or is_generic(rest) or _ONLY_ACT.fullmatch(rest):
            break
        carried = bool(does["verb"])
        start = position = does.end()
    words = text[start : match.start()]
    if not _stands_apart(words, is_head) or _ROUTINE.search(text[start : match.end()]):
        return None
    span = Span(start, match.end())
    is_placed = _is_placed(words)
    if match.lastgroup == "大会" or match["园区"] or match["基金"] or match["奖项"]:
        proved = is_placed
    else:
        proved = carried or in_row or is_placed or (is_head and _ACT.search(words) is not None)
    return _name(text, span, match) if proved else None


def _closes(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in "。：:（(\n \u3000"


def _stands_apart(words: str, is_head: bool) -> bool:
    """Whether ``words`` before a word of kind set a thing apart; in a heading, what is done for whom is enough."""
    places = locate_regions(words)
    if places and places[0][1].start == 0:
        words = words[places[0][1].end :]
    if len(words) < 3 or is_generic(words) or is_count(words) or is_ordinary(words) or _SENTENCE.search(words):
        return False
    return is_head or not is_sort(words)


def _is_placed(words: str) -> bool:
    """Whether ``words`` begin with the name of a place and say more."""
    places = locate_regions(words)
    if words.startswith("中国"):
        return len(words) > 5
    return (
        bool(places)
        and places[0][1].start == 0
        and not is_generic(words[places[0][1].end :])
        and len(words) > places[0][1].end + 2
    )


def _name(text: str, span: Span, match: re.Match[str]) -> Name:
    words = plain(span.of(text))
    word = match.group()
    kind = "活动" if match.lastgroup == "大会" else kind_in(match)
    return Name(span, words.removesuffix(plain(word)), words, kind, "plain")


def _defined(text: str, name: Name) -> Iterator[Name]:
    """The short form that a text gives to a name: 云岭县青年英才培养计划（以下简称“青英计划”）."""
    match = _SHORT.match(text, name.span.end)
    if match:
        span = Span(*match.span("short"))
        yield Name(span, name.core, name.whole, name.kind, "quoted")
