"""OFD (GB/T 33190), the national layout format: a zip of XML whose text objects say where they stand on a page."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.assemble import Assembly
from policysearch.read.pdf import SCAN
from policysearch.types import RawDocument, Source

_DAMAGE = (
    zipfile.BadZipFile,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    OSError,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
_MOST_PAGES = 3000
# Two baselines nearer than this share of the type size are one line; a gap wider than it is a blank.
_SAME_LINE = 0.5
# Columns of a table stand further apart than this many characters.
_COLUMN_GAP = 1.5


@dataclass(frozen=True, slots=True)
class _Run:
    """Some characters on a page, in millimetres: baseline, left and right end, type size."""

    down: float
    left: float
    right: float
    size: float
    text: str


def read_ofd(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The text of an OFD file page by page, from the top, with where each page begins."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_Package(archive, limits), source)
    except ReadError:
        raise
    except _DAMAGE as error:
        raise ReadError("不是完整的 OFD 文件：请重新下载或另存为 PDF 后再放入。") from error


class _Package:
    """The XML files of a package, with the bytes that were unpacked counted."""

    def __init__(self, archive: zipfile.ZipFile, limits: ReadLimits) -> None:
        self._archive = archive
        self._left = limits.unpacked_bytes
        self._names = {member.filename.replace("\\", "/").lstrip("/"): member for member in archive.infolist()}
        if len(self._names) > limits.members:
            raise ReadError("文件解开后太大：请拆分后再放入。")
        if any(member.flag_bits & 1 for member in self._names.values()) or "Encryptions.xml" in self._names:
            raise ReadError("文件有密码保护：请去掉密码后再放入。")

    def xml(self, name: str) -> etree._Element:
        """The root of the file ``name``; KeyError when there is none."""
        if self._names[name].file_size > self._left:
            raise ReadError("文件解开后太大：请拆分后再放入。")
        with self._archive.open(self._names[name]) as member:
            data = member.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError("文件解开后太大：请拆分后再放入。")
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _read(package: _Package, source: Source) -> RawDocument:
    assembly = Assembly()
    pages = 0
    has_pictures = False
    title = None
    for body in _all(package.xml("OFD.xml"), "DocBody"):
        title = title or next((t.text.strip() for t in _all(body, "Title") if t.text and t.text.strip()), None)
        for root in _all(body, "DocRoot"):
            place = _resolve("OFD.xml", root.text)
            document = package.xml(place)
            templates = {t.get("ID"): _resolve(place, t.get("BaseLoc")) for t in _all(document, "TemplatePage")}
            for page in _all(document, "Page"):
                pages += 1
                if pages > _MOST_PAGES:
                    raise ReadError(f"文件超过 {_MOST_PAGES} 页：请拆分后再放入。")
                content = package.xml(_resolve(place, page.get("BaseLoc")))
                runs = list(_runs(content))
                for used in _all(content, "Template"):
                    if used.get("TemplateID") in templates:
                        runs += _runs(package.xml(templates[used.get("TemplateID")]))
                has_pictures |= next(_all(content, "ImageObject"), None) is not None
                assembly.page()
                for rows in _blocks(list(_lines(runs))):
                    if len(rows) > 1:
                        assembly.table([[cell.text for cell in row] for row in rows])
                    else:
                        assembly.paragraph(" ".join(cell.text for cell in rows[0]))
    if not pages:
        raise ReadError("不是完整的 OFD 文件：请重新下载或另存为 PDF 后再放入。")
    if not assembly.length and has_pictures:
        raise ReadError(SCAN)
    return assembly.build(source, fields=[("文档属性标题", title)] if title else ())


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements below ``element`` of a local name; versions of the standard differ in the namespace."""
    return element.iter(f"{{*}}{name}")


def _resolve(base: str, location: str | None) -> str:
    """A location of the package: from its root when it begins with /, else from the file that names it."""
    if not location or not location.strip():
        raise ValueError("no location")
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(base), location.strip())).lstrip("/")


def _runs(page: etree._Element) -> Iterator[_Run]:
    for item in _all(page, "TextObject"):
        x, y, width, height = _numbers(item.get("Boundary"), "0 0 0 0")[:4]
        a, b, c, d, e, f = _numbers(item.get("CTM"), "1 0 0 1 0 0")[:6]
        size = float(item.get("Size") or height or 1) * (abs(d) or abs(b) or 1)
        codes = list(_all(item, "TextCode"))
        at_x = at_y = 0.0
        for code in codes:
            text = "".join((code.text or "").split("\n"))
            at_x = float(code.get("X") or at_x)
            at_y = float(code.get("Y") or at_y)
            left = x + a * at_x + c * at_y + e
            if text.strip():
                right = x + width if len(codes) == 1 else left + a * (sum(_deltas(code.get("DeltaX"))) + size)
                yield _Run(y + b * at_x + d * at_y + f, left, right, size, text)


def _numbers(text: str | None, default: str) -> list[float]:
    return [float(number) for number in (text or default).split()]


def _deltas(text: str | None) -> Iterator[float]:
    """The steps between characters; ``g 10 5.2`` stands for ten steps of 5.2."""
    parts = iter((text or "").split())
    for part in parts:
        if part == "g":
            count, step = int(next(parts, "0")), float(next(parts, "0"))
            yield count * step
        else:
            yield float(part)


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    """The lines of a page from the top, each the runs that a gap sets apart; what stands on one baseline is a line."""
    line: list[_Run] = []
    for run in sorted(runs, key=lambda run: (run.down, run.left)):
        if line and run.down - line[0].down > _SAME_LINE * max(run.size, line[0].size):
            yield _cells(line)
            line = []
        line.append(run)
    if line:
        yield _cells(line)


def _cells(line: list[_Run]) -> list[_Run]:
    """The runs of a line from the left, those without a gap between them joined."""
    cells: list[_Run] = []
    for run in sorted(line, key=lambda run: run.left):
        if cells and run.left - cells[-1].right <= _SAME_LINE * run.size:
            cells[-1] = replace(cells[-1], right=max(run.right, cells[-1].right), text=cells[-1].text + run.text)
        else:
            cells.append(run)
    return cells


def _blocks(lines: list[list[_Run]]) -> Iterator[list[list[_Run]]]:
    """Lines in order, those that stand in the same two columns or more together as the rows of a table."""
    block: list[list[_Run]] = []
    for line in lines:
        if block and not _same_columns(block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _same_columns(one: list[_Run], other: list[_Run]) -> bool:
    """Whether two lines have the same columns, set off by gaps wider than a blank between two words."""
    if len(one) != len(other) or len(one) < 2:
        return False
    if any(abs(a.left - b.left) >= a.size for a, b in zip(one, other, strict=True)):
        return False
    gaps = [(after.left - before.right) / after.size for line in (one, other) for before, after in pairwise(line)]
    return min(gaps) > _COLUMN_GAP
