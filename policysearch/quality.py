"""How well a document was read: what was left out, what is doubtful, what it does not say, how it was cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from statistics import median

from policysearch.config import PassageSettings
from policysearch.place import clause_label
from policysearch.text import clip, fold, squeeze
from policysearch.types import Document, DoubtfulPlace, DoubtReason, Grade, Passage, PassageLengths, Quality

DROPPED: Mapping[str, str] = {
    "page_mark": "页码",
    "running_line": "页眉页脚",
    "invisible": "不可见字符",
    "furniture": "网页或版面文字",
    "contents": "目录页",
    "broken_line": "断行留下的空白",
    "second_copy": "重复的正文",
    "second_head": "重复的题头",
}
DOUBTS: Mapping[DoubtReason, str] = {
    "numbering_gap": "序号不连续",
    "heading_doubtful": "不能确定是不是标题",
    "interleaved": "几篇文字交错在一起",
    "table_lost": "表格失去了行列",
    "table_rebuilt": "表格由排版推算恢复",
    "value_unplaced": "数值不知属于哪一列",
}
# The doubts that may change what a text says; the others concern how it is shown.
_GRAVE: frozenset[DoubtReason] = frozenset({"interleaved", "table_lost", "value_unplaced"})
# Private use areas (symbol fonts of old Word files), the replacement character, and control characters.
_ODD = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MOST_ODD_SHARE = 0.001
_SHORT_CHARS = 20
_TITLE_CHARS = 2000
_WORDS_CHARS = 40


MISSING: Mapping[str, str] = {
    "title": "标题（取自文件名）",
    "issuers": "发布机构",
    "number": "文号",
    "date": "日期",
    "regions": "地区",
    "kind": "类别",
}
_ASKED_FOR = ("title", "issuers", "date")  # what every document has; a plan or a report may have no 文号


def assess(document: Document, passages: Sequence[Passage], settings: PassageSettings = PassageSettings()) -> Quality:  # noqa: B008
    """The quality of ``document``, of which ``passages`` are all passages.

    The grade is 需核对 where the sense may have suffered: texts interleaved, a table without its rows, a value
    without its column, or more than one character in a thousand that is no text. It is 有提示 where the reader
    warned, another place is doubtful, a character is no text, a passage is too long, or the document does not say
    its title (it is the name of the file), its issuer or any day. Else it is 良好.
    """
    text = document.text
    quality = Quality(
        doc_id=document.doc_id,
        title=document.title,
        path=document.source.path + (f"/{document.part}" if document.part else ""),
        media_type=document.source.media_type,
        grade="良好",
        pages=len(document.page_starts),
        chars=len(text),
        odd_chars=len(_ODD.findall(text)),
        warnings=document.warnings,
        dropped=tuple(Counter(dropped.reason for dropped in document.dropped).most_common()),
        doubts=tuple(
            DoubtfulPlace(doubt.reason, clause_label(document, doubt.span.start), _words(doubt.span.of(text)))
            for doubt in document.doubts
        ),
        tables=len(document.tables),
        lost_tables=sum(not table.rows for table in document.tables),
        missing=tuple(name for name in MISSING if _is_missing(document, name)),
        passages=_lengths(passages, settings),
    )
    return replace(quality, grade=_grade(quality))


def _grade(quality: Quality) -> Grade:
    odd_share = quality.odd_chars / max(quality.chars, 1)
    if quality.lost_tables or odd_share > _MOST_ODD_SHARE or any(doubt.reason in _GRAVE for doubt in quality.doubts):
        return "需核对"
    lacking = any(name in quality.missing for name in _ASKED_FOR)
    if quality.warnings or quality.doubts or quality.odd_chars or quality.passages.long or lacking:
        return "有提示"
    return "良好"


def _is_missing(document: Document, name: str) -> bool:
    if name != "title":
        return not getattr(document, name)
    stem = squeeze(fold(PurePosixPath(document.source.path).stem))
    title = squeeze(fold(document.title))
    return title == stem and title not in squeeze(fold(document.text[:_TITLE_CHARS]))


def _words(words: str) -> str:
    return clip(" ".join(words.split()), _WORDS_CHARS)


def _lengths(passages: Sequence[Passage], settings: PassageSettings) -> PassageLengths:
    lengths = [len(passage.text) for passage in passages]
    return PassageLengths(
        count=len(lengths),
        least=min(lengths, default=0),
        median=int(median(lengths)) if lengths else 0,
        most=max(lengths, default=0),
        short=sum(length < _SHORT_CHARS for length in lengths),
        long=sum(length > settings.most_chars for length in lengths),
    )


# A phrase with {names}, and what is filled in.
Phrase = tuple[str, Mapping[str, str | int | float]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a report tells of a document: its name, and phrases with what is filled into their ``{names}``."""

    name: str
    phrases: tuple[Phrase, ...]
    between: str = "，"

    @property
    def words(self) -> str:
        """The phrases, filled in and joined: 2 个，1 个失去行列."""
        return self.between.join(phrase.format(**values) for phrase, values in self.phrases)


def told(quality: Quality) -> Iterator[Remark]:
    """What a report tells of a document besides its doubtful places, in the order to show."""
    form = PurePosixPath(quality.path).suffix[1:] or quality.media_type
    size: list[Phrase] = [("{chars:,} 字", {"chars": quality.chars})]
    if quality.pages:
        size.append(("{count} 页", {"count": quality.pages}))
    yield Remark("格式", (("{what}", {"what": form}), *size))
    dropped: list[Phrase] = [
        ("{what} {count} 处", {"what": DROPPED.get(why, why), "count": n}) for why, n in quality.dropped
    ]
    yield Remark("整理时略去", tuple(dropped) or (("{what}", {"what": "无"}),), "、")
    if quality.warnings:
        yield Remark("读取提示", tuple(("{what}", {"what": words}) for words in quality.warnings), "；")
    if quality.tables:
        unplaced = sum(doubt.reason == "value_unplaced" for doubt in quality.doubts)
        lost = ((quality.lost_tables, "{count} 个失去行列"), (unplaced, "{count} 处数值列不明"))
        yield Remark("表格", (("{count} 个", {"count": quality.tables}), *_counted(lost)))
    if quality.missing:
        yield Remark("未写明", tuple(("{what}", {"what": MISSING[name]}) for name in quality.missing), "、")
    if quality.odd_chars:
        share = quality.odd_chars / max(quality.chars, 1)
        yield Remark("异常字符", (("{count} 个（{share:.2%}）", {"count": quality.odd_chars, "share": share}),))
    if quality.passages.count:
        yield Remark("片段", _spoken(quality.passages), "；")


def _spoken(lengths: PassageLengths) -> tuple[Phrase, ...]:
    three = {"least": lengths.least, "median": lengths.median, "most": lengths.most}
    words = "{count} 个，最短 {least}、中位 {median}、最长 {most} 字"
    more = ((lengths.long, "{count} 个过长"), (lengths.short, "{count} 个过短"))
    return ((words, {"count": lengths.count, **three}), *_counted(more))


def _counted(pairs: Sequence[tuple[int, str]]) -> Iterator[Phrase]:
    """The phrases whose number is not nought."""
    return ((phrase, {"count": count}) for count, phrase in pairs if count)


def doubt_words(doubt: DoubtfulPlace) -> str:
    """A doubtful place in one line: 第三条：序号不连续（“第五条 ……”）."""
    return f"{doubt.place}：{DOUBTS[doubt.reason]}" + (f"（“{doubt.words}”）" if doubt.words else "")


def quality_lines(quality: Quality) -> list[str]:
    """The quality of a document as lines of text: the grade, what is told, and each doubtful place."""
    rows = [("整理质量", quality.grade), *((remark.name, remark.words) for remark in told(quality))]
    return [f"  {name}：{words}" for name, words in rows] + [
        f"  请核对 {doubt_words(doubt)}" for doubt in quality.doubts
    ]
