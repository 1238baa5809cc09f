"""What a sentence says of its figures: the words that name each, its verb, and whether it grew by it or came to it.

A figure has the subject of its own clause (地区生产总值增长5%), that of the figure before it (5.67万亿元、增长5.4%), a
share of a list (城镇和农村居民人均可支配收入分别增长4.3%、5.5%), or the noun behind it (新增7名院士).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policysearch.catalogue.figures import Figure, find_figures
from policysearch.types import Span

_LEVEL = (
    "提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|增至|增到|扩大到|扩大至|上升到|上升至|升至|升到|拓展到|拓展至|"
    "扩展到|扩展至|延伸到|延伸至|降到|降至|下降到|下降至|降低到|降低至|减少到|减少至|减至|缩小到|缩小至|缩短到|缩短至|压缩到|"
    "压缩至|压减到|压减至|回落到|回落至|跃升到|跃升至|攀升到|攀升至|优化到|优化至|达到|稳定在|稳定达到|保持在|维持在|控制在|"
    "控制到|跨越|跨过|跨上|迈上|迈过|站上|首次|历史性|再次|连续|累计|总计|合计|共计|平均|分别|均超|约为|约|近|接近|将近|逾|大约|"
    "预计|预期|力争|争取|确保|有望|将|已|仍|仅|也|再|不低于|不少于|不超过|不高于|至少|大于|小于|超过|超|突破|达|为|是|有|共有|"
    "共|实现|完成|从|由|在|于|至|到|的|稳步|大幅|进一步|成功|左右|全部|都|各|每年|全年|当年|总共|均为|均达|高达|仅为|多达|就|只有|保持|"
    "净|按|全年实现|控制|双双|较|与|相当于|折合|合"
)
_CHANGE = (
    "增长|下降|提高|提升|增加|上升|上涨|上调|降低|减少|缩小|回落|下跌|压减|下调|缩短|压缩|扩大|新增|净增长|净增加|净增|增收|精简|"
    "同比增长|实际增长|名义增长|年均增长|累计增长|同比下降|累计下降|同比提高|年均提高|年均下降"
)
_AVERAGE = "年均|年平均|同比|实际|名义|累计|平均每年|每年"
_TAIL = re.compile(
    rf"(?:(?P<change>{'|'.join(sorted(_CHANGE.split('|'), key=len, reverse=True))})"
    rf"|(?P<average>{_AVERAGE})"
    rf"|(?P<level>{'|'.join(sorted(_LEVEL.split('|'), key=len, reverse=True))}|(?<![占之对])比|(?<![人年日户平月])均))$"
)
_TIME = (
    r"(?:到|至|截至|截止)?(?:19|20)\d\d\s*年(?:底|末|前)?的?|(?:到|至)?[“\"]?[一二三四五六七八九十]{1,3}五[”\"]?(?:时期|期间|末|规划期?)的?|"
    r"去年|今年|上年|全年|年内|年末|年底|一年来|五年来|过去一年|过去五年|这五年|近?\d年(?!均)|截至目前|目前|\d+年来|当年|新的一年|五年"
)
_TIME_TAIL = re.compile(rf"(?:{_TIME.replace('(?:到|至|截至|截止)?', '', 1).replace('(?:到|至)?', '', 1)})$")
_OPENING = re.compile(
    rf"(?:[\s、，,与及并且；：:]|和(?![美谐平])|以及|{_TIME}|其中|同时|此外|特别是|尤其是|包括|主要是|一是|二是|三是|四是|五是|六是|预计|预期|力争|确保|争取|努力|"
    r"实现|完成|推动|带动|拉动|促进|使得|使(?!用)|让|保持|累计|共(?=计|有)|合计|总计|目前|初步(?:统计|核算|预计)|据统计|全力|切实|已经?|将|再|"
    r"同口径|可比口径|按可比价格?(?:计算)?|扣除[^，]{0,8}后|较好|圆满|超额|全面|首次|也)"
)
_COMPARED = re.compile(
    r"(?:同?比|较|环比)(?:上年|去年|上一年|上年同期|同期|(?:19|20)\d\d年(?:底|末)?|[“]?[一二三四五六七八九十]{1,3}五[”]?(?:时期|期间|末|规划)?|"
    r"全国|上季度|前年|规划|目标|计划|五年前|\d年前)[^，。；、]{0,8}$"
)
_ACTION = (
    "新增|新建|建成|建设|新培育|培育|认定|新认定|创建|打造|引进|设立|开工|投产|拥有|集聚|新集聚|招引|落地|新设|改造|新改造|培训|"
    "完成|实现|获批|入选|新入选|累计建成|启动|启动建设|建成投用|新建成|布局|布局建设|组建|选派|开通|新开通|发放|筹集|开行|举办|承办|"
    "开工建设|新改建|整治|修复|改扩建|新建改造|淘汰|处置|盘活|查处|化解|接待|吸引|招聘|招收|资助|支持|扶持|选拔|遴选|评选|储备|"
    "培养|输送|供应|建立|成立|共建|创成|净增|新登记|减免|减轻|争取|安排|投入|投放|惠及|服务|覆盖|救助|帮扶|推出|实施|新投运|"
    "建设改造|开展|聘用|聘请|引育|新引进|柔性引进|签约|提供|新设立|推进|制定|出台|办理|解决|新批|获评|获|荣获|补充|提请|转移|招募|推介|运输|发送|释放|拆除|搬迁|调解|清理|压减|取消|推动|组织|受理|收集|"
    "发布|发行|收到|审查|立案|落实|下达|统筹|拨付|参与|主导|牵头|涌现|创成|评定|授予|表彰|配备|配置|建好|保障|满足|扩建|延伸"
)
_ACTION_END = re.compile(rf"(?:{'|'.join(sorted(_ACTION.split('|'), key=len, reverse=True))})(?:了|好)?$")
# Units that count things, so that the noun may stand behind the figure.
_COUNTED = re.compile(
    r"(?:个|家|名|项|座|所|条|处|套|台|户|人|件|辆|部|位|支|艘|架|列|间|张|场|对|只|头|株|宗|起|例|批|种|组|班|幅|门|栋|幢)$"
)
_NOUN_END = re.compile(r"[，,。；;、：:（()）！!？?\n]")
_ENDS = re.compile(
    r"[，,。；;、：:（()）！!？?\s]|$|[和及与并且以由占达超降减压]|居|位居|位列|列全|排|创历|创新高|跃居|稳居|高于|低于|快于|好于|是全|为全|为历|"
    r"同比|其中|增长|增加|增至|下降|提高|提升|扩大|缩小|上升|拓展|升至|回落|优化到|突破|落实到|之间|攀升|扩展|延伸|左右|跃升|上涨|进入|成为|"
    r"[一二两三四五六七八九]个"
)
_THRESHOLD = frozenset(("以上", "以下", "以内", "之内", "及以上", "及以下"))
_MOST_NAME_CHARS = 60
_MOST_ACTION_CHARS = 6
_CJK = re.compile(r"[\u4e00-\u9fffA-Za-z]")
# A clause that begins so goes on about the subject before it: 占全省比重, 高于全国.
_BESIDE = ("占", "高于", "低于", "快于", "高出", "好于", "优于")
_TRAILING = "和及与的等、是为"


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with the spans of the words that name it, in the order of the name, and its verb of change, if any.

    ``lead`` are the words of its own clause before it. ``is_base``: it is where a change begins (从11件提高到24件).
    ``is_flow``: it counts what was done (新增7名院士), not what there is.
    """

    figure: Figure
    subject: tuple[Span, ...]
    change: Span | None
    lead: Span
    is_base: bool = False
    is_flow: bool = False


@dataclass(slots=True)
class _Reader:
    text: str
    sentence: Span
    found: list[Statement] = field(default_factory=list)
    position: int = 0  # where the words not yet used begin
    action: Span | None = None

    def clause(self, figure: Figure) -> Span:
        """The words of the clause of ``figure`` before it."""
        start = min(self.position, figure.start)
        lead = self.text[start : figure.start]
        cut = max(lead.rfind(mark) for mark in "，,；;：:。！")
        opened = max(lead.rfind(mark) for mark in "（(")
        if opened > max(lead.rfind(mark) for mark in "）)"):
            cut = max(cut, opened)
        return Span(start + cut + 1, figure.start)

    def add(self, statement: Statement, end: int | None = None) -> None:
        self.found.append(statement)
        self.position = statement.figure.end if end is None else end


def statements(text: str, sentence: Span) -> tuple[Statement, ...]:
    """What ``sentence`` says of each of its figures that has a name, in order."""
    figures = find_figures(text, sentence.start, sentence.end)
    reader = _Reader(text, sentence, position=sentence.start)
    at = 0
    while at < len(figures):
        at += _read(reader, figures[at:])
    return tuple(reader.found)


def _read(reader: _Reader, figures: Sequence[Figure]) -> int:
    """Read the first of ``figures`` (or the list that it opens); returns how many were read."""
    text, figure = reader.text, figures[0]
    lead = reader.clause(figure)
    ends = _ENDS.match(text, figure.end, min(figure.end + 4, len(text))) is not None
    if not ends and figure.qualifier in _THRESHOLD and not (figure.unit == "%" and text[figure.end] == "的"):
        return 1  # 50万元以上的行政村: part of the words before the next figure
    said = _read_lead(text, lead)
    if said.share and len(listed := _listed(text, figures)) > 1:
        return _share_out(reader, listed, said, lead)
    words = said.subject.of(text)
    is_action = _ACTION_END.search(words) is not None
    behind = not ends and (not words or is_action or _COUNTED.search(figure.unit) is not None)
    behind = behind or (is_action and len(words) <= _MOST_ACTION_CHARS)
    if behind and _number_first(reader, figure, figures[1:2], said.subject, lead):
        return 1
    if not words or not _is_name(words):
        if reader.found and not words:
            before = reader.found[-1]
            reader.add(Statement(figure, before.subject, said.change, lead, said.base, before.is_flow))
        reader.position = figure.end
        return 1
    reader.action = None
    flow = _flows(words) or _DONE_OVER.search(lead.of(text)) is not None
    if reader.found and text[reader.found[-1].figure.end : said.subject.start].strip() == "、":
        flow = flow or reader.found[-1].is_flow
    if said.both and (parts := _parts(text, said.subject, len(_PART.findall(words)) + 1)):
        for part in parts:
            reader.add(Statement(figure, part, said.change, lead, said.base, flow))
        return 1
    joined = reader.found[-1].subject if words.startswith(_BESIDE) and reader.found else ()
    reader.add(Statement(figure, (*joined, said.subject), said.change, lead, said.base, flow))
    return 1


def _flows(words: str) -> bool:
    """Whether a subject tells of what was done in a span of time: 新增公园, 建成高标准农田."""
    return _FLOW.match(words) is not None


_DONE_OVER = re.compile(r"累计|完成|总共|合计")
_FLOW = re.compile(rf"(?:{'|'.join(sorted(_ACTION.split('|'), key=len, reverse=True))})|.{{0,8}}(?:新增|净增)")


def _number_first(reader: _Reader, figure: Figure, following: Sequence[Figure], action: Span, lead: Span) -> bool:
    """Read a figure whose noun stands behind it; whether there is one."""
    text = reader.text
    end = _NOUN_END.search(text, figure.end, reader.sentence.end)
    stop = end.start() if end else reader.sentence.end
    stop = min(stop, following[0].start) if following else stop
    noun = Span(figure.end, stop)
    while len(noun) and text[noun.end - 1] in _TRAILING:
        noun = Span(noun.start, noun.end - 1)
    if len(noun) and text[noun.start] == "的":
        noun = Span(noun.start + 1, noun.end)
    if len(action):
        reader.action = action
    elif text[lead.start : lead.end].strip("、和及与 "):
        reader.action = None
    if not _is_name(noun.of(text)) or noun.of(text).endswith("之一"):
        return False
    verb = (reader.action,) if reader.action is not None else ()
    reader.add(Statement(figure, (*verb, noun), None, lead, is_flow=bool(verb) or figure.unit != "%"), noun.end)
    return True


def _listed(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures from the first on that only 、 or 和 part."""
    listed = [figures[0]]
    for figure in figures[1:]:
        if text[listed[-1].end : figure.start].strip() not in ("、", "和", "及", "与", "，"):
            break
        listed.append(figure)
    return listed


def _share_out(reader: _Reader, figures: Sequence[Figure], said: _Lead, lead: Span) -> int:
    """分别: the figures go to the parts of the subject in their order, or to the figures before where it has none."""
    text, subject = reader.text, said.subject
    before = reader.found[-len(figures) :]
    if len(subject):
        subjects = _parts(text, subject, len(figures)) or [(subject,)] * len(figures)
    elif before:
        same = len(before) == len(figures)
        subjects = [s.subject for s in before] if same else [before[-1].subject] * len(figures)
    else:
        reader.position = figures[-1].end
        return len(figures)
    flow = _flows(subject.of(text))
    for figure, spans in zip(figures, subjects, strict=True):
        reader.add(Statement(figure, spans, said.change, lead, said.base, flow))
    return len(figures)


_PART = re.compile(r"、|以及|和|与|及")
# What the parts of a list share at the end of the last of them: 城镇和农村居民人均可支配收入.
_SHARED = re.compile(
    r"(?:居民)?(?:人均)?可支配收入|(?:产业)?增加值|总?产值|产量|销售额|销量|销售收入|零售额|营业收入|营收|收入|支出|(?:固定资产)?投资|"
    r"进出口(?:总额)?|出口(?:额)?|进口(?:额)?|(?:贷款|存款)?余额|(?:集装箱|旅客|货邮|货物)?吞吐量|[客货]运量|发电量|用电量|装机(?:容量|规模)?|"
    r"(?:通车|营业|运营)?里程|[\u4e00-\u9fff]{2}率|人数|人次|数量|总量|占比|比重|(?:年均|平均)?浓度|面积|规模|新增就业|就业|"
    r"(?:事故)?起数|死亡人数|价格|增速|增幅|涨幅|总额|金额|收入|利润(?:总额)?|贸易额|能耗|成交额"
)
_COMPLETE = re.compile(rf"(?:{_SHARED.pattern}|[值额率量数款价税户])$")
_SHARED_END = re.compile(rf"(?:{_SHARED.pattern})$")


def _parts(text: str, subject: Span, count: int) -> list[tuple[Span, ...]]:
    """The ``count`` parts of a subject that lists things, each with the words that all share at the end."""
    words = subject.of(text)
    marks = list(_PART.finditer(words))
    if len(marks) > count - 1:  # 软件和信息服务业 is one of them
        commas = [m for m in marks if m.group() == "、"]
        marks = sorted(
            [*commas, *(m for m in reversed(marks) if m not in commas)][: count - 1], key=lambda m: m.start()
        )
    if len(marks) != count - 1:
        return []
    edges = [0, *(edge for m in marks for edge in m.span()), len(words)]
    pieces = [Span(subject.start + a, subject.start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if any(not len(piece) for piece in pieces):
        return []
    last = pieces[-1]
    shared = _SHARED_END.search(last.of(text))
    found: list[tuple[Span, ...]] = []
    for piece in pieces[:-1]:
        if shared and shared.start() and not _COMPLETE.search(piece.of(text)):
            found.append(
                (piece, Span(last.start + shared.start() + _overlap(piece.of(text), shared.group()), last.end))
            )
        else:
            found.append((piece,))
    return [*found, (last,)]


def _overlap(words: str, shared: str) -> int:
    """How much of the beginning of ``shared`` stands at the end of ``words`` already: 新兴产业, 产业增加值."""
    return next((n for n in range(len(shared) - 1, 0, -1) if words.endswith(shared[:n])), 0)


@dataclass(frozen=True, slots=True)
class _Lead:
    """The words before a figure, read: subject, verb of change; ``base`` 从, ``share`` 分别, ``both`` 均 and 双双."""

    subject: Span
    change: Span | None
    base: bool
    share: bool
    both: bool


def _read_lead(text: str, lead: Span) -> _Lead:
    start, end = lead.start, lead.end
    change: Span | None = None
    tokens: set[str] = set()
    while end > start:
        words = text[start:end]
        cut = _BLANK_TAIL.search(words) or _TIME_TAIL.search(words) or (change is not None and _COMPARED.search(words))
        if cut:
            end = start + cut.start()
            continue
        match = _TAIL.search(words)
        if match is None:
            break
        place = Span(start + match.start(), end)
        if match["change"] and change is None and not tokens & _TO:
            change = place
        elif match["average"] and change is not None and change.start == place.end:
            change = Span(place.start, change.end)
        tokens.add(match.group()[-1] if match["level"] and match.group() not in _MARKED else match.group())
        end = place.start
    while start < end and (opening := _OPENING.match(text, start, end)) and opening.end() > start:
        start = opening.end()
    subject = Span(start, max(start, end))
    if not len(subject) and change is not None and change.of(text) in ("新增", "净增"):
        subject, change = change, None
    return _Lead(subject, change, bool(tokens & {"从", "由"}), "分别" in tokens, bool(tokens & _BOTH))


_BLANK_TAIL = re.compile(r"\s+$")
_TO = frozenset("到至")
_BOTH = frozenset(("均", "双双", "都", "均超", "均达", "均为", "各"))
_MARKED = frozenset(("分别", "双双", "均超", "均达", "均为"))


def _is_name(words: str) -> bool:
    return len(_CJK.findall(words)) >= 2 and len(words) <= _MOST_NAME_CHARS
