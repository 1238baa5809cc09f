"""OFD: text objects to lines by where they stand, page by page; packages are bounded."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from test_read_file import put, refusal

from policysearch.config import ReadLimits
from policysearch.read import ofd, pdf, read_file
from policysearch.types import RawDocument

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PICTURE = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="3"/>'


def text(words: str, x: float, y: float, more: str = "", size: float = 5, width: float | None = None) -> str:
    """A text object whose baseline is ``y`` millimetres from the top."""
    width = size * len(words) if width is None else width
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} {width} {size}" Size="{size}" Font="2" {more}>'
        f'<ofd:TextCode X="0" Y="{size}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def package(pages: Sequence[str], extra: dict[str, str] | None = None, drop: str = "", root: str = "Doc_0/") -> bytes:
    """An OFD file with a page for each content."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    files = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:Title>巡查通知</ofd:Title></ofd:DocInfo>"
        f"<ofd:DocRoot>{root}Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>"
        '<ofd:TemplatePage ID="80" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (files | (extra or {})).items():
            if name != drop:
                archive.writestr(name, data)
    return buffer.getvalue()


def read(folder: Path, data: bytes, limits: ReadLimits | None = None) -> RawDocument:
    return read_file(folder, put(folder, "a.ofd", data), limits or ReadLimits())


def test_lines_come_by_page_and_by_place(tmp_path: Path) -> None:
    first = (
        text("每周巡查一次。", 55, 60) + text("一、各村", 30, 60.4, width=25) + text("关于巡查的通知", 60, 40, size=8)
    )
    raw = read(tmp_path, package([first, text("二、记录留存三年。", 30, 30)]))
    assert raw.text == "关于巡查的通知\n一、各村每周巡查一次。\n二、记录留存三年。\n"
    assert raw.page_starts == (0, raw.text.index("二、"))
    assert raw.fields == (("文档属性标题", "巡查通知"),)
    assert raw.source.media_type == "application/ofd"


def test_a_gap_is_a_blank(tmp_path: Path) -> None:
    assert read(tmp_path, package([text("甲方", 30, 60) + text("乙方", 90, 60)])).text == "甲方 乙方\n"


def test_codes_of_one_object_are_joined_by_line(tmp_path: Path) -> None:
    codes = (
        '<ofd:TextObject ID="1" Boundary="30 50 100 20" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">每周巡查</ofd:TextCode>'
        '<ofd:TextCode X="20" Y="5" DeltaX="5 5">一次。</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="15">记录留存。</ofd:TextCode></ofd:TextObject>'
    )
    assert read(tmp_path, package([codes])).text == "每周巡查一次。\n记录留存。\n"


def test_a_matrix_is_followed(tmp_path: Path) -> None:
    """Type drawn in tenths and put in place by the matrix stands on the line of the other."""
    small = (
        '<ofd:TextObject ID="1" Boundary="30 55 20 5" Size="50" CTM="0.1 0 0 0.1 0 0">'
        '<ofd:TextCode X="0" Y="50">一、各村</ofd:TextCode></ofd:TextObject>'
    )
    assert read(tmp_path, package([text("落实。", 50, 60) + small])).text == "一、各村落实。\n"


def test_a_template_is_part_of_the_page(tmp_path: Path) -> None:
    used = '<ofd:Template TemplateID="80" ZOrder="Background"/>'
    layer = f"<ofd:Layer>{text('某某市人民政府文件', 30, 20)}</ofd:Layer>"
    template = f"<ofd:Page {NS}><ofd:Content>{layer}</ofd:Content></ofd:Page>"
    data = package([used + text("每周巡查。", 30, 60)], {"Doc_0/Tpls/Tpl_0/Content.xml": template})
    assert read(tmp_path, data).text == "某某市人民政府文件\n每周巡查。\n"


def test_a_location_may_begin_at_the_root(tmp_path: Path) -> None:
    assert read(tmp_path, package([text("每周巡查。", 30, 60)], root="/Doc_0/")).text == "每周巡查。\n"


def test_a_scan_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, put(tmp_path, "a.ofd", package([PICTURE, PICTURE]))) == pdf.SCAN


def test_damage_is_told(tmp_path: Path) -> None:
    good = package([text("每周巡查。", 30, 60)])
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    for data in (
        good[: len(good) // 2],
        b"this is none",
        empty.getvalue(),
        package([]),
        package([text("x", 1, 1)], drop="Doc_0/Document.xml"),
        package([text("x", 1, 1)], drop="Doc_0/Pages/Page_0/Content.xml"),
        package(["<ofd:TextObject>"]),
        package(['<ofd:TextObject Boundary="a b"><ofd:TextCode>x</ofd:TextCode></ofd:TextObject>']),
        package([text("x", 1, 1)], root="../../etc/"),
    ):
        assert "OFD" in refusal(tmp_path, put(tmp_path, "a.ofd", data))


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret", "geheim")
    page = (
        f'<!DOCTYPE p [<!ENTITY e SYSTEM "{secret.as_uri()}">]><ofd:Page {NS}><ofd:TextObject Boundary="1 1 9 9">'
        "<ofd:TextCode>每周&e;巡查</ofd:TextCode></ofd:TextObject></ofd:Page>"
    )
    raw = read(tmp_path, package([""], {"Doc_0/Pages/Page_0/Content.xml": page}))
    assert "geheim" not in raw.text


def test_a_locked_package_is_told(tmp_path: Path) -> None:
    data = package([text("x", 1, 1)], {"Encryptions.xml": "<e/>"})
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.ofd", data))


def test_size_and_pages_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.ofd", package([text("字" * 500, 1, 9), text("字", 1, 9)]))
    assert "太大" in refusal(tmp_path, path, ReadLimits(unpacked_bytes=900))
    assert "太大" in refusal(tmp_path, path, ReadLimits(members=3))
    monkeypatch.setattr(ofd, "_MOST_PAGES", 1)
    assert "1 页" in refusal(tmp_path, path)
