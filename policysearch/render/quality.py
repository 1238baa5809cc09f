"""How well a document was read, for its page: the grade, what a report tells, and links to the doubtful places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from policysearch.place import clause_link
from policysearch.quality import DOUBTS, Remark, told
from policysearch.render.address import reader_href, view_href
from policysearch.render.documents import badges
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.sentences import retold_phrase
from policysearch.render.words import say, tongue
from policysearch.types import Document, DoubtfulPlace, Grade, Quality

_CLASSES: dict[Grade, str] = {"良好": "good", "有提示": "hint", "需核对": "check"}
_MEANING: dict[Grade, str] = {
    "良好": "读取和整理时没有发现问题。",
    "有提示": "读取时有提示、个别地方可疑，或没有写明标题、机构、日期。",
    "需核对": "有的地方可能影响文意（文字交错、表格失去行列、数值列不明、乱码）：引用前请核对原件。",
}
_MOST_LISTED = 100


def grade(quality: Quality) -> Html:
    """The grade of a document as a badge."""
    return grade_badge(quality.grade)


def grade_badge(name: Grade) -> Html:
    """A grade as a badge."""
    return element("span", say(name), class_=f"grade {_CLASSES[name]}")


def quality_rows(document: Document, quality: Quality) -> Iterator[tuple[str, Html]]:
    """The rows of a document's quality: name and markup; each doubtful place is a link to it."""
    yield say("整理质量"), grade(quality)
    yield from ((say(remark.name), _remark(remark)) for remark in told(quality))
    links = [
        element("li", element("a", _doubt(place), href=reader_href(document.doc_id, clause_link(document, doubt.span))))
        for doubt, place in zip(document.doubts, quality.doubts, strict=True)
    ]
    if links:
        yield say("请核对"), element("ul", *links, class_="doubts")


def _remark(remark: Remark) -> Html:
    phrases = (retold_phrase(phrase, values) for phrase, values in remark.phrases)
    return element("span", join(phrases, say(remark.between)))


def _doubt(place: DoubtfulPlace) -> Html:
    """A doubtful place in one line, as ``quality.doubt_words`` has it."""
    words = say("（“{words}”）", words=place.words) if place.words else ""
    reason = say("：") + say(DOUBTS[place.reason])
    return join(element("span", part, lang=tongue(part)) for part in (place.place, reason, words) if part)


def quality_page(document: Document, quality: Quality, today: str) -> Html:
    """The report of one document."""
    rows = [
        (say("收录文件"), element("span", quality.path)),
        *quality_rows(document, quality),
    ]
    items = [element("div", element("dt", name), element("dd", value)) for name, value in rows]
    links = [
        element("a", say("读这份文件"), href=reader_href(document.doc_id)),
        element("a", say("← 文档库"), href=view_href("library")),
    ]
    title = element("a", document.title, href=reader_href(document.doc_id), lang=tongue(document.title))
    return element(
        "section",
        element("h1", say("整理报告："), title, tabindex="-1"),
        element("p", badges(document, today), class_="badges"),
        element("p", say(_MEANING[quality.grade]), class_="intro"),
        element("dl", *items, class_="metadata"),
        element("p", *links, class_="links"),
        class_="quality",
    )


def quality_list(pairs: Sequence[tuple[Document, Quality]], today: str) -> Html:
    """How many documents have each grade, and those that a person should check, the most doubtful first."""
    counts = Counter(quality.grade for _, quality in pairs)
    links = [
        element(
            "li",
            element(
                "a",
                grade_badge(name),
                say(" {count} 份", count=counts[name]),
                href=view_href("library", ("grade", name)),
            ),
            element("span", say(_MEANING[name])),
        )
        for name in _CLASSES
    ]
    worst = sorted((pair for pair in pairs if pair[1].grade == "需核对"), key=lambda pair: -len(pair[1].doubts))
    items = [
        element(
            "li",
            element(
                "a",
                document.title,
                href=view_href("quality", ("doc", document.doc_id)),
                lang=tongue(document.title),
            ),
            badges(document, today),
            element("span", _why(quality), class_="count"),
        )
        for document, quality in worst[:_MOST_LISTED]
    ]
    left = len(worst) - _MOST_LISTED
    rest = say("另有 {count} 份，见文档库。", count=left) if left > 0 else ""
    return element(
        "section",
        element("h1", say("整理质量"), tabindex="-1"),
        element("ul", *links, class_="grades"),
        element("h2", say("需要人核对的（{count} 份）", count=len(worst))) if worst else EMPTY,
        element("ol", *items, class_="worst"),
        element("p", rest, class_="intro") if rest else EMPTY,
        class_="quality",
    )


def _why(quality: Quality) -> str:
    """What is to be checked, in a few words."""
    parts = (
        (quality.lost_tables, "{count} 个表格失去行列"),
        (sum(doubt.reason != "table_lost" for doubt in quality.doubts), "{count} 处可疑"),
        (quality.odd_chars, "{count} 个乱码字符"),
    )
    return say("，").join(say(phrase, count=count) for count, phrase in parts if count)
