"""Files made to break a reader: each ends in text or in one sentence, in bounded time and memory, and no other is lost.

    python evaluation/documents/hostile.py

Prints a line a case: outcome, seconds, the worker's peak MB. Exit status 0 when no case crashed, hung or ate memory,
and the good file among them was read. Needs requirements-dev.txt (reportlab makes the PDFs).
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.intake import CorpusFile, take_in
from policysearch.workers import in_workers

GOOD = "好.txt"
LINE = "一、各镇应当每周巡查一次，并将结果报县人民政府办公室。\n"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY a0 "哈哈"><!ENTITY file SYSTEM "file:///etc/passwd">{LAUGHS}]>'
ENTITIES = "&a9;&file;"
CRASH = ("程序出错", "进程中断", "秒还没有读完", "内存超过")


def cases(scale: int) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes); ``scale`` 1 makes the small siblings that a test can read, 100 the true size."""
    good = samples()
    yield GOOD, (f"关于冬季巡查的通知\n\n{LINE}").encode()
    for suffix, data in good.items():
        yield f"截断{suffix}", data[: len(data) // 2]
        yield f"截尾{suffix}", data[:-40]
    yield "坏.xls", good[".xls"][:700] + bytes(range(256)) * 4 + good[".xls"][1724:]
    yield from _bombs(good, scale)
    yield from _entities(good)
    yield from _long(scale)
    yield from _pdfs(scale)
    yield (
        "名字.zip",
        _zip({"../外.txt": LINE, "/根.txt": LINE, "控\x07制\n.txt": LINE, "C:\\盘.txt": LINE, "好.txt": LINE}),
    )


def samples() -> Mapping[str, bytes]:
    """A small sound file of every format that can be made without an office program."""
    document = docx.Document()
    book = openpyxl.Workbook()
    for number in range(30):
        document.add_paragraph(LINE.strip() + str(number))
        book.worksheets[0].append([number, LINE.strip(), 3.5])
    word, sheet = io.BytesIO(), io.BytesIO()
    document.save(word)
    book.save(sheet)
    return {
        ".txt": LINE.encode("gb18030") * 30,
        ".html": f"<html><head><title>通知</title></head><body>{f'<p>{LINE}</p>' * 30}</body></html>".encode(),
        ".docx": word.getvalue(),
        ".xlsx": sheet.getvalue(),
        ".xls": _xls(),
        ".pdf": _pdf(2),
        ".ofd": _ofd("请各村落实。"),
        ".zip": _zip({"甲.txt": LINE * 30, "乙.html": f"<html><body><p>{LINE * 20}</p></body></html>"}),
    }


def _bombs(good: Mapping[str, bytes], scale: int) -> Iterator[tuple[str, bytes]]:
    """A few kilobytes that unpack to ``scale`` times 10 MB."""
    zeros = b" " * (10_000_000 * scale)
    yield "炸弹.zip", _zip({"甲.txt": zeros, "乙.txt": LINE})
    yield "嵌套.zip", _zip({"内.zip": _zip({"甲.txt": zeros}), "乙.txt": LINE})
    yield "炸弹.docx", _changed(good[".docx"], "word/document.xml", lambda xml: xml + zeros)
    yield "炸弹.xlsx", _changed(good[".xlsx"], "xl/worksheets/sheet1.xml", lambda xml: xml + zeros)
    yield "炸弹.ofd", _changed(good[".ofd"], "OFD.xml", lambda xml: xml + zeros)


def _entities(good: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Entities that name a file of the machine, and entities that multiply."""
    parts = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml", ".ofd": "OFD.xml"}
    for suffix, part in parts.items():
        yield f"实体{suffix}", _changed(good[suffix], part, lambda xml: _with_entities(xml))
    yield "实体.html", (DOCTYPE + f"<html><body><p>{LINE * 9}{ENTITIES}</p></body></html>").encode()


def _with_entities(xml: bytes) -> bytes:
    head, _, body = xml.rpartition(b"?>")
    for end in (b"</w:t>", b"</t>", b"</ofd:Title>"):
        body = body.replace(end, ENTITIES.encode() + end, 1)
    return head + (b"?>" if head else b"") + DOCTYPE.encode() + body


def _long(scale: int) -> Iterator[tuple[str, bytes]]:
    """Texts that are long in some way."""
    yield "大.txt", (LINE * (190 * scale)).encode() * (40 if scale > 10 else 1)
    yield "上限.txt", (LINE * (2_000 * scale)).encode()
    yield "一行.txt", ("巡查结果报办公室" * (1_000 * scale)).encode()
    yield "编号.txt", ("一、" * (500 * scale)).encode()
    yield "括号.txt", ("（《“" * (500 * scale)).encode()
    yield "空白.txt", ("巡查 　" * (1_000 * scale) + "\n" * (1_000 * scale)).encode()
    depth = 50 * scale
    yield "深层.html", f"<html><body>{'<div>' * depth}<p>{LINE * 9}</p>{'</div>' * depth}</body></html>".encode()
    cells = "<table><tr><td>"
    yield "深表.html", f"<html><body>{cells * depth}<p>{LINE * 9}</p></body></html>".encode()
    yield "长页.html", f"<html><body>{f'<p>{LINE}</p>' * (200 * scale)}</body></html>".encode()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for number in range(1_000 * scale):
        sheet.append([number, "巡查", "每周一次", 3.5])
    buffer = io.BytesIO()
    book.save(buffer)
    yield "十万行.xlsx", buffer.getvalue()


def _pdfs(scale: int) -> Iterator[tuple[str, bytes]]:
    yield "三千页.pdf", _pdf(30 * scale)
    content = zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * (5_000 * scale) + b" " * (1_000_000 * scale), 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content)
    yield "炸弹.pdf", _raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)
    yield "自环.pdf", _raw_pdf(b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", page, stream)
    yield "虚数.pdf", _raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page, b"null")
    image = zlib.compress(bytes(1_000_000 * scale), 9)
    head = b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    drawn = page.replace(b"/Resources<<>>", b"/Resources<</XObject<</I 5 0 R>>>>")
    draw = b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream"
    picture = head + b"/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(image), image)
    yield "大图.pdf", _raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", drawn, draw, picture)


def _raw_pdf(*objects: bytes) -> bytes:
    """A PDF of a catalog and ``objects``, numbered from 2; readers build the missing table of places themselves."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", *objects]
    parts = [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(bodies, 1)]
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(bodies) + 1)


def _pdf(pages: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(pages):
        canvas.setFont("STSong-Light", 12)
        for down in range(20):
            canvas.drawString(
                60, 780 - 24 * down, f"{down + 1}.第{number + 1}页，各镇应当每周巡查一次，并报县人民政府。"
            )
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _xls() -> bytes:
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(30):
        sheet.write(row, 0, LINE.strip())
        sheet.write(row, 1, row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ofd(words: str) -> bytes:
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content = (
        f'<ofd:Page {ns}><ofd:Content><ofd:Layer><ofd:TextObject ID="1" Boundary="20 20 90 5" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{words}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>'
    )
    body = "<ofd:DocInfo><ofd:Title>通知</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>'
    return _zip(
        {
            "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody>{body}</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {ns}>{pages}</ofd:Document>",
            "Doc_0/Page.xml": content,
        }
    )


def _zip(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _changed(package: bytes, part: str, change: object) -> bytes:
    """A zip with one member changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)  # type: ignore[operator]
    return buffer.getvalue()


def measured(file: CorpusFile) -> tuple[str, float, float]:
    """Outcome, seconds and the worker's peak MB so far."""
    begin = time.perf_counter()
    taken = take_in(file)
    read = [f"{len(document.text)} characters" for document, _, _ in taken.documents]
    words = "; ".join([*read, *(failure.reason for failure in taken.failures)])
    return words, time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Prints the table; 0 when every case ended well."""
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        limits = ReadLimits()
        files = []
        for name, data in cases(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
            path = Path(folder, name)
            path.write_bytes(data)
            files.append(CorpusFile(Path(folder), path, limits))
        with in_workers(measured, files, limits) as results:
            for file, result in zip(files, results, strict=True):
                words, seconds, peak = (str(result), 0.0, 0.0) if isinstance(result, ReadError) else result
                wrong = any(sign in words for sign in CRASH) or "root:" in words
                bad += wrong or (file.name == GOOD and "characters" not in words)
                print(
                    f"{'!' if wrong else ' '} {file.name:12} {seconds:7.1f} s {peak:6.0f} MB  {words[:110]}", flush=True
                )
    print(f"{len(files)} cases, {bad} ended badly")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
