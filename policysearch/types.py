"""The values that cross a stage. All are frozen; this module imports nothing of ours.

Offsets are code points in ``Document.text``, half-open. Scores: higher is better. Ranks from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Ladder = Literal["law", "plan", "dash", "mark", "annex"]
Status = Literal["answered", "partial", "not_found"]
Standing = Literal["现行", "已修改", "已废止", "尚未施行", "有效期已满", "未知"]
Declared = Literal["征求意见稿", "草案", "已修改", "已废止", "已失效"]
DECLARED: tuple[Declared, ...] = get_args(Declared)
KINDS = ("法规", "规章", "规范性文件", "规划", "通知", "工作报告", "解读", "新闻")
# Fields of Document that a person set, with their values.
Overrides = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``0 <= start <= end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of ``text`` that this span names."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus: its path under the corpus folder as on disk, and what it holds."""

    path: str
    sha256: str
    media_type: str
    url: str | None = None


# The column of a value of which a table has lost the place.
UNPLACED = "列不明"

# Where a cell is printed: mostly one span, several where its words stand apart, none where it is empty.
CellSpans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it stands in the text, and its cells, row by row, the header first.

    ``rows`` is empty where the grid is lost. Every row is as wide as the header, whose words are empty where the
    table has none; a cell merged over rows stands in the first of them. ``cell_spans`` has the form of ``rows`` and
    tells where each cell is printed; it is empty in what a reader returns, where a row is a line and tabs set off its
    cells. ``caption`` is the name of the table and the line of its unit, inside ``span``.
    """

    span: Span
    rows: tuple[tuple[str, ...], ...]
    cell_spans: tuple[tuple[CellSpans, ...], ...] = ()
    caption: Span | None = None


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A line that the file format itself marks as a heading; level 1 is the highest."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader returns: the text in reading order, and what only the format knows.

    ``part`` names one of several documents in a file ("" when there is one). ``fields`` are pairs of
    name and value that stand outside the text (page metadata). ``page_starts[i]`` is where page i+1
    begins; empty when the format has no pages. ``overrides`` are fields of Document that a person set in a sidecar.
    """

    source: Source
    text: str
    part: str = ""
    title: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    headings: tuple[HeadingMark, ...] = ()
    tables: tuple[Table, ...] = ()
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: Overrides = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Characters of the file that the text leaves out: where they stood in the raw text, why, and what they were.

    ``words`` of a long piece (a second copy of the body) are cut short with an ellipsis.
    """

    raw: Span
    reason: str
    words: str = ""


Origin = Literal["text", "page", "file_name", "sidecar"]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a field of the metadata says what it says.

    ``origin``: the words at ``span`` of the text, the metadata of the file or page, its name, or the sidecar that a
    person wrote. ``span`` is None for all but the text. A field may have several proofs, in the order of its values.
    """

    field: str
    origin: Origin
    span: Span | None = None


RelationKind = Literal["依据", "转发", "废止", "修改", "解读"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a document says of another that it names: ``span`` holds the name as printed (《…》, 文号)."""

    kind: RelationKind
    title: str
    number: str | None
    span: Span


DoubtReason = Literal[
    "numbering_gap", "heading_doubtful", "interleaved", "table_lost", "table_rebuilt", "value_unplaced"
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of the text that a person should check, and why; the text there stands as the file has it."""

    span: Span
    reason: DoubtReason


@dataclass(frozen=True, slots=True)
class Change:
    """That another document of the library ends (废止) or amends (修改) this one, and from which day."""

    kind: Literal["废止", "修改"]
    doc_id: str
    title: str
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document is in force on a day.

    ``by`` is the title of the document that ended or changed it,
    ``since`` the day from which it stands so, where known.
    """

    standing: Standing
    since: str | None = None
    by: str | None = None


FamilyKind = Literal["copy", "version", "attachment"]


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that a search shows once: ids in the order to show, the one to read first.

    copy: the same text in several places; version: a later text of the same title; attachment: a notice and what it
    carries, published apart.
    """

    kind: FamilyKind
    doc_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all that stands under it.

    ``label`` is the numeral as printed (``（六）``, ``第七条``, ``——``), empty for a heading that only
    the format marks; ``heading`` the words after it. ``span`` runs from the label to the end of the
    last child; ``heading_span`` covers label and words. Children are ordered and disjoint.
    """

    ladder: Ladder
    level: int
    label: str
    ordinal: int
    heading: str
    heading_span: Span
    span: Span
    children: tuple[Section, ...] = ()

    @property
    def name(self) -> str:
        """The heading as a reader says it: label and words."""
        return self.label + self.heading

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned and structured document. ``text`` is the source's own characters, nothing written in.

    Dates are ISO strings (``2022-03-04``); what the text does not say is None, never a guess. ``kind`` is one of
    法规 规章 规范性文件 规划 通知 工作报告 解读 新闻, ``form`` the 文种 that closes its title (办法, 意见).
    ``declared`` is what it says of its own standing, ``changes`` what others of the library do to it. ``regions`` run
    from the province down (``浙江省/杭州市/拱墅区``), 全国 for a text of the State. ``plan_period`` is years,
    inclusive.
    """

    doc_id: str
    source: Source
    part: str
    title: str
    text: str
    dropped: tuple[Dropped, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    issuers: tuple[str, ...] = ()
    number: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    effective_on: str | None = None
    expires_on: str | None = None
    plan_period: tuple[int, int] | None = None
    regions: tuple[str, ...] = ()
    kind: str | None = None
    form: str | None = None
    declared: Declared | None = None
    changes: tuple[Change, ...] = ()
    origin: str | None = None
    is_digest: bool = False
    page_starts: tuple[int, ...] = ()
    proofs: tuple[Proof, ...] = ()
    relations: tuple[Relation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def date(self) -> str | None:
        """The day that date filters look at: when it was issued, else published, else effective."""
        return self.issued_on or self.published_on or self.effective_on

    def walk(self) -> Iterator[Section]:
        """Every section in reading order."""
        for section in self.sections:
            yield from section.walk()


PassageKind = Literal["clause", "table", "preamble"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of retrieval: one clause, or a few short siblings under one heading.

    ``text`` is the slices of its spans joined by line ends; ``search_text`` (breadcrumb and body) is
    indexed and may be shown, but is never quoted. ``section_path`` is the headings above, from the top.
    """

    passage_id: str
    doc_id: str
    kind: PassageKind
    spans: tuple[Span, ...]
    text: str
    search_text: str
    section_path: tuple[str, ...]
    page: int | None = None

    @property
    def start(self) -> int:
        """Where its first span begins."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where its last span ends."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; empty means no filter. Dates are ISO strings, inclusive."""

    doc_ids: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None

    def __bool__(self) -> bool:
        return bool(self.doc_ids or self.regions or self.kinds or self.date_from or self.date_to)


FindingKind = Literal["place", "year", "period", "kind", "number", "title", "phrase", "programme", "reference", "wants"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a question names: ``span`` in the question, the words to show, and what they stand for.

    ``key`` is stable (``place:浙江省/杭州市/拱墅区``, ``year:2025``, ``title:<doc_id>``): by it a person switches the
    finding off, unless ``is_told``. ``value`` is what the key has after its kind.
    """

    kind: FindingKind
    value: str
    printed: str
    span: Span

    @property
    def key(self) -> str:
        """The kind and the value: ``year:2025``."""
        return f"{self.kind}:{self.value}"

    @property
    def is_told(self) -> bool:
        """Whether it moves no hit and is only told: what is asked for; a programme, which its words find."""
        return self.kind in ("wants", "programme")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question names, in the order of the question, each thing once; spans are in ``question``.

    ``ignored`` are the keys that a person switched off, of these findings or of a rule (``validity``, ``reranker``);
    they count for nothing.
    """

    question: str = ""
    findings: tuple[Finding, ...] = ()
    ignored: frozenset[str] = frozenset()

    def of(self, *kinds: FindingKind) -> tuple[Finding, ...]:
        """The findings of these kinds that count."""
        return tuple(f for f in self.findings if f.kind in kinds and f.key not in self.ignored)


@dataclass(frozen=True, slots=True)
class Lift:
    """What a passage agrees or disagrees with, and what that adds to its fused score (below 0: takes away).

    ``key`` is that of a finding, or the name of a rule: ``validity``, ``reranker``.
    """

    key: str
    bonus: float

    @property
    def kind(self) -> str:
        """The kind of the finding, or the name of the rule."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Signals:
    """Why a passage stands where it stands: its place in each list, and the words that matched.

    ``by_reference``: the question names its clause by number; ``by_number``: its document by 文号, or the passage
    cites that; ``by_title``: its document by 《title》; ``by_phrase``: it holds what the question has in quotation
    marks; ``by_trace``: the question is a text pasted from it. ``lifts``: what the question names and the passage, or
    its document, agrees with or does not. ``synonyms``: words of the question with
    what stands in the passage for them.
    """

    lexical_rank: int | None = None
    lexical_score: float | None = None
    dense_rank: int | None = None
    dense_score: float | None = None
    terms: tuple[str, ...] = ()
    by_reference: bool = False
    by_number: bool = False
    by_title: bool = False
    by_phrase: bool = False
    by_trace: bool = False
    lifts: tuple[Lift, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. A score compares only inside one list.

    ``also`` holds the passages with the same words in other documents of its family, in the order to show; score
    and signals are those of the one that was found first.
    """

    passage: Passage
    rank: int
    score: float
    signals: Signals = Signals()
    also: tuple[Passage, ...] = ()


SegmentKind = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a pasted text beside what is printed: ``added`` has no print, ``removed`` nothing pasted."""

    kind: SegmentKind
    pasted: str
    printed: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A place that a pasted text comes from, or where it stands too.

    ``span`` is in ``Document.text``, ``pasted`` in the text that was pasted: ``printed`` of the segments, joined, is
    the first, and ``pasted`` of them the second. ``share``, from 0 to 1: the letters that agree, of all that are
    pasted and all that stand between them in print; blanks and punctuation do not count. ``passage_ids`` are those
    that the place touches, in order.
    """

    doc_id: str
    span: Span
    pasted: Span
    share: float
    segments: tuple[Segment, ...]
    passage_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation with its place. ``quote`` is exactly the slices of ``spans`` joined by line ends.

    There are several spans where a row of a table is not printed in one piece.
    """

    marker: int
    passage_id: str
    doc_id: str
    title: str
    label: str
    quote: str
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first character of the quotation to the last."""
        return Span(self.spans[0].start, max(span.end for span in self.spans))


Method = Literal["extract", "generate"]


@dataclass(frozen=True, slots=True)
class Struck:
    """A sentence of a language model that the cited passages do not bear out, and why in one phrase.

    Its markers are left out: they count the passages that the model was given, not the citations of the answer.
    """

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question.

    Every ``[n]`` in ``text`` is the marker of a citation. ``partial`` names in ``missing`` what the
    documents do not say; ``not_found`` cites nothing and tells what was searched. Notices go to
    ``warnings``, never into ``text``.

    ``method`` is "generate" where ``text`` is a language model's, each sentence of it checked against its citations.
    ``model`` is the one that was asked, also where ``text`` is extracted because its reply did not stand;
    ``struck`` holds its sentences that failed, in their order.
    """

    question: str
    status: Status
    text: str
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    method: Method = "extract"
    citations: tuple[Citation, ...] = ()
    model: str | None = None
    struck: tuple[Struck, ...] = ()


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """Which model made the vectors; an index opens only with the encoder that built it."""

    name: str
    dimension: int
    fingerprint: str


class Words(Protocol):
    """The words of a static encoder: one vector a token, the same wherever the token stands."""

    @property
    def vectors(self) -> Vectors:
        """A unit row for each token of the vocabulary, (V, dimension)."""

    def numbers(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The tokens of each text as rows of ``vectors``, in reading order."""


class Encoder(Protocol):
    """Text to unit vectors. Rows of the result are in the order of the texts."""

    @property
    def info(self) -> EncoderInfo:
        """Name, dimension and fingerprint of the model."""

    @property
    def words(self) -> Words | None:
        """The vectors of its words, where it is a static model; None for one that reads words in their context."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: shape (n, dimension), float32, unit rows."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages: shape (n, dimension), float32, unit rows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be built, and the reason in one sentence."""

    path: str
    reason: str


Grade = Literal["良好", "有提示", "需核对"]


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """A doubt as a report tells it: the place as one cites it, and the first words there."""

    reason: DoubtReason
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class PassageLengths:
    """How a document was cut: number of passages, their lengths in characters, and how many are too short or long."""

    count: int
    least: int
    median: int
    most: int
    short: int
    long: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a document was read; the rules of the grade stand in ``policysearch.quality.assess``.

    ``dropped`` counts what was left out by reason, most first; ``missing`` names fields that the document does not
    say; ``odd_chars`` counts characters that are no text (private use, replacement, control).
    """

    doc_id: str
    title: str
    path: str
    media_type: str
    grade: Grade
    pages: int
    chars: int
    odd_chars: int
    warnings: tuple[str, ...]
    dropped: tuple[tuple[str, int], ...]
    doubts: tuple[DoubtfulPlace, ...]
    tables: int
    lost_tables: int
    missing: tuple[str, ...]
    passages: PassageLengths


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: counts, seconds, each file that failed or was passed over, and how well each was read.

    ``kept`` counts the files that had not changed and were not read again.
    """

    version: str | None
    documents: int
    passages: int
    seconds: float
    failures: tuple[Failure, ...] = field(default=())
    qualities: tuple[Quality, ...] = ()
    kept: int = 0
