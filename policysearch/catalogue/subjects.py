"""What a sentence says of its figures: the words that name each, its verb, and whether it grew by it or came to it.

A figure has the subject of its own clause (地区生产总值增长5%), that of the figure before it (5.67万亿元、增长5.4%), a
share of a list (城镇和农村居民人均可支配收入分别增长4.3%、5.5%), or the noun behind it (新增7名院士).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policysearch.catalogue.figures import Figure, find_figures
from policysearch.catalogue.leads import Lead, read_lead
from policysearch.catalogue.parts import PART, parts_of
from policysearch.types import Span

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
    said = read_lead(text, lead)
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
    if said.both and (parts := parts_of(text, said.subject, len(PART.findall(words)) + 1)):
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


def _share_out(reader: _Reader, figures: Sequence[Figure], said: Lead, lead: Span) -> int:
    """分别: the figures go to the parts of the subject in their order, or to the figures before where it has none."""
    text, subject = reader.text, said.subject
    before = reader.found[-len(figures) :]
    if len(subject):
        subjects = parts_of(text, subject, len(figures)) or [(subject,)] * len(figures)
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


def _is_name(words: str) -> bool:
    return len(_CJK.findall(words)) >= 2 and len(words) <= _MOST_NAME_CHARS
