"""How well a document was read, for its page: the grade, what a report tells, and links to the doubtful places."""

from __future__ import annotations

from collections.abc import Iterator

from policysearch.place import clause_link
from policysearch.quality import doubt_words, told
from policysearch.render.address import reader_href
from policysearch.render.html import Html, element
from policysearch.render.words import say
from policysearch.types import Document, Grade, Quality

_CLASSES: dict[Grade, str] = {"良好": "good", "有提示": "hint", "需核对": "check"}


def grade(quality: Quality) -> Html:
    """The grade as a badge."""
    return element("span", say(quality.grade), class_=f"grade {_CLASSES[quality.grade]}")


def quality_rows(document: Document, quality: Quality) -> Iterator[tuple[str, Html]]:
    """The rows of a document's quality: name and markup; each doubtful place is a link to it."""
    yield say("整理质量"), grade(quality)
    yield from ((say(name), element("span", words, lang="zh-CN")) for name, words in told(quality))
    links = [
        element(
            "li", element("a", doubt_words(place), href=reader_href(document.doc_id, clause_link(document, doubt.span)))
        )
        for doubt, place in zip(document.doubts, quality.doubts, strict=True)
    ]
    if links:
        yield say("请核对"), element("ul", *links, class_="doubts")
