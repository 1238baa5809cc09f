"""Names of programmes in a text: in quotation marks with a word of kind, in headings, and where a text defines them.

A name needs a word that says what it is (计划, 工程, 大赛): as its end, or behind its quotation marks, where a few words
may stand between (“云岭英才”创新创业计划). Words in quotation marks without such a word are slogans or ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.catalogue.entries import ProgrammeKind
from policysearch.text import CJK, fold, squeeze, trim
from policysearch.types import Document, Span

# The words of kind; those behind a closing mark are whole words, those that only end a name are endings.
_WORDS: dict[ProgrammeKind, str] = {
    "计划": "行动计划|计划",
    "工程": "工程",
    "行动": "行动",
    "平台": "平台|小程序|公众号|客户端|APP",
    "基金": "基金",
    "活动": "大赛|大会|论坛|峰会|赛事|竞赛|擂台赛|挑战赛|博览会|对接会|洽谈会|沙龙|活动[周月日季]|活动",
    "政策": "新政|政策",
    "奖项": "奖",
    "园区": "产业园|创业园|创新园|科技园|园区|小镇",
    "机制": "机制",
}
_ENDINGS: dict[ProgrammeKind, str] = {
    "平台": rf"[{CJK}]码|[{CJK}][eE]家|之家|驿站|会客厅|直通车",
    "活动": "交流会|(?:人才|文化|科技|旅游|购物|读书|艺术|创业|青年)(?:日|周|月|季|节)",
    "政策": r"(?:新政)?[\d一二三四五六七八九十]+条",
}
_WORD = "|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items())
_ENDING = "|".join(f"(?P<{kind}>{words})" for kind, words in _ENDINGS.items())
_ENDED_BY_WORD = re.compile(rf"(?:{_WORD})$")
_ENDED = re.compile(rf"(?:{_ENDING})$")
# What makes another word of a word of kind: 工程师, 计划生育, 活动中心, 奖励.
_NOT_AFTER = (
    "(?!(?<=工程)(?:师|学|院|技术|硕士|博士|造价|量)|(?<=行动)(?:党|不便|力|自由)|(?<=计划)(?:生育|经济|体制|单列|内|外)"
    "|(?<=活动)(?:中心|室|场|家|板房)|(?<=平台)(?:经济|公司|企业)|(?<=基金)[会群池]|(?<=基金)矩阵|(?<=奖)[励学补项金牌惩]|(?<=政策)性"
    "|(?<=竞赛)事|(?<=赛事)(?:策划|解说)|(?<=园区)化)"
)
_BETWEEN = rf"(?:(?![的等和与及或为是在被将从向于以])[{CJK}\dA-Za-z·+]){{0,12}}?"
_BEHIND = re.compile(rf"(?P<between>{_BETWEEN})(?:{_WORD}){_NOT_AFTER}")
_ETC = re.compile(rf"\s*等(?:[一二三四五六七八九十\d]*[项个大])?(?P<between>{_BETWEEN})(?:{_WORD}){_NOT_AFTER}")
_QUOTED = re.compile(r"[“「『](?P<core>[^“”「」『』\n。；]{2,30})[”」』]|(?<!\w)\"(?P<plain>[^\"“”\n。；]{2,24})\"")
_BETWEEN_QUOTES = re.compile(r"\s*[、，,]?\s*(?:和|与|及|以及)?\s*")
# How many characters may stand between the closing mark and a word of kind; more of them make the word another's.
_MOST_BETWEEN: dict[ProgrammeKind, int] = {"活动": 8, "机制": 4, "奖项": 2, "园区": 4, "政策": 10}
# Words that put a new thing between a name and the word of kind: “X”建设重点平台, “X”引领人才发展的计划.
_NOT_BETWEEN = re.compile(r"名单|提供|开展|实施|推进|推动|打造|组织|获得?|入选|纳入|成为|经验|精神|理念|目标|违法|犯罪|分裂|阴谋|破坏")
_NO_BUILDING = frozenset({"平台", "基金", "活动", "政策", "机制", "奖项", "园区"})
_PERIOD = re.compile(r"[一二三四五六七八九十]{1,3}五")
# 四大工程, 八项民生工程, 三年行动计划: a count or a length of time and no name.
_COUNT = re.compile(
    rf"(?:[一二三四五六七八九十百两\d]+(?:大|项|个|类|批)[{CJK}]{{0,4}}|(?:[一二三四五六七八九十\d]+年|年度)[{CJK}]{{0,4}})"
)
# Words that say what sort of thing it is, and name none: 形象工程, 精品工程, 一站式平台, 双轨制政策.
_ORDINARY = re.compile(r"(?:形象|政绩|面子|样子|豆腐渣|精品|优质|烂尾|半拉子|样板|民心|交钥匙|一把手|在建|重点|重大|一揽子|一体化|现代|.*[式型化制])")
_COMMON = (
    "重点|重大|主要|各类|年度|工作|实施|专项|配套|相关|有关|基础设施|建设|总体|近期|具体|保障|政府投资|政府|系列|示范|人才|民生"
    "|民心|市政|公共|土地|项目|课题|行动|推进|规划|财政|投资|试点|任务|发展|扶持|支持|优惠|激励|改革|创新|社会|主题|日常|集体"
)
# 一委一办一平台: parts of an arrangement
_PARTS = re.compile(r"[一二三两].{1,3}[一二三四五六两].{1,3}")
_GENERIC = re.compile(rf"(?:{_COMMON}|[一二三四五六七八九十两\d]+(?:大|项|个|年)?)*")
_LABEL = r"(?:[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]|专栏\s*[一二三四五六七八九十\d]*[：:]?|[—●◆■★▲•*·-]+|[一二三四五六七八九十]是要?)?"
_HOW = "纵深|积极稳妥|大力|深入|大力|全面|继续|持续|加快|积极|深化|组织|扎实|统筹|重点|稳步|有序|创新|精心|联合|探索|启动"
_DOES = rf"(?:(?:{_HOW}){{0,2}}(?:实施|开展|推进|启动|推行|举办|打造|落实|推动|深化|搭建|设立|组织))?"
_HEADED_WORD = "(?P<计划>行动计划|计划)|(?P<工程>工程)|(?P<行动>行动)|(?P<活动>大赛|大会|论坛|峰会)"
_NAME = rf"(?:(?![的、，和及与等])[{CJK}\dA-Za-z+·]){{3,20}}?(?:{_HEADED_WORD})"
_HEAD = re.compile(rf"\s*{_LABEL}\s*(?P<does>{_DOES})(?P<name>{_NAME})(?=\s*(?:[。：:（(\n]|$))")
_LINE_START = re.compile(rf"(?m)^[ \t\u3000]*{_LABEL}\s*(?P<does>{_DOES})(?P<name>{_NAME})(?=[。：:\n])")
# What the words before 工程 say of an undertaking that is carried out, and not of a thing that is built: 人才集聚工程.
_ACT = re.compile(
    "(?:培育|培养|培训|引进|引育|引培|招引|集聚|聚才|引才|育才|提升|倍增|壮大|攻坚|振兴|激励|支持|资助|扶持|服务|创建|升级|扩面|提质|增效"
    "|保障|关爱|护航|领航|赋能|创新|成长|储备|攀登|突破|领军|开发|选拔|遴选|提优|惠民|便民|富民|优化|优选|共享|交流|合作|协同|融合|帮扶|强基"
    "|行动|专项|开拓|增收|就业|创业|启航|远航|工匠|英才|名师|名医|人才|青年|学者|专家)$"
)
_SENTENCE = re.compile("不得|应当|可以|或者|公布|争取|需要|必须")
# A heading that begins with what is to be done names no programme: 制定年度计划, 完善应急行动.
_TO_DO = re.compile(
    "(?:建立|完善|健全|加强|落实|严格|编制|制定|制订|研究|支持|做好|提高|优化|强化|明确|改革|规范|参加|参与|关于|加快|推进|推动|开展|实施"
    "|深化|巩固|拓展|发展|科学|执行|下达|申报|审批|审查|安排|分解|组织|发挥|促进|鼓励|引导|构建|打造|聚焦|围绕|坚持|以|对|按|本|该|其|各)"
)
_DEFINED = re.compile(
    rf"(?P<full>[{CJK}\dA-Za-z“”·+]{{2,40}})[（(]\s*(?:以下|下)?(?:统一)?简称(?:为)?[：:]?\s*[“\"]?(?P<short>[{CJK}\dA-Za-z·+]{{2,14}})[”\"]?\s*[）)]"
)
_LAST_VERB = re.compile(r".*(?:深入实施|实施|开展|启动|推进|举办|组织|设立|报名|参加|入选|申报|的|和|与|为|在|对)(?=.{4})")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a programme at a place that proves it.

    ``span`` is what is printed of it there, ``core`` the words under which it is known without its word of kind
    (云岭英才), ``whole`` with it where it ends the name itself (春雨计划), else the same. ``quoted``: a proper name,
    not only a heading.
    """

    span: Span
    core: str
    whole: str
    kind: ProgrammeKind
    quoted: bool


def kind_of(words: str) -> ProgrammeKind | None:
    """The kind that the end of ``words`` says, None where it says none."""
    match = _ENDED_BY_WORD.search(words) or _ENDED.search(words)
    return _kind(match) if match else None


def _kind(match: re.Match[str]) -> ProgrammeKind:
    return next(kind for kind in _WORDS if match.groupdict().get(kind))


def plain(words: str) -> str:
    """Words as names are compared: no blanks, half-width, simplified, in small letters."""
    return fold(squeeze(words))


def find_names(document: Document) -> Iterator[Name]:
    """The names that ``document`` proves, in no order; one place may come more than once."""
    yield from _quoted(document.text)
    yield from _defined(document.text)
    yield from _headed(document)


def _quoted(text: str) -> Iterator[Name]:
    """Names in quotation marks; of several in a row, one word of kind behind the last is for all (“甲”“乙”等计划)."""
    run: list[re.Match[str]] = []
    for match in _QUOTED.finditer(text):
        if run and not _BETWEEN_QUOTES.fullmatch(text, run[-1].end(), match.start()):
            yield from _of_run(text, run)
            run = []
        run.append(match)
    if run:
        yield from _of_run(text, run)


def _of_run(text: str, run: list[re.Match[str]]) -> Iterator[Name]:
    shared = _word_behind(_ETC, text, run[-1].end())
    last = _word_behind(_BEHIND, text, run[-1].end())
    for number, match in enumerate(run):
        core = Span(*match.span("core" if match["core"] else "plain"))
        words = core.of(text)
        behind = _word_behind(_BEHIND, text, match.end())
        if ended := _named_inside(words):
            yield Name(core, ended[0], plain(words), ended[1], quoted=True)
        elif behind and is_name(words, behind[0], behind[1]):
            yield Name(Span(match.start(), behind[2]), plain(words), plain(words), behind[0], quoted=True)
        elif number < len(run) and (common := shared or (last if len(run) > 1 else None)):
            if is_name(words, common[0], common[1]):
                yield Name(core, plain(words), plain(words), common[0], quoted=True)


def _named_inside(words: str) -> tuple[str, ProgrammeKind] | None:
    """The words before the word of kind that ends ``words``, and the kind, where they are a name."""
    match = _ENDED_BY_WORD.search(words) or _ENDED.search(words)
    if match is None or re.search(r"[，。、,；的]", words) or _PARTS.match(words):
        return None
    kind, before = _kind(match), words[: match.start()]
    full = match.re is _ENDED  # 人才码, 青年节: the ending is part of the name
    core = words if full else before
    if len(words) > 8 and _TO_DO.match(words):
        return None
    enough = len(words) >= 4 if full else len(before) >= 2
    wrong = _GENERIC.fullmatch(before) or _COUNT.fullmatch(before) or _ORDINARY.fullmatch(before) or _PERIOD.fullmatch(before)
    if not enough or wrong or (kind in ("机制", "政策", "园区") and not full and len(before) < 4):
        return None
    return plain(core), kind


def _word_behind(pattern: re.Pattern[str], text: str, position: int) -> tuple[ProgrammeKind, str, int] | None:
    """The kind, the words before it and the end of the word of kind that stands at ``position``."""
    match = pattern.match(text, position)
    if match is None:
        return None
    kind, between = _kind(match), match["between"]
    if len(between) > _MOST_BETWEEN.get(kind, 12) or _NOT_BETWEEN.search(between):
        return None
    if kind in _NO_BUILDING and "建设" in between:
        return None
    return kind, between, match.end()


def is_name(words: str, kind: ProgrammeKind, between: str) -> bool:
    """Whether ``words`` in quotation marks before a word of ``kind`` name a programme."""
    if _PERIOD.fullmatch(words) or _COUNT.fullmatch(words) or _ORDINARY.fullmatch(words):
        return False
    if kind in ("政策", "机制", "活动", "平台") and re.search(r"[，。、,；]", words):
        return False
    # “三旧”改造政策, “1+3”机制: a count of things that a policy deals with
    counts = re.match(r"[一二三四五六七八九十两双多\d]", words) is not None
    return not (kind in ("政策", "机制") and (counts or len(words) < 3)) and not (counts and between and len(words) < 3)


def _defined(text: str) -> Iterator[Name]:
    """云岭县青年英才培养计划（以下简称“青英计划”）: both names, where one of them ends in a word of kind."""
    for match in _DEFINED.finditer(text):
        full, short = match["full"], match["short"]
        start = match.start("full")
        if "“" in full or "”" in full:
            continue  # a quoted name proves itself; its short form is found beside it
        verb = _LAST_VERB.match(full)
        full, start = (full[verb.end() :], start + verb.end()) if verb else (full, start)
        word = re.search(rf"(?:{_HEADED_WORD})$", full)
        if word is None or len(full) < 5 or _TO_DO.match(full) or _GENERIC.fullmatch(full[: word.start()]):
            continue
        yield Name(Span(start, start + len(full)), plain(short), plain(full), _kind(word), quoted=True)


def _headed(document: Document) -> Iterator[Name]:
    """Headings, lines that open with a name, and cells that hold nothing else."""
    text = document.text
    for section in document.walk():
        match = _HEAD.match(text, section.heading_span.start, min(section.heading_span.end, section.heading_span.start + 60))
        if match:
            yield from _head(text, Span(*match.span("name")), done=bool(match["does"]))
    for match in _LINE_START.finditer(text):
        yield from _head(text, Span(*match.span("name")), done=bool(match["does"]))
    for table in document.tables:
        for row, cells in zip(table.rows, table.cell_spans, strict=False):
            for words, spans in zip(row, cells, strict=True):
                if len(spans) == 1 and re.fullmatch(_NAME, words):
                    yield from _head(text, trim(text, spans[0]), done=False)


def _head(text: str, span: Span, done: bool) -> Iterator[Name]:
    """The name in a heading, where it is more than a sort of thing; ``done``: a verb before it says it is carried out."""
    words = span.of(text)
    match = re.search(rf"(?:{_HEADED_WORD})$", words)
    if match is None or _TO_DO.match(words) or _SENTENCE.search(words):
        return
    before = words[: match.start()]
    if len(plain(words)) < 5 or _GENERIC.fullmatch(before) or _COUNT.fullmatch(before):
        return
    if done or _ACT.search(before):
        yield Name(span, plain(words), plain(words), _kind(match), quoted=False)
