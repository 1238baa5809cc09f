"""What names of programmes are made of: words of kind, and words that only say what sort of thing it is.

A name has a word that says what it is (计划, 工程, 大赛) as its end or behind its quotation marks, where a few
words may stand between (“云岭英才”创新创业计划), and something that sets it apart (硕博倍增计划; not 人才工程).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from policysearch.catalogue.entries import ProgrammeKind
from policysearch.text import fold, squeeze
from policysearch.types import Span

# The words of kind: those that say it behind quotation marks too, and those that say it only as the end of a name.
WORDS: dict[ProgrammeKind, str] = {
    "计划": "行动计划|计划",
    "工程": "工程",
    "行动": "行动",
    "平台": "平台|小程序|公众号|客户端|APP",
    "基金": "基金",
    "活动": "大赛|大会|论坛|峰会|赛事|联赛|竞赛|擂台赛|挑战赛|博览会|对接会|洽谈会|沙龙|活动[周月日季]|活动",
    "政策": "新政|政策|礼包",
    "奖项": "称号|奖",
    "园区": "产业园区|产业园|创业园|创新园|科技园|科创园|园区|小镇|综合体",
    "机制": "机制|制度",
}
ENDINGS: dict[ProgrammeKind, str] = {
    "计划": "英才",
    "奖项": "工匠|之星|标兵|伯乐|大使|金匠|首席技师|名匠",
    "平台": "之家|驿站|会客厅|工作室|讲堂|学堂|课堂|夜校|直播间|云平台|大数据中心|飞地"
    "|(?:人才|服务|健康|英才|[a-zA-Z])码|.{2}(?<![二条证代密号编邮个])码|[eE]家|学院|通办中心|服务中心|交流中心|智库|俱乐部",
    "活动": "交流会|招聘会|推介会|集训营|训练营|研修班|读书会"
    "|(?:人才|文化|科技|旅游|购物|读书|艺术|创业|青年|招聘|引才)(?:日|周|月|季|节|行)",
    "政策": r"(?:新政)?(?:\d+|[一二三四五六七八九十]+)条|贷|(?<![保风危])险|券|人才[投保担补]",
    "机制": "(?<!居民)卡|直通车|专窗|联盟|超市",
}
KINDS: tuple[ProgrammeKind, ...] = get_args(ProgrammeKind)


def kinds(words: dict[ProgrammeKind, str]) -> str:
    """A pattern of words of kind, each kind a group of its name."""
    return "|".join(f"(?P<{kind}>{each})" for kind, each in words.items())


WORD = kinds(WORDS)
ENDED_BY_WORD = re.compile(rf"(?:{WORD})$")
ENDED = re.compile(rf"(?:{kinds(ENDINGS)})$")
# What makes another word of a word of kind: 工程师, 计划生育, 活动中心, 奖励.
NOT_AFTER = (
    "(?!(?<=工程)(?:师|学|院|技术|硕士|博士|造价|量|类|系列|专业|领域)|(?<=行动)(?:党|不便|力|自由|上|纲领)|(?<=计划)(?:生育|经济|体制|单列|内|外|数)"
    "|(?<=活动)(?:中心|室|场|家|板房)|(?<=平台)(?:经济|公司|企业)|(?<=基金)[会群池]|(?<=基金)矩阵|(?<=奖)[励学补项金牌惩]"
    "|(?<=政策)性|(?<=竞赛)事|(?<=赛事)(?:策划|解说)|(?<=大会)(?:主席|报告|精神)|(?<=园区)化)"
)
_PERIOD = re.compile(r"[一二三四五六七八九十]{1,3}五(?:规划|时期)?")
# 四大工程, 八项民生工程, 三年行动计划: a count or a length of time and no name.
_COUNT = re.compile(
    r"(?:(?:[一二三四五六七八九十百两\d]+(?:大|项|个|类|批)|第?[一二三四五六七八九十\d]+[年期轮批届]|年度).{0,4})"
)
# Words that say what sort of thing it is, and name none: 形象工程, 精品工程, 一站式平台, 双轨制政策.
_ORDINARY = re.compile(
    "(?:形象|政绩|面子|样子|豆腐渣|精品|优质|烂尾|半拉子|样板|民心|交钥匙|一把手|在建|一揽子|现代|.*(?:[式型]|(?<![优转深强催孵文])化|(?<![研体编])制))"
)
_COMMON = (
    "重点|重大|主要|各类|各项|年度|工作|实施|专项|配套|相关|有关|基础设施|建设|总体|近期|具体|保障|政府投资|政府|系列|示范|人才|民生|民心"
    "|市政|公共|土地|项目|课题|行动|推进|规划|财政|投资|试点|任务|发展|扶持|支持|优惠|激励|改革|创新|社会|主题|日常|集体|系统|全省|全市"
    "|全区|全县|省级|市级|区级|县级|国家级|国家|本年度|下一步|招生|招聘|用地|供地|供应|住房|采购|资金|预算|学习|培训|教学|生产|建筑|安装|装修"
    "|施工|分包|总承包|监理|竣工|验收|安全|应急|执法|检查|整治|治理|联合|统一|集中|单项|附属|隐蔽|新|旧|大|小|该|本|其|此|这|一系列|服务|产业"
    "|引导|创业|股权|专用|公积|养老|医疗|保险|社保|救助|维修|风险|水利|电力|交通|绿化|环保|节能|给水|排水|管网|道路|桥梁|房屋|地下|防洪|堤防|河道"
    "|志愿|文体|文化|体育|党建|群众|宣传|教育|主题|公益|研讨|交流|高层次|科技|学术|年会|代表|职工|党员|居民|业主|股东|村民|代表|人民代表|全国人民代表|党员代表|全体|动员|表彰|总结|部署|誓师|推进"
)
_GENERIC = re.compile(
    rf"(?:{_COMMON}|[一二三四五六七八九十两百]+(?:大|项|个|年|期)?|\d{1, 2}(?:大|项|个|年|期)?|的|和|与|、)*"
)
# 高技能人才培养(计划), 人才服务(综合体): whom it is for and what is done, as any place may say it.
_WHO = (
    "各类|各级|高层次|高技能|高端|高素质|领军|青年|优秀|急需|紧缺|急需紧缺|专业技术|专业|技术|技能|党政|企业家?|经营管理|经营|管理|社会工作|社工"
    "|农村|乡村|实用|产业|创新型?|创业|科技|科研|海外|国际|国际化|后备|教育|卫生|医疗|文化|宣传|金融"
    "|大学生|毕业生|博士后?|团队|人才|人员|队伍|干部|项目|职工|员工|引才|重点|主导|数字经济|互联网"
)
_DONE = (
    "培养|培育|引进|引育|招引|开发|评价|服务|激励|集聚|提升|发展|培训|建设|引才|招聘|交流"
    "|合作|培优|储备|选拔|保障|支持|资助|扶持|创新|创业|需求|目录|振兴|管理|使用|流动|投资|引导|成长"
)
_SORT = re.compile(rf"(?:{_WHO})*(?:{_DONE})*")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a programme at a place that proves it.

    ``span`` is what is printed of it there; ``core`` the words under which it is known without a word of kind
    (云岭英才, 春雨 of 春雨计划), ``whole`` with it where that ends the name itself (春雨计划), else the same.
    ``how`` is what proves it: quoted words, words without quotation marks, the title of a document. ``bare``: the core
    alone names it as well.
    """

    span: Span
    core: str
    whole: str
    kind: ProgrammeKind
    how: Literal["quoted", "plain", "title"]
    bare: bool = False


def kind_in(match: re.Match[str]) -> ProgrammeKind:
    """The kind whose group took part in ``match``."""
    groups = match.groupdict()
    return next(kind for kind in KINDS if groups.get(kind))


def kind_of(words: str) -> ProgrammeKind | None:
    """The kind that the end of ``words`` says, None where it says none."""
    match = ENDED_BY_WORD.search(words) or ENDED.search(words)
    return kind_in(match) if match else None


def plain(words: str) -> str:
    """Words as names are compared: no blanks, half-width, simplified, in small letters."""
    return fold(squeeze(words))


def is_count(words: str) -> bool:
    """Whether ``words`` are a period or a count of things: 十四五, 四大, 八项民生."""
    return _PERIOD.fullmatch(words) is not None or _COUNT.fullmatch(words) is not None


def is_ordinary(words: str) -> bool:
    """Whether ``words`` before a word of kind say only what sort of thing it is: 形象(工程), 一站式(平台)."""
    return _ORDINARY.fullmatch(words) is not None


def is_generic(words: str) -> bool:
    """Whether ``words`` before a word of kind are common to many things: 重点民生(工程)."""
    return _GENERIC.fullmatch(words) is not None


def is_sort(words: str) -> bool:
    """Whether ``words`` before a word of kind only tell whom it is for and what is done: 高技能人才培养."""
    return _SORT.fullmatch(words) is not None
