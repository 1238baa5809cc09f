"""The title of a document: lines of its head joined, what the page tells, what it carries, or the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from policysearch.parse.docnumber import NUMBER
from policysearch.parse.fact import Fact
from policysearch.parse.head import Head
from policysearch.parse.kind import TITLE_END, forwarded
from policysearch.parse.numbering import match_label
from policysearch.parse.organs import organs_in
from policysearch.text import BLANK, CJK, clip, find_words, fold, lines, squeeze
from policysearch.types import RawDocument, Span

_HEAD_CHARS = 2400
_MOST_TITLE_CHARS = 120
_MOST_NOTICE_CHARS = 4000
_MOST_LINES = 7
_MOST_PLAIN_CHARS = 40
_SHORT_CHARS = 8
_NO_TITLE = re.compile(
    r"[\x00-\u02ff]*|[\d\W_]*|.{0,3}|无标题(?:文档)?|新建.{0,20}|Microsoft Word.*|政策法规|规范性文件", re.IGNORECASE
)
_SUFFIX = re.compile(r"\.(?:docx?|txt|pdf|html?|wps)$")
_EDGES = "■●◆*#＊ 　\t\u00a0"
_OFFICE_HEAD = re.compile(rf"[{CJK}、]+(?:文件|政令|令|公告)(?:第.{{1,8}}号)?")
_CONTINUES = re.compile(r"(?:关于|印发|转发|批转|公布|发布|的|和|及|与|、|（|\(|[）)》”])")
_GOES_ON = re.compile(r".*(?:关于(?:印发|转发)?|印发|转发|批转|的|、|和|与|及|做好|年)$")
_ASIDE = re.compile(
    r"修正案(?:[（(]草案[）)])?|[（(](?:试行|暂行|草案|修订|修正|征求意见|送审|讨论|\d{4}).{0,18}[）)]|\d{4}年?"
)
# 关于停水的通告 云水〔2016〕8号, 关于停水的通告(云水〔2016〕8号), …的意见(全文)
_OWN_NUMBER = re.compile(rf"(?:\s+|\s*[（(]\s*){NUMBER.pattern}\s*[）)]?\s*$|\s*[（(]全文[）)]\s*$")
_SITE_CUT = re.compile(r"\s*(?:[_|｜—–]+|-)\s*")
_SITE_NAME = re.compile(r"(?:网|网站|门户|平台|专栏|之窗|政府文件|政策法规|规范性文件)(?:$|-)")
_CARRIED = re.compile(r"《(?P<name>[^《》]*(?:《[^《》]*》[^《》]*)*)》")
_FLAT = re.compile(
    rf"(?:(?<=号)|(?<=[{BLANK}\n]))(?P<title>(?:[{CJK}]{{2,20}}[{BLANK}]?){{0,3}}关于[^。；：]{{2,70}}?"
    rf"的[{BLANK}]?(?:通知|意见|决定|通告|公告|批复))(?=[{BLANK}各\n]|$)"
)


def find_title(raw: RawDocument, text: str, head: Head, fields: Mapping[str, Fact], flat: bool) -> Fact | None:
    """The title as printed over its lines, in full; None where neither text, page nor file name gives one.

    A notice that carries another text bears its own title while its head is there. What the page calls itself
    counts where the head does not read like a title, or where it says more.
    """
    paged = _paged(raw, text, fields)
    names = [squeeze(name) for name in (_stem(raw), raw.title or "") if name]
    printed = _flat_title(text) if flat else _best_printed(raw, [*_printed(text, head, names)])
    if printed and paged:
        return _fuller(printed, paged)
    if printed or (paged and TITLE_END.search(squeeze(paged.value))):
        return printed or paged
    return _carried(text, head) or _named(raw, text, head, paged)


def cited_title(text: str, title: Fact, flat: bool) -> Fact:
    """The title that people cite: that of the text which a notice carries, where it heads that text below the notice.

    关于印发《云岭县节水办法》的通知 with 云岭县节水办法 on a line below it is cited as 云岭县节水办法.
    """
    inner = forwarded(title.value)
    if inner is None:
        return title
    start = title.spans[-1].end if title.spans else 0
    within = Span(start, min(len(text), start + _MOST_NOTICE_CHARS))
    span = _unquoted(text, inner, within) if flat else find_line(text, inner, within)
    return Fact(inner, (span,)) if span else title


def _unquoted(text: str, words: str, within: Span) -> Span | None:
    """Where ``words`` stand outside of 《》 and go on to no other word."""
    span = find_words(text, words, within)
    while span and (text[span.start - 1] in "《〈" or text[span.end : span.end + 1] not in ("", *BLANK, "\n")):
        span = find_words(text, words, Span(span.end, within.end))
    return span


def untitled(raw: RawDocument, text: str) -> str:
    """A name for a text without a title: the words that it begins with."""
    line = next(lines(text, Span(0, len(text))), Span(0, 0))
    label = match_label(text, line.start, line.end)
    first = re.split(r"[。；，,]", text[label.end if label else line.start : line.end])[0].strip()
    return f"无题（{clip(first, 24)}）" if first else PurePosixPath(raw.source.path).stem


def _best_printed(raw: RawDocument, printed: Sequence[Fact]) -> Fact | None:
    """The first title of the head; the second where the first only repeats the name of the file."""
    if len(printed) > 1 and squeeze(printed[0].value) == squeeze(_stem(raw)):
        return printed[1]
    return next(iter(printed), None)


def _stem(raw: RawDocument) -> str:
    """The name of the file without the numbers and Latin letters that sort it: 0131_…, sz-…."""
    stem = PurePosixPath(raw.part or raw.source.path).stem
    return re.sub(r"^(?:\d+_|[a-z]+[-_ ]?(?=[^\x00-\xff]))", "", stem).strip("_ ")


def _fuller(printed: Fact, paged: Fact) -> Fact:
    """The printed title, or the page's where that says more: the notice whose text alone is printed."""
    short, long = fold(squeeze(printed.value)), fold(squeeze(paged.value))
    if len(long) > len(short) and TITLE_END.search(long) and (long.endswith(short) or forwarded(long) == short):
        return paged
    told = TITLE_END.search(long) and not _OFFICE_HEAD.fullmatch(long)
    return paged if told and (forwarded(long) or paged.origin == "text") and short not in long else printed


def _paged(raw: RawDocument, text: str, fields: Mapping[str, Fact]) -> Fact | None:
    """What the page or file calls the document, less the name of its site; proved by the text where that has it."""
    field = fields.get("title")
    told = field.value if field else raw.title or ""
    told = re.split(r"\s(?:来源|作者|发布时间|发布日期|日期|时间)\s?[：:]", " ".join(told.split()))[0]
    told = re.sub(r"^名\s*称\s*[：:]", "", told).strip(_EDGES)
    told = _SUFFIX.sub("", _without_site(text, told)).strip()
    if _NO_TITLE.fullmatch(told):
        return None
    told = told[1:-1] if re.fullmatch(r"《[^《》]+》", told) else told
    if field and field.spans and squeeze(field.value) == squeeze(told):
        return Fact(told, field.spans)
    span = find_words(text, told, Span(0, min(len(text), _HEAD_CHARS)))
    return Fact(told, (span,)) if span else Fact(told, origin="page")


def _without_site(text: str, told: str) -> str:
    """``told`` up to the mark before the name of the site, where what stands before it is a title or a line."""
    first_lines = {squeeze(line.of(text)) for line in lines(text, Span(0, min(len(text), _HEAD_CHARS)))}
    for match in _SITE_CUT.finditer(told):
        before = told[: match.start()].strip(_EDGES)
        if TITLE_END.search(squeeze(before)) or squeeze(before) in first_lines:
            return before
    return told


def _printed(text: str, head: Head, names: Sequence[str]) -> Iterator[Fact]:
    """The titles that the lines of the head make, in reading order."""
    for at, line in enumerate(head.lines):
        words = squeeze(_OWN_NUMBER.sub("", line.of(text))).strip(_EDGES)
        words = words[1:-1] if re.fullmatch(r"《[^《》]+》", words) else words
        if not TITLE_END.search(words) or len(words) > _MOST_TITLE_CHARS or _OFFICE_HEAD.fullmatch(words):
            continue
        first = _first_line(text, head.lines, at, names)
        last = at + 1 if at + 1 < len(head.lines) and _ASIDE.fullmatch(squeeze(head.lines[at + 1].of(text))) else at
        value = _joined(text, head.lines[first : last + 1])
        if len(squeeze(value)) > 3:
            yield Fact(value, (Span(head.lines[first].start, head.lines[last].end),))


def _first_line(text: str, all_lines: Sequence[Span], last: int, names: Sequence[str]) -> int:
    """The line with which the title that ends on line ``last`` begins; ``names`` are what page and file call it."""
    first = last
    while first > 0 and last - first < _MOST_LINES:
        above = squeeze(all_lines[first - 1].of(text))
        below = squeeze(_joined(text, all_lines[first : last + 1]))
        is_whole = TITLE_END.search(above) is not None and above.count("《") == above.count("》")
        if is_whole or re.search(r"[，。；：:]$", above) or NUMBER.search(above):
            break
        if organs_in(text, all_lines[first - 1]):
            goes_on = _CONTINUES.match(below) is not None or bool(organs_in(text, all_lines[first]))
        else:
            goes_on = _goes_on(above, below)
        if not goes_on and not any(name.endswith(above + below) for name in names):
            break
        first -= 1
    return first


def _goes_on(above: str, below: str) -> bool:
    """Whether a title goes on from one line to the next: 关于 with no end yet, an open 《, a word cut off."""
    return (
        _GOES_ON.match(above) is not None
        or below.count("《") < below.count("》")
        or above.count("《") > above.count("》")
        or ("关于" in above and "关于" not in below)
        or (below.startswith("关于") and re.search(r"印发|转发|批转", above) is not None)
        or len(below) <= _SHORT_CHARS < len(above)
    )


def _joined(text: str, parts: Sequence[Span]) -> str:
    """The title of its lines: as printed, letters set apart closed up, a blank between offices alone."""
    value = ""
    for part in parts:
        words = _closed(part.of(text).strip(_EDGES))
        value += (" " if value and organs_in(text, part) and value[-1] in "府会委局部厅室" else "") + words
    value = _OWN_NUMBER.sub("", value)
    return value[1:-1] if re.fullmatch(r"《[^《》]+》", value) else value


def _closed(words: str) -> str:
    """``words`` on one line; where single letters stand apart (云 岭 县) the blanks go."""
    pieces = words.split()
    spaced = sum(len(piece) == 1 for piece in pieces) * 2 >= len(pieces) > 2
    return ("" if spaced else " ").join(pieces)


def _flat_title(text: str) -> Fact | None:
    """The title of a notice whose line ends are gone: 云岭县水利局关于…的通知, after the 文号 or a blank."""
    match = _FLAT.search(text[:_HEAD_CHARS])
    return Fact(_tight(match["title"]), (Span(*match.span("title")),)) if match else None


def _tight(words: str) -> str:
    """``words`` on one line without the blanks beside brackets, where a line was broken."""
    return re.sub(r"\s+(?=[《（”])|(?<=[》）“])\s+", "", " ".join(words.split()))


def _carried(text: str, head: Head) -> Fact | None:
    """The text that an order or a notice without a head of its own carries: 《…》已经…通过, 现将《…》印发.

    Where its title stands on a line of its own below, that line.
    """
    span = Span(head.body, min(len(text), head.body + _HEAD_CHARS))
    for match in _CARRIED.finditer(text, span.start, span.end):
        name = squeeze(match["name"])
        below = find_line(text, name, Span(match.end(), span.end))
        sentence = re.split(r"[。\n]", text[match.end() : match.end() + 80])[0]
        issued = re.search(r"印发|公布|发布|转发|施行", sentence)
        if TITLE_END.search(name) and (below or (head.number and issued)):
            return Fact(_closed(match["name"]), (below or Span(*match.span("name")),))
    return None


def find_line(text: str, name: str, within: Span) -> Span | None:
    """The line, or two lines together, that hold ``name`` and nothing else; blanks and brackets do not count."""
    wanted = fold(squeeze(name)).replace("<", "〈").replace("《", "〈")
    before: Span | None = None
    for line in lines(text, within):
        for start in (line.start, before.start if before else line.start):
            words = fold(squeeze(text[start : line.end])).replace("<", "〈").replace("《", "〈")
            if words == wanted:
                return Span(start, line.end)
        before = line
    return None


def _named(raw: RawDocument, text: str, head: Head, paged: Fact | None) -> Fact | None:
    """What else may name a text: the file name that ends like a title, the page, a short first line, the file name."""
    stem = _OWN_NUMBER.sub("", _stem(raw))
    file_name = Fact(stem, origin="file_name") if re.search(f"[{CJK}]{{4}}", stem) else None
    if file_name and TITLE_END.search(stem):
        return file_name
    if paged and (_SITE_NAME.search(paged.value) or organs_in(paged.value, Span(0, len(paged.value)))):
        paged = None
    return paged or _first_line_alone(text, head) or file_name


def _first_line_alone(text: str, head: Head) -> Fact | None:
    """A short first line that is no sentence, label or field: the headline of a report."""
    if not head.lines:
        return None
    words = _closed(head.lines[0].of(text).strip(_EDGES))
    label = match_label(text, head.lines[0].start, head.lines[0].end)
    if (
        4 <= len(words) <= _MOST_PLAIN_CHARS
        and label is None
        and not _NO_TITLE.fullmatch(words)
        and words[0] not in "（("
        and not NUMBER.search(words)
    ):
        return Fact(words, (head.lines[0],))
    return None
