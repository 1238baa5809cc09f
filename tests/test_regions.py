"""Places: names to paths, the words that only look like places, and coverage."""

from __future__ import annotations

import pytest

from policysearch.regions import count_regions, covers, find_regions, short_name

GONGSHU = "浙江省/杭州市/拱墅区"


def paths(text: str) -> list[str]:
    return [region.path for region in find_regions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("拱墅区人才发展规划", [GONGSHU]),
        ("杭州市拱墅区人民政府", [GONGSHU]),
        ("浙江省杭州市拱墅区", [GONGSHU]),
        ("杭州市西湖区文件", ["浙江省/杭州市/西湖区"]),
        ("嘉兴市秀洲区", ["浙江省/嘉兴市/秀洲区"]),
        ("慈溪市", ["浙江省/宁波市/慈溪市"]),
        ("内蒙古自治区", ["内蒙古自治区"]),
        ("广西壮族自治区人民政府", ["广西壮族自治区"]),
        ("北京市海淀区", ["北京市/海淀区"]),
        ("深圳经济特区", ["广东省/深圳市"]),
        ("吉林省", ["吉林省"]),
        ("浙江、江苏两省", ["浙江省", "江苏省"]),
        ("国务院关于发展的意见", []),
        ("", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert paths(text) == found


@pytest.mark.parametrize("text", ["建设文明城市", "和平与发展", "开放合作", "资源保护", "通道建设", "高新技术产业"])
def test_words_that_are_no_places(text: str) -> None:
    assert paths(text) == []


def test_a_name_of_many_counties_needs_its_city() -> None:
    assert paths("鼓楼区教育局") == []
    assert paths("南京市的鼓楼区教育局")[-1] == "江苏省/南京市/鼓楼区"


@pytest.mark.parametrize(
    "text",
    [
        "大力发展海洋经济",
        "发展长治久安",
        "组织开展巡回演讲",
        "建设兴安定国之策",
        "方正电子公司",
        "其中牟利空间",
    ],
)
def test_a_place_inside_other_words_is_not_seen(text: str) -> None:
    assert [p for p in paths(text) if p.count("/") == 2] == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("拱墅区", "拱墅"),
        ("内蒙古自治区", "内蒙古"),
        ("杭州市", "杭州"),
        ("香港特别行政区", "香港"),
        ("延边朝鲜族自治州", "延边"),
        ("忠县", "忠县"),
        ("云岭县", "云岭"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    "wanted", ["拱墅", "拱墅区", "杭州", "杭州市", "浙江", "浙江省", "浙江省/杭州市", GONGSHU, "杭州市/拱墅区"]
)
def test_what_covers_a_district(wanted: str) -> None:
    assert covers(GONGSHU, wanted)


@pytest.mark.parametrize("wanted", ["西湖区", "宁波市", "江苏省", "浙江省/宁波市", "宁波市/拱墅区", "拱", "州市", ""])
def test_what_does_not(wanted: str) -> None:
    assert not covers(GONGSHU, wanted)


def test_counts() -> None:
    counts = {region.path: n for region, n in count_regions("拱墅区与拱墅区和嘉兴市。").items()}
    assert counts == {GONGSHU: 2, "浙江省/嘉兴市": 1}


def test_a_county_whose_short_name_is_a_word_needs_its_full_name() -> None:
    assert find_regions("人才安居房有多少套") == ()
    assert [r.path for r in find_regions("安居区的规划")] == ["四川省/遂宁市/安居区"]
