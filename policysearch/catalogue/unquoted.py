"""Names of programmes without quotation marks: in headings, behind a verb that carries them out, with a place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from policysearch.catalogue.entries import ProgrammeKind
from policysearch.catalogue.lead import after_other, after_verb, run_before
from policysearch.catalogue.programme_names import (
    NOT_AFTER,
    Name,
    is_count,
    is_generic,
    is_ordinary,
    is_sort,
    kind_in,
    kinds,
    plain,
)
from policysearch.regions import locate_regions
from policysearch.text import CJK, trim
from policysearch.types import Document, Span

# Words of kind that close a name by themselves, and those that do so with a place, a verb of making, or in a row.
_CARRIED_OUT: dict[ProgrammeKind, str] = {
    "计划": "行动计划|计划",
    "工程": "工程",
    "行动": "行动",
    "活动": "大赛|大会|擂台赛|挑战赛|峰会|论坛|博览会|沙龙|集训营|训练营|活动[周月]|人才[日周月季]|行活动"
    "|(?:文化|艺术|旅游|消费|音乐|美食|购物|读书)[节季]",
}
_MADE: dict[ProgrammeKind, str] = {
    "园区": "(?:产业|创业|创新|科技|科创|智创|双创|文创|孵化|软件|物流|人才|数字|健康|生态|创意|电商"
    "|信息|服务|经济)园区?"
    "|(?:人才|创新|科创)港|科创谷|小镇|综合体|未来城(?!市)|科学城(?!堡)|科技城|科创大走廊",
    "基金": "基金",
    "奖项": "奖",
    "平台": rf"之家(?:[（(][{CJK}]{{2,4}}[)）])?"
    rf"|人才码|(?:孵化|创新|创业|科创|众创|人才|双创|加速|陪跑)(?:基地|空间|社区|大厦|街区|谷|驿站|e站|服务站)|平台|孵化器|众创空间|飞地|科创中心|创新中心|创业中心|交流中心|合作中心|人才中心(?:[{CJK}]{{2,4}}分中心)?",
}
_WORD = re.compile(rf"(?:{kinds(_CARRIED_OUT)}|{kinds(_MADE)}){NOT_AFTER}")
# How many characters a made thing needs before its word of kind where only a verb proves it; the verbs that do.
_LEAST_MADE: dict[ProgrammeKind, int] = {"园区": 5, "基金": 4, "奖项": 3, "平台": 4}
_FUND_VERBS = ("设立", "组建", "发起", "成立", "用好")
_FUND = re.compile("(?:创业|创新|投资|引导|发展|产业|科创|人才|母|天使|种子)$")
_AWARD_VERBS = ("设立", "评选", "荣获", "获得", "获评", "建立", "完善", "颁发", "入选")
_MOST_IN_ROW, _LEAST_CHARS = 24, 3
# Words of kind that are a name with two words before them: 天府大道科创大走廊.
_OWN_KIND, _LEAST_OF_OWN = re.compile("未来城|科学城|科技城|科创大走廊"), 2
_MOST_OF_OWN, _ANY_PLACE = (
    8,
    re.compile("世界|一流|国际|综合|现代|未来|加快|支持|打造|推进|建设|[是去在的新该本其和与、]|[省市区县]级"),
)
# 实施人工智能赋能新型工业化行动: what is carried out first in its clause is the whole name, verbs inside it too.
_CARRIED = re.compile(
    "(?:深入|持续|全面|大力|扎实|加快|组织|继续|接续|统筹|启动|部署|聚力|全力|优化)*"
    "(?:实施|开展)(?:好|了)?(?:新一轮|重大)?"
)
_CARRIED_NAME = re.compile(rf"(?:(?![的等])[{CJK}\dA-Za-z+·]){{5,18}}")
_ACTIONS = ("行动", "行动计划", "专项行动")
# 安全生产治本攻坚三年行动: a length of time or what is done makes an action one of its own.
_LONG_ACTION = re.compile(r"[一二三四五六七八九十两\d]年$|攻坚$")
# 实施景区强基焕新、民宿品质提升行动: what stands before in the row has the word of kind behind the last.
_ROW_HEAD = re.compile(rf"(?:实施|开展|推进|组织)(?:[{CJK}]{{3,10}}、){{1,3}}$")
_LABEL = (
    r"(?:[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]|专栏\s*[一二三四五六七八九十\d]*[：:]?|[—●◆■★▲•*·-]+|[①-⑳※◎○]"
    "|[一二三四五六七八九十]是要?)?"
)
_LINE_HEAD = re.compile(rf"(?m)^[ \t\u3000]*{_LABEL}[ \t\u3000]*")
# A sentence and no name: 施工单位不得分包工程, 高校分科类公布招生计划.
_SENTENCE = re.compile(
    r"不得|应当|可以|或者|公布|争取|需要|必须|尚未|已经|没有|进行|属于|具有|每[年季月]|相关|有关|上述|其他|任何|所有|何种|什么|下一步|\d+[个座大家项条]|此[次项]|本[次项]"
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
# What a text says of a thing that is under way: …行动深入推进, …计划成效显著.
_RUNS = re.compile(
    "(?:深入|扎实|圆满|顺利|全面|有序|稳步|平稳|持续|加快)?(?:成效|收官|推进|实施|开展|启动|完成|见效|落地|上线|举办|显效)"
)
_ADDRESS = re.compile(r"\d号|[路街道]\d")
_MONEY = re.compile(r"[\d.]+[万亿]")
_SHORT = re.compile(
    rf"[（(]\s*(?:以下|下)?(?:统一)?简称(?:为)?[：:]?\s*[“\"]?(?P<short>[{CJK}\dA-Za-z·+]{{2,14}})[”\"]?\s*[）)]"
)


def plain_names(document: Document, quoted: Iterable[Name] = ()) -> Iterator[Name]:
    """Names of ``document`` that stand without quotation marks, in no order; in a row with ``quoted`` ones too."""
    text = document.text
    heads = {section.heading_span.start + len(section.label) for section in document.walk()}
    ordered = sorted(heads | {match.end() for match in _LINE_HEAD.finditer(text)})
    ends = sorted(name.span.end for name in quoted)
    last_end = -1
    for match in _WORD.finditer(text):
        at = bisect_left(ends, match.start())
        last_end = max(last_end, ends[at - 1] if at else -1)
        at = bisect_left(ordered, match.start())
        name = _before(text, match, ordered[at - 1] if at else -1, last_end)
        if name:
            last_end = name.span.end
            yield name
            yield from _defined(text, name)
    yield from _in_cells(document)


def _in_cells(document: Document) -> Iterator[Name]:
    """Names that fill a cell of a table."""
    for table in document.tables:
        for row, cells in zip(table.rows, table.cell_spans, strict=False):
            for words, spans in zip(row, cells, strict=True):
                match = _WORD.search(words)
                if len(spans) != 1 or match is None or match.end() != len(words):
                    continue
                before = words[: match.start()]
                if _ACT.search(before) and _stands_apart(before, sorts=True):
                    yield _name(document.text, trim(document.text, spans[0]), match)


def _before(text: str, match: re.Match[str], head: int, last_end: int) -> Name | None:
    """The name that the word of kind ``match`` closes, None where nothing proves that it is one.

    ``head`` is where the last line or heading before it begins, ``last_end`` the end of the name before it.
    """
    first = max(run_before(text, match.start()), head)
    whole = _carried_whole(text, first, match)
    if whole is not None:
        return _name(text, whole, match)
    is_head = first == head and (match.end() >= len(text) or text[match.end()] in "。：:（(\n \u3000")
    start = after_other(text, first, match.start())
    in_row = 0 < last_end <= start and _is_row(text[last_end:start])
    kind = kind_in(match)
    is_made = kind in _MADE
    if is_made and is_generic(text[after_verb(text, start, match.start())[0] : match.start()]):
        return None
    start, verb, carried = _led(text, start, match.start())
    words = text[start : match.start()]
    behind_place = _behind_place(words)
    placed = behind_place is not None
    least = _LEAST_CHARS - (len(match.group()) > 2)
    if not _stands_apart(behind_place or words, is_head or (placed and is_made), least):
        return None
    if _MONEY.match(words) or _ADDRESS.search(words) or _ROUTINE.search(text[start : match.end()]):
        return None
    proved = placed or in_row
    if kind == "行动" and _LONG_ACTION.search(words) and len(words) >= 6 and not _NO_WHOLE.search(words):
        proved = True
    if _OWN_KIND.fullmatch(match.group()) and len(words) <= _MOST_OF_OWN and not _ANY_PLACE.search(words):
        proved = True
    if (kind in _PROPER_KINDS or _PROPER_SITE.search(match.group())) and is_proper(words):
        proved = True
    if is_made:
        proved = proved or _is_made(kind, verb, words, match.group())
    else:
        runs = start == first and kind != "工程" and _RUNS.match(text, match.end()) is not None
        held = kind == "活动" and len(match.group()) > 2 and verb != ""
        proved = proved or (
            _ACT.search(words) is not None and _ROW_HEAD.search(text, max(0, start - 48), start) is not None
        )
        headed = is_head and (kind != "工程" or _ACT.search(words) is not None)
        proved = proved or carried or held or runs or headed
    return _name(text, Span(start, match.end()), match) if proved else None


def _carried_whole(text: str, first: int, match: re.Match[str]) -> Span | None:
    """The whole of an action that the first verb of its clause carries out."""
    verb = _CARRIED.match(text, first, match.start())
    if verb is None or match.group() not in _ACTIONS:
        return None
    words = text[verb.end() : match.start()]
    if not _CARRIED_NAME.fullmatch(words) or _NO_WHOLE.search(words) or is_count(words) or is_generic(words):
        return None
    if is_sort(words) or _SENTENCE.search(words) or _ROUTINE.search(words + match.group()):
        return None
    return Span(verb.end(), match.end())


# A second undertaking, or what a verb does to it, is no part of one name.
_NO_WHOLE = re.compile(
    r"[和与及]|以|系列|各类|相关|一批|多项|有关|\d+[个项]|制定|[二三四五六七八九十]大$|部署|计划|工程|行动|活动"
)


def _is_row(between: str) -> bool:
    """Whether ``between`` two names says that they stand in one row."""
    joins = between.lstrip("”")[:1] in tuple("、和与及")
    return joins and len(between) < _MOST_IN_ROW and not re.search(r"[，。；,;：:\n]", between)


def _is_made(kind: ProgrammeKind, verb: str, words: str, word: str) -> bool:
    """Whether ``verb`` says that something is made, held or won that ``words`` before ``word`` are enough to name."""
    if len(words) < (_LEAST_OF_OWN if _OWN_KIND.fullmatch(word) else _LEAST_MADE[kind]):
        return False
    if kind == "基金":
        return verb in _FUND_VERBS and _FUND.search(words) is not None
    return verb in _AWARD_VERBS if kind == "奖项" else kind == "园区" and verb != ""


# Kinds of which a word of its own is enough: 崖州湾科技城, 尼山世界文明论坛.
_PROPER_KINDS = ("园区", "活动")
_PROPER_SITE = re.compile("(?:中心|孵化器|众创空间|飞地|基地|空间|社区|大厦|街区|谷|驿站|e站|服务站)$")
_MOST_PROPER, _LEAST_PROPER = 14, 2
_COMMON_WORDS = re.compile(
    "国际化?|世界|全球|全国|国家级?|中国|[省市区县]级|全[省市区县]|现代|先进|制造业?|智能|智慧|数字|数据|信息|互联网|网络|软件|电子|电商|跨境|商务|贸易|服务业?"
    "|产业|经济|科技|科创|创新|创业|双创|人才|青年|大学生?|留学生|留学人员|高校|海外|高层次|高端|高端?装备|企业家?|专精特新|领军|团队|项目|投资|融资|金融|基金|文化|文旅|旅游|艺术"
    "|体育|健康|医疗|医药|生物|养老|康养|教育|教学|农业|农村|乡村|农产品|食品|种业|畜牧|林业|海洋|水产|粮食|生态|绿色|低碳|零碳|环保|循环|新能源|新材料|能源|材料|光伏|氢能"
    "|储能|电池|汽车|航空|航天|低空|物流|港口|陆港|临港|化工|石化|钢铁|建材|建筑|家居|纺织|服装|消费|购物|美食|音乐|冰雪|民俗|非遗|文创|创意|影视|视频|动漫|电竞|直播|会展"
    "|专业|特色|优势|重点|重大|高水平|高质量|高标准|一流|新型|未来|前沿|新兴|综合|示范|标杆|精品|品牌|系列|主题|专场|专题|年度|首届|第[一二三四五六七八九十\\d]+届|[一二三四五六七八九十\\d]+[个家届场次座大]"
    "|技能|职业|技术|竞赛|选拔|创客|孵化|研发|转化|转移|中试|共建|合作|交流|对接|开放|协同|融合|发展|建设|提升|服务|专项|校园|社区|小微|中小|民营|校企|政企|银企|院士|专家|学者|博士后?"
    "|本届|这届|该|此次|一批|更多|多个|若干|各类|各|等|和|与|及|暨|的|在|为|向|对|从|以|到|新|大|小|春|夏|秋|冬|冬春|秋冬|四季|城市|区域|园区|党员?|代表|人民|职工|工会|妇女|动员|表彰|总结|推进|座谈|视频|新闻|发布"
    "|东部|西部|南部|北部|中部|沿海|内陆|城区|城乡|县域|镇域|承办|举办|参加|组织|主办|高起点|高规格|高能级|规划|打造|培育|引进|支持|推动|加快|深化|创建|布局|谋划|筹建|在建|已建|拟建|省|市|区|县|乡|镇|村|街道"
)


def is_proper(words: str) -> bool:
    """Whether ``words`` before a word of kind begin with one that is no common one, as the name of a place."""
    if not _LEAST_CHARS <= len(words) <= _MOST_PROPER or not re.fullmatch(rf"[{CJK}A-Za-z\d·]+", words):
        return False
    if _CLAUSE.search(words) or _COMMON_WORDS.match(words):
        return False
    rest = _COMMON_WORDS.sub(" ", words).split()
    return bool(rest) and words.startswith(rest[0]) and _LEAST_PROPER <= len(rest[0]) <= _LONGEST_PROPER


# What is no name but part of a sentence, and how many characters a proper word has at most.
_CLAUSE = re.compile(
    "[是有要会能可将被让使把我们你他她它其这那些已未不再又也都还正很更最并或但因由于如果若即则所者了着过得地]|召开|出席|发挥|依托|围绕|聚焦|包括|利用|入驻|落户|走进|来自|位于|属于|管理|企业|学校|公司|办公|提交|提请|扩大|筹备|筹办|确定|重塑|申请|保障|丰富|充分|争办|申办|获|开幕|今年|明年|去年|一站式|优化|网点|园区|和|届|级|促进|争建|争取|领域|单位|海内外|牵引|产学研|全省|形式|建好|建成|用好"
)
_LONGEST_PROPER = 5


def _led(text: str, start: int, end: int) -> tuple[int, str, bool]:
    """Behind the last verb that is none of the name's own words (人才环境优化行动 has one), and what verb it is."""
    least = 2
    while True:
        cut, verb, carried = after_verb(text, start, end, least)
        if not _ONLY_ACT.fullmatch(verb) or not (is_generic(text[cut:end]) or _ONLY_ACT.fullmatch(text[cut:end])):
            return cut, verb, carried
        least = end - cut + 1


def _stands_apart(words: str, sorts: bool, least: int = _LEAST_CHARS) -> bool:
    """Whether ``words`` before a word of kind set a thing apart; ``sorts``: what is done for whom is enough."""
    if len(words) < least or is_generic(words) or is_count(words) or is_ordinary(words) or _SENTENCE.search(words):
        return False
    return sorts or not is_sort(words)


def _behind_place(words: str) -> str | None:
    """What ``words`` say behind the name of a place that they begin with, None where they begin with none."""
    if words.startswith("中国"):
        return words[2:]
    places = locate_regions(words)
    return words[places[0][1].end :] if places and places[0][1].start == 0 else None


def _name(text: str, span: Span, match: re.Match[str]) -> Name:
    words = plain(span.of(text))
    return Name(span, words.removesuffix(plain(match.group())), words, kind_in(match), "plain")


def _defined(text: str, name: Name) -> Iterator[Name]:
    """The short form that a text gives to a name: 云岭县青年英才培养计划（以下简称“青英计划”）."""
    match = _SHORT.match(text, name.span.end)
    if match:
        span = Span(*match.span("short"))
        yield Name(span, name.core, name.whole, name.kind, "quoted")
