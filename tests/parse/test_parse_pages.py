"""Running lines, contents pages and furniture: what goes with its reason, and what must not."""

from __future__ import annotations

import pytest

from policysearch.parse.clean import clean
from policysearch.parse.contents import contents
from policysearch.types import RawDocument, Source

SOURCE = Source("a.pdf", "0" * 64, "application/pdf")
HEADINGS = ("一、摸清底数", "二、落实经费", "三、按月报送", "四、严格考核")


def paged(pages: list[str]) -> RawDocument:
    starts = [len("".join(pages[:n])) for n in range(len(pages))]
    return RawDocument(SOURCE, "".join(pages), page_starts=tuple(starts))


def gone(raw: RawDocument, reason: str) -> list[str]:
    return [d.words.strip() for d in clean(raw).dropped if d.reason == reason]


def test_a_header_stays_on_the_first_page_alone() -> None:
    raw = paged([f"云岭县安居规划\n{heading}\n内容{heading[2:]}。\n" for heading in HEADINGS])
    assert gone(raw, "running_line") == ["云岭县安居规划"] * 3
    assert clean(raw).text.startswith("云岭县安居规划\n一、")


def test_a_line_with_a_number_that_counts_goes_from_every_page() -> None:
    raw = paged(
        [f"{heading}\n内容{heading[2:]}。\n结语{heading[2:]}。\n{n} / 4\n" for n, heading in enumerate(HEADINGS, 1)]
    )
    assert gone(raw, "running_line") == ["1 / 4", "2 / 4", "3 / 4", "4 / 4"]


@pytest.mark.parametrize(
    "line",
    [
        "第一条 各镇落实。",
        "{n}",
        "这一行很长，不会是页眉，因为页眉都是短的，长的只能是正文里重复出现的一句话，应当保留下来。",
    ],
)
def test_what_repeats_on_pages_and_is_no_header_stays(line: str) -> None:
    figures = ("7", "3", "9", "1")
    raw = paged([line.format(n=n) + f"\n{h}\n内容{h[2:]}。\n" for n, h in zip(figures, HEADINGS, strict=True)])
    assert gone(raw, "running_line") == []


def test_a_list_of_headings_that_the_body_repeats_is_a_contents_page() -> None:
    listed = "目　录\n" + "\n".join(HEADINGS) + "\n"
    text = "云岭县安居规划\n" + listed + "".join(f"{h}\n内容{h[2:]}。\n" for h in HEADINGS)
    assert [span.of(text) for span in contents(text)] == [listed]


@pytest.mark.parametrize("end", ["……………3", "\t3", "......12", " · · · · 7", "（4）"])
def test_page_numbers_of_a_contents_page_do_not_matter(end: str) -> None:
    listed = "目录\n" + "".join(f"{h} {end}\n" if end == "（4）" else f"{h}{end}\n" for h in HEADINGS)
    text = listed + "".join(f"{h}\n内容{h[2:]}。\n" for h in HEADINGS)
    assert [span.of(text) for span in contents(text)] == [listed]


def test_rows_of_dots_with_page_numbers_need_no_word_above() -> None:
    listed = "".join(f"{h}……………{n}\n" for n, h in enumerate(HEADINGS, 1))
    assert [span.of(listed + "正文。\n") for span in contents(listed + "正文。\n")] == [listed]


@pytest.mark.parametrize(
    "text",
    [
        "限制用地项目目录\n一、煤炭\n二、钢铁\n三、水泥\n四、玻璃\n",  # a catalogue is the text itself
        "目录\n煤炭\n钢铁\n水泥\n玻璃\n本目录自印发之日起施行。\n",
        "申请人……………\n联系电话……………\n住址……………\n",  # blanks of a form
        "一、甲\n内容。\n二、乙\n内容。\n三、丙\n内容。\n",
    ],
)
def test_what_is_no_contents_page_stays(text: str) -> None:
    assert contents(text) == []


@pytest.mark.parametrize(
    "lines",
    [
        "设为首页\n加入收藏\n手机版\n",
        "首页\n简体\n繁体\n搜索\n",
        "版权所有：云岭县人民政府 技术支持：某公司\n",
        "主办：云岭县政府办公室 技术支持单位：某中心\n备案序号：云ICP备05012345号\n",
        "━━━━━━━━━━\n",
        "【字号 大 中 小】[内容纠错]\n",
        ">\n>>\n</div>\n",
    ],
)
def test_menus_and_feet_of_a_site_go(lines: str) -> None:
    text = f"第一段文字在此。\n{lines}第二段文字在此。\n"
    assert clean(RawDocument(SOURCE, text)).text == "第一段文字在此。\n第二段文字在此。\n"


@pytest.mark.parametrize(
    "line",
    ["首页", "搜索", "2016年7月11日 星期一", "主办：云岭县教育局", "——党管人才。", "版权所有者可以申请。", "－－"],
)
def test_words_that_a_document_may_hold_stay(line: str) -> None:
    text = f"第一段文字在此。\n{line}\n第二段文字在此。\n"
    assert clean(RawDocument(SOURCE, text)).text == text
