"""Names of offices: a line that holds nothing else, and the office that opens a title or a sentence."""

from __future__ import annotations

import re

from policysearch.parse.fact import Fact
from policysearch.text import BLANK, CJK
from policysearch.types import Span

_END = (
    r"(?:人民政府|政府办?|国务院|委员会|常委会|管委会|党委|党组|[省市区县州旗]委|委|办公厅|办公室|办|厅|局|部|署|院|司|处|中心|总队"
    r"|支队|大队|银行|联合会|总工会|妇联|法院|检察院|领导小组|指挥部|党校|学校|大学|学院|集团|公司|协会|学会|会|社|所|站)"
)
NAME = (
    rf"(?!各|本|我|其|抄|主送|报送|附|有关|该|由|经|请|在|为|与|并|对)"
    rf"(?:(?!关于|转发|印发|批转)[{CJK}·]){{1,38}}?{_END}"
)
# 云岭县水利局, 中共云岭县委组织部 / 各有关部门, 请各单位, 本局的意见
ORGAN = re.compile(rf"(?!.*(?:的|关于|应当|负责|第.{{1,3}}条)){NAME}(?:[（(][{CJK}]{{1,6}}章[）)])?")
_STAMP = re.compile(rf"[（(][{CJK}]{{1,6}}章[）)]$")
_PIECE = re.compile(rf"[^{BLANK}、，,/]+")
# What a title says after the office that opens it.
_VERB = re.compile(r"关于|印发|转发|批转|公布|发布|公开征求|通告|公告")
_SHORT = re.compile(r"[省市区县州旗](?!.{0,3}[省市区县州旗]).{0,14}")


def organs_in(text: str, line: Span) -> tuple[Fact, ...]:
    """The offices of a line that names nothing else, in order; empty where the line says anything more.

    Letters set apart (云 岭 县 水 利 局) are one name; blanks between names (云岭县水利局 云岭县财政局) part them.
    """
    found: list[Fact] = []
    pending: list[Span] = []
    pieces = [Span(*match.span()) for match in _PIECE.finditer(text, line.start, line.end)]
    for number, piece in enumerate(pieces):
        pending.append(piece)
        name = "".join(p.of(text) for p in pending)
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        spaced = following is not None and len(piece) == len(following) == following.start - piece.end == 1
        if ORGAN.fullmatch(name) and not spaced:
            found += _parted(Fact(_STAMP.sub("", name), (Span(pending[0].start, piece.end),)))
            pending = []
    return () if pending else tuple(found)


def _parted(fact: Fact) -> list[Fact]:
    """The offices of a name that begins anew with its own place: 云岭省水利厅云岭省财政厅 are two."""
    name, span = fact.value, fact.spans[0]
    again = name.find(name[:3], 4)
    if again < 0 or len(name) != len(span) or not ORGAN.fullmatch(name[:again]):
        return [fact]
    cut = span.start + again
    return [Fact(name[:again], (Span(span.start, cut),)), *_parted(Fact(name[again:], (Span(cut, span.end),)))]


def opening_organs(text: str, span: Span) -> tuple[Fact, ...]:
    """The offices that open a title (云岭县人民政府关于…, 水利部、财政部印发…), empty where none does."""
    verb = _VERB.search(text, span.start, span.end)
    return organs_in(text, Span(span.start, verb.start())) if verb else ()


def is_short(name: str) -> bool:
    """Whether a name leaves out its place: 区发改局, 市教委; 云岭县水利局 does not."""
    return _SHORT.match(name) is not None
