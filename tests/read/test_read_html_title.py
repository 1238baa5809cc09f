"""A page that declares the name of its site for a title."""

from __future__ import annotations

from policysearch.config import ReadLimits
from policysearch.read.html import read_html
from policysearch.types import Source

PAGE = """<html><head><title>云岭县住房和城乡建设局</title></head><body>
<div><a href="/a">关于往年申报工作的通知</a></div>
<table><tr><td>云岭县手艺人安居补助办法（试行）</td></tr></table>
<div><p>第一条 为了让手艺人在县里住得安稳，规范安居补助的申请和发放，结合本县实际，制定本办法。</p>
<p>第二条 在本县工作满一年的手艺人，可以向街道提出申请，街道在十五个工作日内答复。</p></div></body></html>"""


def test_the_words_that_end_like_a_title_go_before_the_name_of_the_office() -> None:
    raw = read_html(PAGE.encode(), Source("a.html", "0" * 64, "text/html"), ReadLimits())
    assert raw.title == "云岭县手艺人安居补助办法（试行）"


def test_a_declared_title_of_a_document_stays() -> None:
    page = PAGE.replace("云岭县住房和城乡建设局", "云岭县安居工作问答-云岭县人民政府网站")
    raw = read_html(page.encode(), Source("a.html", "0" * 64, "text/html"), ReadLimits())
    assert raw.title == "云岭县安居工作问答"
