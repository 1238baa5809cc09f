"""Web pages made here: what is the document stays, what is the site goes."""

from __future__ import annotations

import pytest

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.html import read_html
from policysearch.types import RawDocument, Source

SOURCE = Source("a.html", "0" * 64, "text/html")
BODY = (
    "<p>为促进青年人才在云岭县创业，县人民政府决定设立创业扶持资金，现将有关事项通知如下。</p>"
    "<p>一、扶持对象为在本县首次创业、正常经营一年以上的高校毕业生。</p>"
    "<p>二、扶持标准为每户一次性补助三万元，由县财政在次年预算中安排。</p>"
    "<p>三、申请人应当在每年六月底前向所在乡镇提交申请表和营业执照复印件。</p>"
)


def read(page: str | bytes) -> RawDocument:
    return read_html(page.encode() if isinstance(page, str) else page, SOURCE, ReadLimits())


def page(body: str = BODY, head: str = "<title>青年创业扶持通知_云岭县人民政府</title>") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}'
        "<style>.a{color:red}</style><script>var menu='脚本';</script></head><body>"
        '<nav><ul><li><a href="/">网站首页</a></li><li><a href="/x">政务公开</a></li></ul></nav>'
        f'<div class="article" id="content">{body}</div>'
        "<footer><p>主办单位：某某办公室 备案号12345</p></footer><script>脚本();</script></body></html>"
    )


def test_the_body_is_kept_in_order() -> None:
    text = read(page()).text
    places = [text.index(words) for words in ("现将有关事项", "一、扶持对象", "二、扶持标准", "三、申请人")]
    assert places == sorted(places)
    assert len(text.strip().split("\n")) == 4


def test_navigation_scripts_and_styles_are_left_out() -> None:
    text = read(page()).text
    for words in ("网站首页", "政务公开", "脚本", "color", "备案号"):
        assert words not in text


def test_a_table_keeps_place_and_grid() -> None:
    table = (
        "<table><tr><th>档次</th><th>金额</th></tr><tr><td>一等</td><td>5万元</td></tr>"
        "<tr><td>二等</td><td>3万元</td></tr></table>"
    )
    raw = read(page(BODY + table + "<p>四、本通知自发布之日起执行，由县人力资源部门负责解释。</p>"))
    (found,) = raw.tables
    assert found.rows == (("档次", "金额"), ("一等", "5万元"), ("二等", "3万元"))
    assert raw.text.index("三、申请人") < found.span.start < raw.text.index("四、本通知")
    assert found.span.of(raw.text).split("\n")[2] == "二等\t3万元"


def test_an_empty_cell_keeps_its_column() -> None:
    table = (
        "<table><tr><td>档次</td><td>条件</td><td>金额</td></tr><tr><td>一等</td><td></td><td>5万元</td></tr></table>"
    )
    assert read(page(BODY + table)).tables[0].rows[1] == ("一等", "", "5万元")


def test_cells_stay_under_their_column_beside_a_cell_over_two_rows() -> None:
    table = (
        "<table><tr><td>类别</td><td>档次</td><td>金额</td></tr>"
        '<tr><td rowspan="2">住房</td><td>一等</td><td>5万元</td></tr>'
        "<tr><td>二等</td><td>3万元</td></tr></table>"
    )
    rows = read(page(BODY + table)).tables[0].rows
    assert rows[2][-2:] == ("二等", "3万元")


def test_a_layout_table_is_flattened() -> None:
    inside = BODY.replace("通知如下。", "通知如下。" + "有关部门应当加强协作，主动公开办理结果。" * 20)
    raw = read(page(f"<table><tr><td>{inside}</td></tr></table>"))
    assert raw.tables == ()
    assert "一、扶持对象" in raw.text
    assert "\t" not in raw.text


def test_headings_are_marked() -> None:
    raw = read(page("<h2>扶持对象</h2>" + BODY + "<h3>办理时间</h3><p>每年三月至六月，逾期不再受理有关申请。</p>"))
    assert [(mark.span.of(raw.text), mark.level) for mark in raw.headings] == [("扶持对象", 2), ("办理时间", 3)]


def test_the_title_is_taken_without_the_site() -> None:
    assert read(page()).title == "青年创业扶持通知"


def test_the_declared_title_goes_first() -> None:
    raw = read(
        page(
            head="<title>云岭县人民政府 通知公告</title>"
            '<meta name="ArticleTitle" content="云岭县关于扶持青年创业的通知">'
            '<meta name="PubDate" content="2024-03-05 10:00">'
            '<meta name="ContentSource" content="云岭县人力资源和社会保障局">'
        )
    )
    assert raw.title == "云岭县关于扶持青年创业的通知"
    assert ("发布日期", "2024-03-05 10:00") in raw.fields
    assert ("发布机构", "云岭县人力资源和社会保障局") in raw.fields


def test_the_only_h1_is_the_title() -> None:
    assert read(page("<h1>关于扶持青年创业的通知</h1>" + BODY)).title == "关于扶持青年创业的通知"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("青年创业扶持通知 - 云岭县人民政府网", "青年创业扶持通知"),
        ("青年创业扶持通知-云岭县政府门户", "青年创业扶持通知"),
        ("青年创业扶持通知|政务公开", "青年创业扶持通知"),
        ("青年创业扶持通知", "青年创业扶持通知"),
        ("通知_云岭县人民政府门户网站", "通知"),
        ("2021-2025年人才规划", "2021-2025年人才规划"),
    ],
)
def test_the_site_name_is_cut_from_a_title(title: str, wanted: str) -> None:
    assert read(page(head=f"<title>{title}</title>")).title == wanted


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030", "big5"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    text = "关于扶持的通知，由人民政府公布。" if encoding != "big5" else "關於扶持的通知，由人民政府公布。"
    source = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>'
    source += f"<body><div>{''.join(f'<p>{text}本文第{n}段。</p>' for n in range(9))}</div></body></html>"
    assert f"{text}本文第8段。" in read(source.encode(encoding)).text


def test_entities_are_words() -> None:
    body = BODY + "<p>五、补助标准&nbsp;为&ldquo;双创&rdquo;企业每户&lt;5万元&gt;，由县财政局统一拨付。</p>"
    assert "“双创”企业每户<5万元>" in read(page(body)).text


def test_a_page_of_navigation_only_is_read_with_a_warning_or_refused() -> None:
    """Nothing is claimed to be a document that is only a menu."""
    items = "".join(
        f"<li><a href='/{n}'>{name}</a></li>" for n, name in enumerate(["网站首页", "政务公开", "办事服务"])
    )
    try:
        warnings = read(f"<html><body><nav><ul>{items}</ul></nav></body></html>").warnings
    except ReadError as error:
        warnings = (str(error),)
    assert warnings


def test_hidden_script_text_is_left_out_of_the_fallback_too() -> None:
    raw = read("<html><body><script>var a='脚本';</script><div>短文。</div><style>p{}</style></body></html>")
    assert "脚本" not in raw.text
    assert "短文。" in raw.text


def test_line_breaks_divide_paragraphs() -> None:
    body = BODY + "<p>四、联系方式如下，请在工作时间来电咨询。<br>联系人：办事窗口。<br>电话：略。</p>"
    lines = read(page(body)).text.split("\n")
    assert "联系人：办事窗口。" in lines
    assert "电话：略。" in lines


def test_no_paragraph_comes_twice() -> None:
    text = read(page()).text
    lines = [line for line in text.split("\n") if line]
    assert len(lines) == len(set(lines))


def test_numbers_of_an_ordered_list_are_kept() -> None:
    body = BODY + "<ol><li>填写申请表并由所在单位盖章。</li><li>提交营业执照副本及复印件。</li></ol>"
    lines = read(page(body)).text.split("\n")
    assert any(line.startswith("1") and "填写申请表" in line for line in lines)


def test_an_xhtml_declaration_does_no_harm() -> None:
    assert "一、扶持对象" in read('<?xml version="1.0" encoding="utf-8"?>' + page()).text


@pytest.mark.parametrize(
    "lost",
    [
        "<table><tr><td>第五条</td><td>出让最低价不得低于收购补偿费用之和。</td></tr></table>",
        "<div><span>第五条</span>　<font>出让最低价不得低于收购补偿费用之和。</font></div>",
    ],
)
def test_no_sentence_of_the_text_is_lost(lost: str) -> None:
    body = BODY + f"<div><center><form>{lost}</form></center></div>" + BODY.replace("云岭县", "云河县")
    text = read(page(body)).text
    assert "出让最低价不得低于收购补偿费用之和。" in text
    assert text.index("现将有关事项") < text.index("出让最低价") < text.index("云河县")
    assert "网站首页" not in text


def test_a_body_of_two_sentences_beside_a_menu_is_read() -> None:
    menu = "".join(f"<td><a href='/{n}'>栏目{n}</a></td>" for n in range(30))
    letter = "<td><div>各区人民法院：</div><div>现将该通知转发给你们，不以未经批准认定抵押无效。</div></td>"
    text = read(f"<html><body><table><tr>{menu}</tr></table><table><tr>{letter}</tr></table></body></html>").text
    assert "现将该通知转发给你们，不以未经批准认定抵押无效。" in text


def test_a_page_that_shows_the_source_of_another_is_read_as_that() -> None:
    source = page().replace("&", "&amp;").replace("<", "&lt;")
    lines = "".join(f"<tr><td>{n}</td><td>{line}</td></tr>" for n, line in enumerate(source.split("\n"), 1))
    raw = read(f"<html><head><title>code host</title></head><body>Skip to content<table>{lines}</table></body></html>")
    assert raw.title == "青年创业扶持通知"
    assert "三、申请人应当" in raw.text
    assert "<p>" not in raw.text


def test_lines_of_a_text_shown_as_rows_are_read() -> None:
    words = ["一、扶持对象为首次创业的高校毕业生。", "二、扶持标准为每户三万元。", "三、每年六月底前提交申请。"] * 5
    rows = "".join(f"<tr><td></td><td>{line}</td></tr>" for line in words)
    raw = read(f"<html><body><div>Sign in</div><div><table>{rows}</table></div></body></html>")
    assert raw.text.count("二、扶持标准为每户三万元。") == 5


def test_a_menu_is_no_document() -> None:
    menu = "Skip to content. Sign in to your account. You signed in with another tab. Reload to refresh your session."
    with pytest.raises(ReadError, match="只有网站的栏目"):
        read(f"<html><head><title>关于创业的通知.doc</title></head><body><p>{menu}</p></body></html>")


def test_a_page_of_pictures_is_told() -> None:
    picture = '<img src="1.png" width="892" height="1263"/>'
    with pytest.raises(ReadError, match="只有图片"):
        read(f"<html><head><title>关于创业的通知</title></head><body><div>下载</div>{picture * 3}</body></html>")


def test_tags_in_tags_without_end_are_told() -> None:
    with pytest.raises(ReadError, match="套得太深"):
        read(f"<html><body>{'<div>' * 3000}{BODY}</body></html>")
