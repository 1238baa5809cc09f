"""Tables printed one cell a line: put back where the kinds of the cells prove their rows, left alone where not."""

from __future__ import annotations

import pytest

from policysearch.parse.cellwise import cellwise_tables

PHONES = [
    *("单位", "咨询电话", "网址"),
    *("云岭县教育局", "82918379", "http://www.yl.example"),
    *("五华县教育局", "85209407", "84622734", "http://www.wh.example"),
    *("柳南区教育局", "25666324", "http://www.ln.example"),
]
PLANS = [
    *("规划指标", "计划数", "完成数", "完成比"),
    *("开工（万套）", "21", "17.9", "84%"),
    *("竣工（万套）", "21", "10.2", "49%"),
    *("竣工率", "50%", "48%", "——"),
]
INCOMES = [
    *(
        "保障对象",
        "家庭组成",
        "（人口数）",
        "家庭",
        "月可支配",
        "收入限额",
        "（元）",
        "现有住房面积",
        "资产净值限额",
        "(万元)",
    ),
    *("低收入", "1", "2066", "在本市没有自有产权住房，或者人均建筑面积不到标准的。", "13"),
    *("2", "3788", "24"),
    *("3", "5166", "33"),
    *("≥4", "6199", "44"),
]
YEARS = [
    *("年度", "安居房", "（含经济适用住房）", "公租房", "（含廉租住房）"),
    *("套数", "（万套）", "面积", "（万平方米）", "套数", "（万套）", "面积", "（万平方米）"),
    *("2011", "4.1", "281", "2.1", "105"),
    *("2012", "3.2", "222", "0.8", "40"),
    *("合计", "7.3", "503", "2.9", "145"),
]
GRADES = ["土地等别", "一等", "二等", "三等", "四等", "最低价标准", "840", "720", "600", "480"]
PLACES = [
    *("市", "县（区）", "乡镇", "最低价格"),
    *("柳州市", "柳南区", "南站街道", "230"),
    *("柳北区", "胜利街道、长塘镇、", "179"),
    *("沙塘镇", "154"),
    *("五华市", "城区", "水寨镇", "100"),
]
PAPERS = [
    *("序号", "证明材料", "审核单位"),
    *("1", "学历证书及", "学历鉴定", "市教育局"),
    *("2", "义工时证明", "市民政局", "志愿者时证明", "团委"),
    *("3", "纳税证明", "市税务局"),
]


def rows(cells: list[str], *, before: str = "前文一句。", after: str = "后文一句，说明以上各项。") -> list[list[str]]:
    text = "\n".join([before, *cells, after])
    found = cellwise_tables(text)
    for table in found:
        for words, spans in zip(table.rows, table.cell_spans, strict=True):
            for cell, places in zip(words, spans, strict=True):
                printed = "".join(place.of(text) for place in places)
                assert "".join(cell.split()) == "".join(printed.split())
    return [list(row) for table in found for row in table.rows]


def test_rows_of_one_kind_after_another() -> None:
    assert rows(PLANS) == [
        ["规划指标", "计划数", "完成数", "完成比"],
        ["开工（万套）", "21", "17.9", "84%"],
        ["竣工（万套）", "21", "10.2", "49%"],
        ["竣工率", "50%", "48%", "——"],
    ]


def test_two_telephone_numbers_are_one_cell() -> None:
    assert rows(PHONES)[2] == ["五华县教育局", "85209407 84622734", "http://www.wh.example"]


def test_broken_heads_and_cells_merged_over_rows() -> None:
    found = rows(INCOMES)
    assert found[0] == [
        "保障对象",
        "家庭组成（人口数）",
        "家庭月可支配收入限额（元）",
        "现有住房面积",
        "资产净值限额(万元)",
    ]
    assert found[3] == ["", "3", "5166", "", "33"]
    assert found[4] == ["", "≥4", "6199", "", "44"]


def test_heads_of_two_levels() -> None:
    found = rows(YEARS)
    assert found[0][1] == "安居房（含经济适用住房）套数（万套）"
    assert found[0][4] == "公租房（含廉租住房）面积（万平方米）"
    assert found[2] == ["2012", "3.2", "222", "0.8", "40"]


def test_a_first_year_that_is_not_printed_leaves_its_cell_empty() -> None:
    without = [cell for cell in YEARS if cell != "2011"]
    assert rows(without)[1] == ["", "4.1", "281", "2.1", "105"]


def test_one_row_under_heads_that_count_on() -> None:
    assert rows(GRADES)[1] == ["最低价标准", "840", "720", "600", "480"]


def test_leading_cells_merged_over_rows_and_a_cell_broken_at_a_comma() -> None:
    assert rows(PLACES)[2:4] == [["", "柳北区", "胜利街道、长塘镇、", "179"], ["", "", "沙塘镇", "154"]]


def test_numbered_rows_with_two_lines_under_one_number() -> None:
    found = rows(PAPERS)
    assert found[1] == ["1", "学历证书及学历鉴定", "市教育局"]
    assert found[3] == ["", "志愿者时证明", "团委"]


def test_a_row_a_line_with_blanks_between_its_cells() -> None:
    lines = [
        "序号 区 域 价格标准（以总价计）",
        "1 柳南 390（含）万以下",
        "2 柳北 470（含）万以下",
        "3 五华 250（含）万以下",
    ]
    assert rows(lines)[0] == ["序号", "区域", "价格标准（以总价计）"]
    assert rows(lines)[2] == ["2", "柳北", "470（含）万以下"]
    assert rows([*lines[:2], "2 柳北", *lines[3:]]) == []


@pytest.mark.parametrize(
    "cells",
    [
        [cell for n, cell in enumerate(PLANS) if n != 7],  # a row that lacks a figure
        [*PLANS[:-1], "——", "12"],  # one more figure behind the last row
        PLANS[4:],  # no header
        ["现有住房条件" if cell == "现有住房面积" else cell for cell in INCOMES],  # where the head ends is open
        PLANS[:8],  # one row alone
        ["规划指标", "计划数", *PLANS[4:]],  # not a head for each column
        ["单位", "名称", "云岭县", "五华县", "柳南区", "柳北区", "五华区"],  # words alone
        ["年度", "计划数", "完成数", "开工", "3", "4", "竣工", "5", "6", "投资", "7", "8"],  # no years under 年度
        [
            "序号",
            "项目",
            "金额",
            "1",
            "开工",
            "30",
            "2",
            "竣工",
            "40",
            "4",
            "投资",
            "50",
        ],  # numbers that do not count on
        ["信息索取号:", "1202-02", "发布机构:", "云岭县", "文号:", "云府〔2015〕9号"],  # fields
    ],
)
def test_what_is_not_proved_stays_as_it_is(cells: list[str]) -> None:
    assert rows(cells) == []
