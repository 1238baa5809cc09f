"""Web pages: the main content by trafilatura, the title, and the page's own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.assemble import Assembly
from policysearch.read.content import main_content, shown_source
from policysearch.read.decode import decode
from policysearch.types import RawDocument, Source

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# A cell of this many characters holds running text: the table lays out the page.
_LAYOUT_CELL_CHARS = 300
_LEAST_PROSE_CHARS = 20
_MOST_MENU_CHARS = 1000
_LEAST_PICTURE_PIXELS = 300
_MOST_DEPTH = 240  # the parser leaves out what lies deeper than 255
# 请各村落实。 is prose; 当前位置： 首页 > 通知公告 is none.
_PROSE = re.compile("[\u4e00-\u9fff][\\d）)》”%％]*[。；，]")
_SEPARATORS = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+|-(?=[^-]*(?:网|门户|之窗|政府)[^-]*$)")
_OFFICE = re.compile(r"(?:局|委员会|政府|办公室|办公厅|中心|厅|部|网|网站|门户|之窗)(?:（[^）]*）)?$")
_TITLE_LIKE = re.compile(
    r"[^。；！？]{4,76}(?:通知|办法|规定|条例|细则|意见|方案|规划|公告|通告|决定|决议|批复|函|报告|纲要|规则|规程|解释|标准|目录|说明|指南)"
    r"(?:[（(][^）)]{1,24}[）)]){0,2}"
)
_SITE = re.compile(r"(?:网|网站|门户|之窗|在线|平台)$")
# The names of the national standard for pages of government sites.
_META_NAMES = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "contentsource": "发布机构",
    "publishdate": "发布日期",
    "source": "来源",
    "sitename": "网站",
    "url": "网址",
}


def read_html(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The main text of a web page, its tables in place, its title and metadata.

    Navigation, scripts and footers are left out by the extractor; when it finds nothing, all visible
    text is taken and a warning says so.
    """
    page, warnings = _decode_page(data)
    tree = _tree(page)
    inner = shown_source(tree)
    if inner is not None:
        return read_html(inner.encode("utf-8"), source, limits)
    fields = list(_fields(tree))
    title = _title(tree, dict(fields))
    assembly = Assembly()
    content = main_content(page, tree)
    if content is not None:
        if title and not _holds(content, title) and any(_flat(head) == title for head in tree.iter("h1")):
            assembly.paragraph(title)  # the extractor takes a heading above the text for the page's and not the text's
        _walk(content, assembly)
    raw = assembly.build(source, title, fields, warnings)
    if raw.text.strip():
        return _with_prose(raw, tree)
    for line in _visible_lines(tree):
        assembly.paragraph(line)
    warnings = (*warnings, "没有认出网页正文，取了全部可见文字。")
    return _with_prose(assembly.build(source, title, fields, warnings), tree)


def _with_prose(raw: RawDocument, tree: lxml_html.HtmlElement) -> RawDocument:
    """``raw``, with a warning where it has no full line; ReadError where it is a menu or pictures and no document."""
    if len(raw.text) < _MOST_MENU_CHARS and not raw.tables and not _PROSE.search(raw.text):
        if any(map(_is_large, tree.iter("img"))):
            raise ReadError("网页里只有图片，没有文字：请做文字识别（OCR）或换成带文字的版本。")
        if _depth(tree) > _MOST_DEPTH:
            raise ReadError("网页的标签套得太深，没有读出文字：请在浏览器中另存后再放入。")
        raise ReadError("网页里没有正文，只有网站的栏目：请打开原网页，下载正文后再放入。")
    if any(len(line) >= _LEAST_PROSE_CHARS for line in raw.text.split("\n")):
        return raw
    return replace(raw, warnings=(*raw.warnings, "网页里没有成段的文字，可能只是导航页。"))


def _depth(tree: lxml_html.HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _is_large(image: lxml_html.HtmlElement) -> bool:
    """Whether a picture is as large as a scanned page; icons and banners are not."""
    sizes = [re.sub(r"px$", "", (image.get(name) or "").strip()) for name in ("width", "height")]
    return all(size.isdecimal() and int(size) >= _LEAST_PICTURE_PIXELS for size in sizes)


def _decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page as text: by its bytes, and only where these do not decide by what it declares."""
    try:
        return decode(data)
    except ReadError:
        declared = _DECLARED.search(data[:4096])
        if declared is None:
            raise
        try:
            return data.decode(declared[1].decode("ascii"), "replace"), ("网页编码有损坏处。",)
        except LookupError:
            raise ReadError("认不出网页的文字编码：请另存为 UTF-8 后再放入。") from None


def _tree(page: str) -> lxml_html.HtmlElement:
    try:
        return lxml_html.fromstring(_XML_DECLARATION.sub("", page))
    except (etree.ParserError, ValueError) as error:
        raise ReadError("不是完整的网页：请重新保存后再放入。") from error


def _fields(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = _META_NAMES.get((meta.get("name") or "").lower())
        content = (meta.get("content") or "").strip()
        if name and content:
            yield name, content


def _title(tree: lxml_html.HtmlElement, fields: dict[str, str]) -> str | None:
    """The document's title: as the page declares it, else its only h1, else <title> without the site.

    Where these give the name of the site or its office, the first words of the page that end like a title.
    """
    title = _declared_title(tree, fields)
    if title is None or _OFFICE.search(title):
        return next(_title_like(tree), title)
    return title


def _declared_title(tree: lxml_html.HtmlElement, fields: dict[str, str]) -> str | None:
    if "标题" in fields:
        return fields["标题"]
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    heads = [head for head in heads if len(head) >= 4]
    if len(heads) == 1:
        return heads[0]
    title = tree.findtext(".//title")
    if not title or not title.strip():
        return None
    pieces = [piece.strip() for piece in _SEPARATORS.split(" ".join(title.split()))]
    return max([p for p in pieces if not _SITE.search(p)] or pieces, key=len)


def _title_like(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """The words of elements outside of links that end like the title of a document, in order."""
    for element in tree.iter("td", "th", "div", "p", "span", "font", "strong", "b", "h1", "h2", "h3", "center"):
        if element.find(".//a") is not None or any(above.tag == "a" for above in element.iterancestors()):
            continue
        words = "".join(element.text_content().split())
        if _TITLE_LIKE.fullmatch(words):
            yield words


def _walk(element: etree._Element, assembly: Assembly) -> None:
    """Adds the blocks of the extractor's XML (TEI-like: head, p, list/item, table/row/cell) in order."""
    if element.tag == "table":
        for caption in element.findall("p"):
            _blocks(caption, assembly)
        rows = [[_flat(cell) for cell in row.findall("cell")] for row in element.findall("row")]
        if _is_layout(element, rows):
            for cell in element.findall("row/cell"):
                _blocks(cell, assembly)
        else:
            assembly.table(rows)
    elif element.tag == "head":
        rend = element.get("rend", "h2")
        assembly.heading(_flat(element), int(rend[1:]) if rend[1:].isdecimal() else 2)
    elif element.tag == "list" and element.get("rend") == "ol":
        for number, item in enumerate(element.findall("item"), 1):
            assembly.paragraph(f"{number}. {_flat(item)}")
    elif element.tag != "comments":
        _blocks(element, assembly)


def _is_layout(element: etree._Element, rows: list[list[str]]) -> bool:
    return (
        any(len(cell) > _LAYOUT_CELL_CHARS for row in rows for cell in row)
        or max((sum(bool(c) for c in row) for row in rows), default=0) < 2
        or element.find(".//cell//table") is not None
    )


def _blocks(element: etree._Element, assembly: Assembly) -> None:
    """Adds ``element`` with its text before, between and after child blocks as paragraphs."""
    inline = [element.text or ""]

    def flush() -> None:
        for line in "".join(inline).split("\n"):
            assembly.paragraph(" ".join(line.split()) if line.strip() else "")
        inline.clear()

    for child in element:
        if child.tag in ("main", "p", "head", "list", "item", "table", "div", "row", "cell", "quote", "code"):
            flush()
            _walk(child, assembly)
        elif child.tag == "lb":
            flush()
        else:
            inline.append("".join(str(part) for part in child.itertext()))
        inline.append(child.tail or "")
    flush()


def _holds(element: etree._Element, words: str) -> bool:
    return "".join(words.split()) in "".join("".join(map(str, element.itertext())).split())


def _flat(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _visible_lines(tree: lxml_html.HtmlElement) -> list[str]:
    for hidden in list(tree.iter("script", "style", "noscript", "template")):
        hidden.drop_tree()
    return [" ".join(line.split()) for line in tree.text_content().split("\n") if line.strip()]
