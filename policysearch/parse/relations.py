"""What a document says of others by name: 依据, 转发, 废止, 修改, 解读; only where the wording leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.parse.docnumber import NUMBER, plain_number
from policysearch.parse.fact import Fact
from policysearch.text import squeeze
from policysearch.types import Relation, RelationKind, Span

_OPENING_CHARS = 2400
_NAME = re.compile(
    rf"《(?P<title>[^《》]{{2,120}}(?:《[^《》]*》[^《》]*)*)》(?:\s*[（(]\s*(?P<number>{NUMBER.pattern})[^（）()]{{0,20}}[）)])?"
)
# A line may break inside a name or the brackets behind it.
_SENTENCE = re.compile(r"(?:《[^》。]{0,80}》|[（(][^（()）。]{0,40}[)）]|[^。；\n])+")
_LINE = re.compile(r"[^。；\n]+")
# 根据《…》《…》（…号）和有关规定，结合本县实际，制定本办法 / 根据《…》第五条处以罚款
_BASIS = re.compile(
    r"(?:^|[，,：:\s])(?:为[^，]{0,60}[，,])?(?P<word>根据|依据|依照|按照|为?(?:进一步|深入|全面|认真)?贯彻(?:落实|执行)?|为?落实)(?=[^，。]{0,30}《)"
)
_MAKES = re.compile(
    r"制[定订]|现(?:就|将|对|予|印)|提出|通知如下|如下(?:意见|通知|规定|决定)|印发|通告|结合|规定，经[^，。]{1,12}(?:批准|同意)，(?:自|现|决定)"
)
# 《…》同时废止, 《…》予以废止, 自…起废止 / 需要修改或者废止的
_IN_NAME = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_ENDS = re.compile(r"(?:同时|即行|即予|予以|自行|相应|自动|一并|停止执行并)(?:废止|失效)|废止$|同时停止执行|不再执行")
_ENDS_BEFORE = re.compile(r"(?:同时|决定|一并)废止(?=[^，。]{0,10}《)")
_AMENDS = re.compile(
    r"》[^。《]{0,16}(?:作如下修改|作出(?:如下)?修改|修改如下|予以修改|(?:作|进行)了(?:补充和|必要的)?(?:修改|修订)(?!研究))"
)
_TITLE_KINDS: tuple[tuple[RelationKind, re.Pattern[str]], ...] = (
    ("废止", re.compile(r"废止")),
    ("修改", re.compile(r"修改|修正|修订")),
    ("转发", re.compile(r"转发|批转")),
    ("解读", re.compile(r"解读|问答|答问|答记者问|的说明|释义")),
)


def find_relations(text: str, title: Fact | None, body: int) -> tuple[Relation, ...]:
    """The relations in reading order; ``body`` is where the words of text begin.

    A basis counts in the opening alone, where a sentence founds the text on it; what is ended counts anywhere.
    """
    found = [
        *_of_title(text, title),
        *_bases(text, body),
        *_ended(text),
        *_changed(text, body),
        *_passed_on(text, body),
    ]
    unique = {(relation.kind, relation.span): relation for relation in found}
    return tuple(sorted(unique.values(), key=lambda relation: (relation.span, relation.kind)))


def _of_title(text: str, title: Fact | None) -> Iterator[Relation]:
    """关于废止《…》的决定, 关于修改…, 转发…, 《…》解读: what the title says of the text that it names."""
    if title is None or not title.spans:
        return
    span = Span(title.spans[0].start, title.spans[-1].end)
    words = re.sub(r"《[^》]*》|〈[^〉]*〉", lambda m: "　" * len(m.group()), span.of(text))
    for kind, pattern in _TITLE_KINDS:
        if pattern.search(words):
            yield from _names(text, span, kind)
            return


def _bases(text: str, body: int) -> Iterator[Relation]:
    """The names that the first sentence of the kind founds the text on."""
    for sentence in _SENTENCE.finditer(text, body, min(len(text), body + _OPENING_CHARS)):
        match = _BASIS.search(sentence.group())
        # Words inside a name make nothing: 根据《规章制定程序条例》, 制定本办法.
        makes = (
            _MAKES.search(_IN_NAME.sub(lambda m: "　" * len(m.group()), sentence.group()), match.end())
            if match
            else None
        )
        if match and makes:
            yield from _names(text, Span(sentence.start() + match.end(), sentence.start() + makes.start()), "依据")


def _ended(text: str) -> Iterator[Relation]:
    for sentence in _LINE.finditer(text):
        if "废止" not in sentence.group() and "执行" not in sentence.group():
            continue
        ends = _ENDS.search(sentence.group())
        first = _ENDS_BEFORE.search(sentence.group())
        if first:
            yield from _names(text, Span(sentence.start() + first.start(), sentence.end()), "废止")
        elif ends:
            yield from _names(text, Span(sentence.start(), sentence.start() + ends.start()), "废止")


def _changed(text: str, body: int) -> Iterator[Relation]:
    for sentence in _SENTENCE.finditer(text, body, min(len(text), body + _OPENING_CHARS)):
        match = _AMENDS.search(sentence.group())
        if match:
            opens = max(sentence.group().rfind("对", 0, match.start()), 0)
            yield from _names(text, Span(sentence.start() + opens, sentence.start() + match.start() + 1), "修改")


def _passed_on(text: str, body: int) -> Iterator[Relation]:
    for sentence in _SENTENCE.finditer(text, body, min(len(text), body + 400)):
        if re.search(r"》[^《]{0,60}转发|转发《", sentence.group()):
            yield from list(_names(text, Span(*sentence.span()), "转发"))[:1]
            return


def _names(text: str, span: Span, kind: RelationKind) -> Iterator[Relation]:
    for match in _NAME.finditer(text, span.start, span.end):
        number = plain_number(match["number"]) if match["number"] else None
        yield Relation(kind, squeeze(match["title"]), number, Span(*match.span()))
