"""The entries of a catalogue: programmes, support measures, indicators and links, each field with its proof.

Every field that the text states keeps where it stands: spans are in ``Document.text``. What is not stated is empty,
never filled by guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from policysearch.types import RelationKind, Span

ProgrammeKind = Literal["计划", "工程", "行动", "平台", "基金", "活动", "政策", "奖项", "园区", "机制"]


@dataclass(frozen=True, slots=True)
class Stated:
    """Words as a document prints them: ``text`` is the slices of ``spans`` joined."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One value of an indicator: ``value`` in ``unit`` as printed, for one region and one year.

    ``name`` is the form under which values of one indicator are joined, ``printed`` the words of this text; where they
    differ, ``printed`` is to be shown as the definition. ``region`` is a path (浙江省/杭州市/拱墅区) or None, ``year``
    None where the text states none. ``amount`` is ``value`` with 万 and 亿 multiplied out and ``base_unit`` what is
    left of the unit, to compare. ``qualifier`` is a word printed at the value that changes it (左右, 以上), else "".
    ``high`` is the upper end of a range (5%—6%), else None. ``is_target``: planned, not yet reached. ``spans`` hold the
    value with its unit and qualifier; ``name_spans`` the words of ``printed``.
    """

    doc_id: str
    name: str
    printed: str
    region: str | None
    year: int | None
    value: float
    unit: str
    qualifier: str
    is_target: bool
    amount: float
    base_unit: str
    spans: tuple[Span, ...]
    name_spans: tuple[Span, ...] = ()
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a programme, with the name as printed there.

    ``key`` is the form under which the mentions of one programme are joined; ``kind`` what the place says that it
    is, None where it says none (“云岭英才” alone). ``how``: in quotation marks, without them, or as the title of a
    document.
    """

    doc_id: str
    printed: str
    span: Span
    key: str = ""
    kind: ProgrammeKind | None = None
    how: Literal["quoted", "plain", "title"] = "quoted"


@dataclass(frozen=True, slots=True)
class Programme:
    """A named plan, project, action, platform, fund, event or policy, joined over its mentions, in the order of these.

    ``name`` is the fullest form printed, ``variants`` the others. ``regions`` and ``issuers`` are those of the
    documents whose own programme it is; a document that only cites one of a higher level is not among them. Where a
    name or the words before it state a place (省“鲲鹏行动”), that is its region. ``aims`` say what it is for, with the
    document that says so; ``targets`` are figures set for it. ``is_own``: a document of the library makes it or carries
    it as its own. ``is_title``: a policy document that texts name in 《》, of which there are many.
    """

    name: str
    variants: tuple[str, ...]
    kind: ProgrammeKind
    regions: tuple[str, ...]
    issuers: tuple[str, ...]
    mentions: tuple[Mention, ...]
    aims: tuple[tuple[str, Stated], ...] = ()
    targets: tuple[Indicator, ...] = ()
    is_own: bool = True
    is_title: bool = False


MeasureKind = Literal["资金", "减免", "贷款", "住房", "待遇", "服务", "优先", "落户", "入学"]
MEASURE_KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a measure grants: ``value`` (to ``high``) in ``unit`` as printed, for the class that ``subject`` names.

    ``unit`` has what it is counted by behind a stroke (元/人, 元/人·月). ``amount`` is ``value`` with 万 and 亿
    multiplied out and ``base_unit`` what is left of the unit. ``qualifier`` is printed at the value (最高, 不超过),
    else "". ``subject`` is "" where the measure has one amount for all, its place in ``subject_spans``; ``spans`` hold
    the value with its unit.
    """

    value: float
    unit: str
    qualifier: str
    subject: str
    amount: float
    base_unit: str
    spans: tuple[Span, ...]
    subject_spans: tuple[Span, ...] = ()
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A support that a text itself grants: money, relief, a loan, housing, a benefit, a service, a preference.

    ``name`` are the words that name the benefit; ``who`` may have it; ``conditions`` are what has to be met, one by
    one, in the order of the text; ``method`` is how it is granted; ``period`` for how long; ``deadline`` until when one
    applies; ``departments`` who takes the application or decides; ``materials`` what is handed in, one by one;
    ``basis`` the documents that it rests on. What the text does not state, or not surely, is empty. ``span`` is the
    sentence that grants it.
    """

    doc_id: str
    kind: MeasureKind
    name: Stated
    span: Span
    who: tuple[Stated, ...] = ()
    conditions: tuple[Stated, ...] = ()
    amounts: tuple[Amount, ...] = ()
    method: tuple[Stated, ...] = ()
    period: tuple[Stated, ...] = ()
    deadline: tuple[Stated, ...] = ()
    departments: tuple[Stated, ...] = ()
    materials: tuple[Stated, ...] = ()
    basis: tuple[Stated, ...] = ()


LinkKind = RelationKind | Literal["配套", "同文", "版本"]


@dataclass(frozen=True, slots=True)
class Link:
    """What a document is to another: ``target`` is its id where the library holds it, ``title`` as named or held.

    ``span`` is where ``doc_id`` names it; None where the texts themselves prove the link (同文, 版本, 配套).
    """

    doc_id: str
    kind: LinkKind
    title: str
    number: str | None
    target: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Entries:
    """What one document brings to the catalogue by itself."""

    mentions: tuple[Mention, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries of an index; indicators, mentions and measures in the order of documents and text.

    ``mentions`` are those of which the programmes are joined, kept for the next build.
    """

    programmes: tuple[Programme, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    measures: tuple[Measure, ...] = ()
