"""PDF: lines page by page, tables in place, scans and locked files told apart."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pdfplumber.page import Page
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_read_file import put, refusal

from policysearch.config import ReadLimits
from policysearch.parse import cut_passages, parse
from policysearch.place import page_at
from policysearch.read import ocr, pdf, read_file
from policysearch.types import RawDocument

FONT = "STSong-Light"
TITLE = "关于开展冬季巡查工作的通知"
Draw = Callable[[Canvas], None]


def pdf_bytes(*pages: Draw, password: str | None = None) -> bytes:
    """A PDF with a page for each function, which draws on it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    for draw in pages:
        canvas.setFont(FONT, 14)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*words: str, top: float = 780) -> Draw:
    """Lines of text one below the other."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(words):
            canvas.drawString(80, top - 24 * number, line)

    return draw


def picture(canvas: Canvas) -> None:
    """What a scanner makes of a page."""
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, 595, 842)


def grid(rows: list[list[str]], top: float, width: float = 110, height: float = 30) -> Draw:
    """A table with lines around each cell."""

    def draw(canvas: Canvas) -> None:
        for down in range(len(rows) + 1):
            canvas.line(80, top - down * height, 80 + width * len(rows[0]), top - down * height)
        for across in range(len(rows[0]) + 1):
            canvas.line(80 + across * width, top, 80 + across * width, top - height * len(rows))
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                canvas.drawString(90 + across * width, top - height * down - 20, cell)

    return draw


def both(*draws: Draw) -> Draw:
    """One page with all of it."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def read(folder: Path, data: bytes, limits: ReadLimits | None = None) -> RawDocument:
    return read_file(folder, put(folder, "a.pdf", data), limits or ReadLimits())


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine for text recognition, whatever this machine has."""
    monkeypatch.setattr(ocr, "recognizer", lambda: None)


def test_lines_come_page_by_page_with_their_starts(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        pdf_bytes(lines(TITLE, "一、工作目标", "各村每周巡查一次。"), lines("二、工作要求", "记录留存三年。")),
    )
    assert raw.text == f"{TITLE}\n一、工作目标\n各村每周巡查一次。\n二、工作要求\n记录留存三年。\n"
    assert raw.page_starts == (0, raw.text.index("二、"))
    assert raw.source.media_type == "application/pdf"
    assert raw.warnings == ()


def test_lines_come_from_the_top_in_whatever_order_they_were_drawn(tmp_path: Path) -> None:
    data = pdf_bytes(both(lines("最后一行在这里。", top=300), lines(TITLE, "第一行在这里。")))
    assert read(tmp_path, data).text.split("\n")[:3] == [TITLE, "第一行在这里。", "最后一行在这里。"]


def test_bold_type_that_is_drawn_twice_stands_once(tmp_path: Path) -> None:
    assert read(tmp_path, pdf_bytes(both(lines(TITLE), lines(TITLE)))).text == TITLE + "\n"


def test_a_citation_can_tell_the_page(tmp_path: Path) -> None:
    (document,) = parse(
        read(tmp_path, pdf_bytes(lines(TITLE, "一、目标", "每周巡查。"), lines("二、要求", "记录留存三年。")))
    )
    assert [page_at(document, section.span.start) for section in document.sections] == [1, 2]
    assert {passage.page for passage in cut_passages(document)} == {1, 2}


def test_a_drawn_grid_is_a_table_in_its_place(tmp_path: Path) -> None:
    rows = [["项目", "标准", "备注"], ["一人户", "540元", "每月"], ["二人户", "720元", ""]]
    raw = read(
        tmp_path, pdf_bytes(both(lines("补贴标准如下："), grid(rows, 740), lines("本表自发布之日起施行。", top=600)))
    )
    (table,) = raw.tables
    assert table.rows == tuple(map(tuple, rows))
    assert table.span.of(raw.text) == "项目\t标准\t备注\n一人户\t540元\t每月\n二人户\t720元"
    assert raw.text.startswith("补贴标准如下：\n项目")
    assert raw.text.endswith("\n本表自发布之日起施行。\n")


def test_a_cell_that_runs_over_two_lines_is_joined(tmp_path: Path) -> None:
    rows = [["项目", "标准"], ["", "540元"]]
    data = pdf_bytes(both(grid(rows, 740, height=60), lines("公共租赁", top=662), lines("住房", top=644)))
    assert read(tmp_path, data).tables[0].rows[1] == ("公共租赁住房", "540元")


@pytest.mark.parametrize("columns", [1, 2])
def test_a_frame_around_text_is_no_table(tmp_path: Path, columns: int) -> None:
    """One column is a frame; text that crosses the lines of two proves that they are no cells."""
    long = "各村应当每周巡查一次并且如实记录巡查情况，留存三年以上，以备查验。"
    data = pdf_bytes(both(grid([[""] * columns] * 2, 800, width=160), lines(long, long, top=780)))
    raw = read(tmp_path, data)
    assert raw.tables == ()
    assert raw.text == f"{long}\n{long}\n"


def columns(top: float, count: int, left: str, right: str) -> Draw:
    """Two columns of running text, each line with its number."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for number in range(count):
            canvas.drawString(60, top - 20 * number, f"{left}{number}，各村应当每周组织人员开展巡查")
            canvas.drawString(310, top - 20 * number, f"{right}{number}，县水务局应当及时核实处理情")

    return draw


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    wide = lines("本版刊登关于开展冬季河道巡查工作的通知和有关负责人的说明，请各村对照执行。", top=790)
    foot = lines("全县各级各部门要高度重视冬季河道巡查工作，确保责任落实到人，措施落实到位。", top=500)
    raw = read(tmp_path, pdf_bytes(both(wide, columns(740, 10, "左", "右"), foot)))
    found = [line[:2] for line in raw.text.split("\n") if line]
    assert found == ["本版", *(f"左{n}" for n in range(10)), *(f"右{n}" for n in range(10)), "全县"]


def test_names_in_two_rows_are_no_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(12):
            canvas.drawString(80, 740 - 24 * number, f"第{number}小组")
            canvas.drawString(320, 740 - 24 * number, "组长和副组长")

    assert read(tmp_path, pdf_bytes(draw)).text.split("\n")[1] == "第1小组 组长和副组长"


def test_turned_text_does_no_harm(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -300, "此处为竖排的边注")

    raw = read(tmp_path, pdf_bytes(both(lines(TITLE, "各村每周巡查一次。"), turned)))
    assert "各村每周巡查一次。" in raw.text
    assert raw.text.startswith(TITLE)


def test_a_blank_page_keeps_the_count(tmp_path: Path) -> None:
    raw = read(tmp_path, pdf_bytes(lines(TITLE), lambda canvas: None, lines("二、记录留存三年。")))
    assert raw.page_starts == (0, len(TITLE) + 1, len(TITLE) + 1)
    assert page_at(parse(raw)[0], len(TITLE) + 1) == 3


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.pdf", pdf_bytes(lines(TITLE), password="geheim")))


def test_a_file_that_anyone_may_open_is_read_though_it_is_encrypted(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    canvas.drawString(80, 700, "Notice of winter rounds")
    canvas.save()
    assert read(tmp_path, buffer.getvalue()).text == "Notice of winter rounds\n"


def test_damage_is_told(tmp_path: Path) -> None:
    data = pdf_bytes(lines(TITLE))
    for broken in (b"%PDF-1.4", b"this is none", data[: len(data) // 3], b"%PDF-1.7\n" + bytes(range(256)) * 9):
        assert "PDF" in refusal(tmp_path, put(tmp_path, "a.pdf", broken))


def test_a_web_page_under_the_name_of_a_pdf_is_told(tmp_path: Path) -> None:
    page = "\n\n<!DOCTYPE html>\n<html><head></head><body>登录</body></html>"
    assert "网页" in refusal(tmp_path, put(tmp_path, "a.pdf", page))


def test_a_damaged_page_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = pdf._blocks

    def faulty(page: Page) -> list[str | list[list[str]]]:
        if page.page_number == 2:
            raise TypeError("a damaged stream")
        return blocks(page)

    monkeypatch.setattr(pdf, "_blocks", faulty)
    raw = read(tmp_path, pdf_bytes(lines(TITLE), lines("此页已坏。"), lines("二、记录留存三年。")))
    assert raw.text == f"{TITLE}\n二、记录留存三年。\n"
    assert raw.page_starts == (0, len(TITLE) + 1, len(TITLE) + 1)
    assert raw.warnings == ("第 2 页已损坏，没有读出。",)


@pytest.mark.usefixtures("no_engine")
def test_a_scan_is_told(tmp_path: Path) -> None:
    stamped = both(picture, lines("扫描全能王"))
    for pages in ([picture], [picture, picture], [stamped, picture]):
        assert refusal(tmp_path, put(tmp_path, "a.pdf", pdf_bytes(*pages))) == pdf.SCAN


@pytest.mark.usefixtures("no_engine")
def test_a_scanned_page_among_others_is_a_warning(tmp_path: Path) -> None:
    raw = read(tmp_path, pdf_bytes(lines(TITLE, "一、各村每周巡查一次。"), picture))
    assert raw.warnings == ("第 2 页是图片，没有读出文字。",)
    assert len(raw.page_starts) == 2


def test_an_engine_reads_the_scanned_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def recognize(image: Image.Image) -> list[str]:
        seen.append(image.size)
        return ["二、工作要求", "记录留存三年。"]

    monkeypatch.setattr(ocr, "recognizer", lambda: recognize)
    raw = read(tmp_path, pdf_bytes(lines(TITLE, "一、各村每周巡查一次。"), picture))
    assert raw.text.endswith("每周巡查一次。\n二、工作要求\n记录留存三年。\n")
    assert raw.page_starts[1] == raw.text.index("二、")
    assert raw.warnings == ("第 2 页由文字识别（OCR）读出，可能有错字。",)
    assert min(seen[0]) > 1000


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """The modules that can be imported as engines, none at first."""
    found: dict[str, object] = {}

    def load(name: str) -> object:
        if name not in found:
            raise ImportError(name)
        return found[name]

    monkeypatch.setattr("policysearch.read.ocr.importlib.import_module", load)
    ocr.recognizer.cache_clear()
    yield found
    ocr.recognizer.cache_clear()


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("rapidocr", SimpleNamespace(txts=("一、目标", "二、要求"))),
        ("rapidocr_onnxruntime", ([[[], "一、目标", 0.9], [[], "二、要求", 0.8]], [0.1])),
    ],
)
def test_either_engine_gives_lines(engines: dict[str, object], name: str, result: object) -> None:
    engines[name] = SimpleNamespace(RapidOCR=lambda: lambda image: result)
    recognize = ocr.recognizer()
    assert recognize is not None
    assert [*recognize("image")] == ["一、目标", "二、要求"]


@pytest.mark.parametrize("result", [SimpleNamespace(txts=None), (None, None)])
def test_an_engine_may_find_nothing(engines: dict[str, object], result: object) -> None:
    engines["rapidocr"] = SimpleNamespace(RapidOCR=lambda: lambda image: result)
    recognize = ocr.recognizer()
    assert recognize is not None
    assert [*recognize("image")] == []


def test_no_engine_is_no_recognizer(engines: dict[str, object]) -> None:
    assert ocr.recognizer() is None


def test_characters_without_a_code_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_blocks", lambda page: ["(cid:12)(cid:99)(cid:7) 12"])
    assert "乱码" in refusal(tmp_path, put(tmp_path, "a.pdf", pdf_bytes(lines(TITLE))))


def test_pages_time_and_text_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.pdf", pdf_bytes(lines(TITLE), lines(TITLE)))
    assert "上限" in refusal(tmp_path, path, ReadLimits(text_chars=15))
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_MOST_PAGES", 1)
        assert "2 页" in refusal(tmp_path, path)
    assert "秒" in refusal(tmp_path, path, ReadLimits(seconds=-1))
