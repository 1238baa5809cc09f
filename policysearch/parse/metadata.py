"""What a document says of itself: title, issuer, 文号, dates, region, kind. What it does not say is None."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from policysearch.numerals import parse_date
from policysearch.parse.numbering import match_label
from policysearch.regions import Region, count_regions, find_regions
from policysearch.text import BLANK, CJK, clip, fold
from policysearch.types import Document, RawDocument, Span, Table

_HEAD_CHARS = 1200
_TAIL_CHARS = 600
_MOST_TITLE_CHARS = 80

# 秀洲发改〔2021〕76 号, 国发[2024]1号, 广东省人民政府令第181号
_NUMBER = re.compile(
    rf"(?P<body>[{CJK}]{{2,16}}\s?[〔\[（(【﹝]\s?(?:19|20)\d{{2}}\s?[〕\]）)】﹞]\s?第?\s?\d{{1,5}}\s?号)"
    rf"|(?P<order>[{CJK}]{{2,20}}令\s?[（(]?第\s?[\d一二三四五六七八九十百]+\s?号[)）]?)"
)
_BASIS = re.compile(r".{0,6}(?:根据|依据|按照|依照|见|以)")
_FIELD_NAMES = {
    "title": ("标题", "名称", "文件名称", "信息名称"),
    "issuer": ("发布机构", "发布单位", "发文机关", "发文单位", "制定机关", "公开主体", "颁布单位"),
    "number": ("文号", "备注/文号", "发文字号", "文件编号"),
    "issued": ("成文日期", "发文日期", "制发日期", "颁布日期"),
    "generated": ("生成日期",),
    "published": ("发布日期", "公布日期", "发布时间", "公开日期", "发布", "日期"),
    "effective": ("施行日期", "实施日期", "生效日期"),
    "expires": ("失效日期", "废止日期", "有效期至"),
    "region": ("地区", "适用地区"),
    "kind": ("类别", "文种", "体裁"),
    "period": ("规划期",),
    "origin": ("来源", "网站", "网址"),
    "note": ("说明", "备注"),
}
_NAMES = {name: key for key, names in _FIELD_NAMES.items() for name in names}
_ALL_NAMES = frozenset(
    [*_NAMES, "信息索引号", "索引号", "公开方式", "公开范围", "公开时限", "主题分类", "附件", "项目"]
)
_KNOWN = "|".join(sorted(map(re.escape, _ALL_NAMES - {"项目"}), key=len, reverse=True))
# 发布机构 区发改经信局 公开范围 面向全社会: names and values in one line, or a value on the next line.
_FIELD = re.compile(
    rf"(?:^|(?<=[{BLANK}\n\t]))(?P<name>{_KNOWN})[{BLANK}]*[:：{BLANK}\t\n]+"
    rf"(?P<value>(?!(?:{_KNOWN})[{BLANK}:：\n\t])[^\n\t]*?)(?=[{BLANK}\t]+(?:{_KNOWN})[{BLANK}:：\t\n]|\t|\n|$)"
)
_BLANK_VALUES = frozenset({"", "无", "原文未载", "暂无", "-", "—"})
_KINDS = [
    "规划",
    "纲要",
    "计划",
    "实施细则",
    "细则",
    "实施办法",
    "暂行办法",
    "办法",
    "暂行规定",
    "规定",
    "条例",
    "实施意见",
    "指导意见",
    "意见",
    "实施方案",
    "行动方案",
    "方案",
    "措施",
    "指南",
    "目录",
    "标准",
    "规则",
    "规程",
    "准则",
    "章程",
    "通告",
    "公告",
    "通报",
    "决定",
    "决议",
    "命令",
    "批复",
    "复函",
    "函",
    "报告",
    "通知",
    "解读",
    "答复",
    "须知",
    "攻略",
    "问答",
]
_KIND_CLASS = {
    "纲要": "规划",
    "计划": "计划",
    "实施细则": "细则",
    "实施办法": "办法",
    "暂行办法": "办法",
    "暂行规定": "规定",
    "实施意见": "意见",
    "指导意见": "意见",
    "实施方案": "方案",
    "行动方案": "方案",
    "复函": "函",
}
_TITLE_END = re.compile("(?:" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")(?:[（(][^）)]{1,20}[）)])*$")
_NO_TITLE = re.compile(r"[\d\W_]*|.{0,3}|无标题(?:文档)?|新建.{0,20}|Microsoft Word.*", re.IGNORECASE)
_FORWARD = re.compile(
    r"(?:印发|转发|公布|发布|下发|颁布|批转)[了的《〈<“\s]*(?P<open>[《〈])(?P<inner>.+)[》〉](?:的?(?:通知|公告|决定|通告|函|命令))?"
)
_ORGAN = re.compile(
    rf"[{CJK}]{{2,30}}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|委员会办公室|领导小组办公室|委员会|办公厅|办公室"
    r"|管理局|管委会|组织部|人民代表大会常务委员会|人大常委会|人民法院|国务院|委|厅|局|部|署|院|处|中心|省政府|市政府|区政府|总工会)"
)
_PERIOD = re.compile(
    r"[“\"]?(?P<n>十[一二三四五六])五[”\"]?(?=.{0,12}规划)|(?P<a>20\d{2})\s?[—\-–~至]{1,2}\s?(?P<b>20\d{2})\s?年"
)
_EFFECTIVE = re.compile(
    r"(?P<own>[本该][^，。；]{0,14})?自(?P<day>[^自，。；]{4,20}?日)起(?:正式)?(?:施行|实施|执行|生效)"
)
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|颁布)之日起(?:施行|实施|执行|生效)")
_EXPIRES = re.compile(r"有效期(?:限)?(?:至|到|截至)(?P<day>[^，。；]{4,20}?日)")
_SIGNED_IN_LINE = re.compile(
    rf"(?<=[。{BLANK}])(?P<organs>(?:{_ORGAN.pattern}[{BLANK}]*){{1,4}})"
    rf"(?P<day>(?:19|20)\d{{2}}[{BLANK}]?年[{BLANK}]?\d{{1,2}}[{BLANK}]?月[{BLANK}]?\d{{1,2}}[{BLANK}]?日)"
)
_ISSUE_LINE = re.compile(r"(?P<day>[^\n。]{6,16}?日)\s*印发")
_SIGNED = re.compile(
    rf"^[{BLANK}（(]*(?P<day>[〇零○ＯO一二三四五六七八九十\d年月日\s]{{8,20}})[{BLANK}）)]*$", re.MULTILINE
)
_DIGEST = re.compile(r"要点摘编|摘编，以原文为准|本文是.{0,6}摘编")
_NATIONAL = re.compile(
    r"国务院|中共中央|中华人民共和国|全国|最高人民(?:法院|检察院)|国家|(?<!人民政府)(?<!厅)[^市省区县]部(?:关于|办公厅|令)"
)
_NEWS = re.compile(r"[（(]?(?:本报|通讯员|首席)?记者|通讯员|来源[:：].{0,8}(?:日报|晚报|新闻|网)")
_LEAST_NAMED = 3
_FIVE_YEARS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}


def describe(raw: RawDocument, text: str, tables: Sequence[Table] = ()) -> Document:
    """A Document that holds what ``raw`` says of itself; its text and structure are still to be set.

    ``text`` is the cleaned text and ``tables`` the tables in it; the cells of data tables are no fields.
    """
    head, tail = text[:_HEAD_CHARS], text[-_TAIL_CHARS:]
    data_tables = [table.span for table in tables if not _is_field_table(table)]
    fields = dict(reversed([*_fields(_before_clauses(head), data_tables), *_named(raw.fields)]))
    lines = [line.strip() for line in text[: 2 * _HEAD_CHARS].split("\n") if line.strip()]
    given = _title(raw, lines, fields)
    title = given or _untitled(raw, lines)
    issuers = _issuers(fields.get("issuer"), title, raw.text[:_HEAD_CHARS], tail)
    number = _number(fields.get("number"), head)
    issued = parse_date(fields.get("issued", "")) or _issued(text) or parse_date(fields.get("generated", ""))
    return Document(
        doc_id="",
        source=raw.source,
        part=raw.part,
        title=title,
        text="",
        issuers=issuers,
        number=number,
        issued_on=issued,
        published_on=parse_date(fields.get("published", "")),
        effective_on=parse_date(fields.get("effective", "")) or _effective(text, issued),
        expires_on=parse_date(fields.get("expires", "")) or _day(_EXPIRES.search(text)),
        plan_period=_period(fields.get("period"), title),
        regions=_regions(fields.get("region"), given or "", issuers, text, raw.source.path),
        kind=fields.get("kind") or _kind(title) or ("报道" if _NEWS.search(head + tail) else None),
        origin=fields.get("origin"),
        is_digest=bool(_DIGEST.search(title) or _DIGEST.search(fields.get("note", ""))),
    )


def _named(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if name in _NAMES and value not in _BLANK_VALUES:
            yield _NAMES[name], value


def _before_clauses(head: str) -> str:
    """``head`` up to the first line that opens a clause: what follows speaks of other things."""
    for match in re.finditer(r"^[^\n]+", head, re.MULTILINE):
        label = match_label(head, match.start(), match.end())
        if label is not None and label.rung.ladder in ("law", "plan"):
            return head[: match.start()]
    return head


def _is_field_table(table: Table) -> bool:
    """Whether a table lists names of fields in its first column, as the head of a web page does."""
    named = sum(bool(row) and row[0].strip(f"{BLANK}:：") in _ALL_NAMES for row in table.rows)
    return bool(table.rows) and 2 * named >= len(table.rows)


def _fields(head: str, data_tables: Sequence[Span] = ()) -> Iterator[tuple[str, str]]:
    """The fields of a metadata table in ``head``; one line may hold several names and values."""
    for match in _FIELD.finditer(head):
        if any(table.start <= match.start() < table.end for table in data_tables):
            continue
        value = match["value"].strip(f"{BLANK}:：")
        if match["name"] in _NAMES and value not in _BLANK_VALUES and len(value) <= 200:
            yield _NAMES[match["name"]], value


def _title(raw: RawDocument, lines: list[str], fields: dict[str, str]) -> str | None:
    """The title: as a field or the format gives it, else the first line that reads like one, else the file's."""
    stem = PurePosixPath(raw.source.path).stem
    offered = [fields.get("title"), raw.title, _first_title(lines), stem if re.search(f"[{CJK}]{{4}}", stem) else None]
    titles = [title for title in offered if title and not _NO_TITLE.fullmatch(title.strip())]
    # A page may declare the name of its site for a title: one that ends like a document's goes first.
    title = next((title for title in titles if _TITLE_END.search(title.strip())), titles[0] if titles else None)
    if title is None:
        return None
    title = re.sub(r"\.(?:docx?|txt|pdf|html?|wps)$", "", re.sub(r"\s+", " ", title).strip())
    forward = _FORWARD.search(title)
    if forward and any(fold(line) == fold(forward["inner"]) for line in lines):
        return forward["inner"]
    return title[1:-1] if re.fullmatch(r"《[^《》]+》", title) else title


def _untitled(raw: RawDocument, lines: list[str]) -> str:
    """A name for a text without a title: the words that it begins with."""
    label = match_label(lines[0], 0) if lines else None
    first = re.split(r"[。；，,]", lines[0][label.end if label else 0 :])[0] if lines else ""
    return f"无题（{clip(first.strip(), 24)}）" if first.strip() else PurePosixPath(raw.source.path).stem


def _first_title(lines: list[str]) -> str | None:
    """The first line that ends like a title; a line broken before its end is joined with the next."""
    for at, line in enumerate(lines[:12]):
        line = re.sub(r"\.(?:docx?|txt|pdf|html?|wps)$", "", line)
        if (
            6 <= len(line) <= _MOST_TITLE_CHARS
            and "。" not in line
            and _TITLE_END.search(line)
            and not _FIELD.match(line)
            and "：" not in line[:6]
            and match_label(line, 0) is None
        ):
            return line
        joined = line + (lines[at + 1] if at + 1 < len(lines) else "")
        if line.startswith("关于") and len(joined) <= _MOST_TITLE_CHARS and _TITLE_END.search(joined):
            return joined
    first = lines[0] if lines else ""
    return first if 4 <= len(first) <= 40 and "。" not in first and not re.match(r"[\d（(一二三]", first) else None


def _number(field: str | None, head: str) -> str | None:
    """The 文号: of the field, else one that stands on a line of its own or in the letterhead."""
    for text in filter(None, (field, head[:600])):
        for match in _NUMBER.finditer(text):
            before = text[: match.start()]
            quoted = before.count("《") > before.count("》") or before.count("（") > before.count("）")
            cited = re.search(r"(?:根据|依据|按照|《[^》]*》[（(]?)\s*$", before[-20:]) or _BASIS.match(match.group())
            if text is field or (not quoted and not cited):
                return re.sub(r"\s+", "", match.group())
    return None


def _issuers(field: str | None, title: str, head: str, tail: str) -> tuple[str, ...]:
    """Who issued it: the field, else those who sign above the date, else the organ that opens the title."""
    signed = _signatures(head) or _signatures(tail) or _signatures_in_line(head)
    if field:
        named = tuple(filter(None, re.split(r"[、,，；;\s]+", field)))
        # A field that abbreviates (区发改经信局) yields to the full names of the signature.
        return signed if signed and all(name.startswith(("区", "市", "县", "省")) for name in named) else named
    if signed:
        return signed
    opening = re.match(rf"({_ORGAN.pattern})关于", title)
    return (opening[1],) if opening else ()


def _signatures(text: str) -> tuple[str, ...]:
    """The organs on the lines right above a date line, in order."""
    for match in _SIGNED.finditer(text):
        above = [line.strip() for line in text[: match.start()].split("\n") if line.strip()]
        found: list[str] = []
        for line in reversed(above[-4:]):
            names = line.split()
            if not all(_ORGAN.fullmatch(name) for name in names):
                break
            found[:0] = names
        if found:
            return tuple(found)
    return ()


def _signatures_in_line(text: str) -> tuple[str, ...]:
    """The organs before a date in a text whose line ends are gone."""
    for match in _SIGNED_IN_LINE.finditer(text):
        return tuple(match["organs"].split())
    return ()


def _issued(text: str) -> str | None:
    """The day it was signed: the date line under a signature, else the 印发 line at its foot."""
    head, tail = text[: 2 * _HEAD_CHARS], text[-_TAIL_CHARS:]
    for part in (head, tail):
        for match in _SIGNED.finditer(part):
            day = parse_date(match["day"])
            if day:
                return day
    return _day(_SIGNED_IN_LINE.search(head)) or _day(_ISSUE_LINE.search(tail))


def _day(match: re.Match[str] | None) -> str | None:
    return parse_date(match["day"]) if match else None


def _effective(text: str, issued: str | None) -> str | None:
    # 本办法自…起施行 stands at the end; before it other laws may be told to have taken effect.
    matches = [*_EFFECTIVE.finditer(text[:_HEAD_CHARS]), *_EFFECTIVE.finditer(text[-3000:])]
    own = [m for m in matches if m["own"]]
    best = own or matches
    found = _day(best[-1]) if best else None
    return found or (issued if _FROM_ISSUE.search(text[-3000:]) else None)


def _period(field: str | None, title: str) -> tuple[int, int] | None:
    """The years that a plan covers: 十四五 is 2021 to 2025."""
    for text in filter(None, (field, title)):
        match = _PERIOD.search(text)
        if match and match["n"]:
            first = _FIVE_YEARS[match["n"]]
            return first, first + 4
        if match:
            return int(match["a"]), int(match["b"])
    return None


def _kind(title: str) -> str | None:
    name = re.sub(r"[（(][^）)]{1,20}[）)]$", "", title).strip("》 ")
    name = re.sub(r"[（(]?(?:19|20)\d{2}年?[)）]?$", "", name)
    for kind in sorted(_KINDS, key=len, reverse=True):
        if name.endswith(kind):
            return _KIND_CLASS.get(kind, kind)
    return None


def _regions(field: str | None, title: str, issuers: tuple[str, ...], text: str, path: str) -> tuple[str, ...]:
    """The places the document is of: the field; else its title or issuers; else what it names most.

    A document of the State, a ministry or a supreme court is of no one place.
    """
    if field:
        return tuple(region.path for region in find_regions(field))
    found = find_regions(title) or find_regions(" ".join(issuers))
    if found:
        return (_narrowest(found).path,)
    if _NATIONAL.search(title + " ".join(issuers)):
        return ()
    return _most_named(text) or tuple(region.path for region in find_regions(path)[-1:])


def _narrowest(found: Sequence[Region]) -> Region:
    """The first place, or the second where that lies inside the first."""
    inside = [region for region in found[1:2] if region.path.startswith(found[0].path + "/")]
    return inside[0] if inside else found[0]


def _most_named(text: str) -> tuple[str, ...]:
    """The place that ``text`` names most, with those named at least half as often on the same level."""
    counts = count_regions(text)
    if not counts:
        return ()
    top, most = max(counts.items(), key=lambda item: (item[1], -len(item[0].code), item[0].code))
    if most < _LEAST_NAMED:
        return ()
    peers = [r for r, n in counts.items() if len(r.code) == len(top.code) and 2 * n >= most]
    return tuple(r.path for r in sorted(peers, key=lambda r: -counts[r]))[:3]
