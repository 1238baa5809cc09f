"""How much of a sentence, a row or a list an answer tells."""

from __future__ import annotations

from itertools import pairwise

import pytest

from policysearch.answer.asked import read_question
from policysearch.answer.narrow import narrow
from policysearch.answer.words import Sought, sought
from policysearch.search.searcher import Searcher
from policysearch.text import sentences
from policysearch.types import Span


def told(searcher: Searcher, question: str, sentence: str) -> list[str]:
    """The parts of a sentence that answer."""
    asked: Sought = sought(searcher, read_question(question))
    return [part.of(sentence) for part in narrow(sentence, Span(0, len(sentence)), asked)]


MANY = "社区全科医生达到5896人，比上期增长12.2%，建立服务团队3587个，为727万市民提供签约服务。"
BEDS = "民营医疗机构床位数达到21929张，比上期增长93.86%，占全市医疗机构床位比例从12%提高到18.5%"


@pytest.mark.parametrize(
    ("question", "sentence", "parts"),
    [
        ("社区全科医生有多少人？", MANY, ["社区全科医生达到5896人"]),
        ("建立了多少个服务团队？", MANY, ["建立服务团队3587个"]),
        (
            "民营医疗机构床位数是多少张，占全市的比例提高到多少？",
            BEDS,
            ["民营医疗机构床位数达到21929张", "占全市医疗机构床位比例从12%提高到18.5%"],
        ),
        (
            "小巨人企业有多少家？",
            "小巨人企业增至3022家、科技型中小企业增至9.4万家，均居全国第一",
            ["小巨人企业增至3022家"],
        ),
        (
            "到2025年人才资源总量是多少？",
            "到2025年，人才资源总量达到30万人，年均增长6.9%",
            ["到2025年，人才资源总量达到30万人"],
        ),
        (
            "这份指标从哪天起用，管几年？",
            "《储能用地指标》现予发布，自2016年1月1日起实施，有效期5年。",
            ["《储能用地指标》现予发布，自2016年1月1日起实施，有效期5年。"],
        ),
        (
            "人均月收入1500元的家庭，租金补贴每平方米每月几元？",
            "住房困难家庭人均月收入在1000至2000元（含）的，人均月补贴标准为4.5元/平方米/月。",
            ["住房困难家庭人均月收入在1000至2000元（含）的，人均月补贴标准为4.5元/平方米/月。"],
        ),
        (
            "打算长住的流动人口，几个工作日内申领居住证？",
            "拟居住30日以上的流动人口，应当自到达之日起7个工作日内申领居住证。",
            ["拟居住30日以上的流动人口，应当自到达之日起7个工作日内申领居住证。"],
        ),
        ("全省地区生产总值是多少？", "地区生产总值增长5.5%、达到10.3万亿元", ["地区生产总值", "达到10.3万亿元"]),
        (
            "村、镇、县的试点分别补多少钱？",
            "每个村庄规划试点7万元、每个镇规划试点15万元、每个县域规划试点20万元",
            ["每个村庄规划试点7万元、每个镇规划试点15万元、每个县域规划试点20万元"],
        ),
        ("制度是什么？", "实行学徒制度，企业与院校共同培养。", ["实行学徒制度，企业与院校共同培养。"]),
    ],
)
def test_the_clauses_with_the_figure_are_told(plain: Searcher, question: str, sentence: str, parts: list[str]) -> None:
    assert told(plain, question, sentence) == parts


NEW = "新增规模以上工业企业21家，累计达到340家。"
WARD = "参保人住院的起付标准为：一级医院110元/人、年，二级310元/人、年，三级710元/人、年。"


@pytest.mark.parametrize(
    ("question", "sentence", "parts"),
    [
        ("规模以上工业企业累计有多少家？", NEW, ["规模以上工业企业", "累计达到340家。"]),
        ("新增规模以上工业企业多少家？", NEW, ["新增规模以上工业企业21家"]),
        ("三级医院住院的起付标准是多少元？", WARD, ["参保人住院的起付标准为", "三级710元/人、年。"]),
        (
            "钢、煤、油产量目标各多少？",
            "钢、煤、油产量分别达到70万吨、12万吨、9万吨。",
            ["钢、煤、油产量分别达到70万吨、12万吨、9万吨。"],
        ),
        (
            "试运行最少多少天、最多多少天？",
            "试运行不少于20日，最长不得超过90日。",
            ["试运行不少于20日，最长不得超过90日。"],
        ),
        ("缴存比例下限上限是多少？", "缴存比例不得低于4%，不得高于11%。", ["缴存比例不得低于4%，不得高于11%。"]),
        ("租3-4级地段的租金减免多少？", "租1-2级的减免租金15%，租3-4级的减免25%。", ["租3-4级的减免25%。"]),
    ],
)
def test_the_figure_of_a_neighbour_is_left_out(plain: Searcher, question: str, sentence: str, parts: list[str]) -> None:
    assert told(plain, question, sentence) == parts


@pytest.mark.parametrize("question", ["社区全科医生有多少人？", "增长百分之几", "制度是什么？", "团队和医生各多少？"])
@pytest.mark.parametrize("sentence", [MANY, BEDS, "，，、。", "一", "（甲，乙）共10人；丙20人"])
def test_parts_are_slices_in_order(plain: Searcher, question: str, sentence: str) -> None:
    asked = sought(plain, read_question(question))
    for span in sentences(sentence, Span(0, len(sentence))):
        parts = narrow(sentence, span, asked)
        assert parts
        assert all(span.holds(part) and len(part) for part in parts)
        assert all(a.end <= b.start for a, b in pairwise(parts))
