"""What is read in a question: each finding with its span and key, over an invented library."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.catalogue.entries import Programme, ProgrammeKind
from policysearch.search.understand import Understander
from policysearch.types import Document, FindingKind, Source, Understanding

HANGZHOU, LINPING, WUJIANG = "浙江省/杭州市", "浙江省/杭州市/临平区", "江苏省/苏州市/吴江区"


def document(doc_id: str, title: str, text: str = "", **facts: object) -> Document:
    """A document of the library; ``facts`` are other fields."""
    return Document(doc_id, Source(doc_id, "", "text/plain"), "", title, text, **facts)  # type: ignore[arg-type]


LIBRARY: Mapping[str, Document] = {
    found.doc_id: found
    for found in (
        document(
            "plan-l",
            "临平区人才发展“十四五”规划",
            regions=(LINPING,),
            kind="规划",
            form="规划",
            plan_period=(2021, 2025),
        ),
        document(
            "plan-w",
            "吴江区人才发展“十四五”规划",
            regions=(WUJIANG,),
            kind="规划",
            form="规划",
            plan_period=(2021, 2025),
        ),
        document(
            "scooter",
            "吴江区电动自行车停放充电管理办法",
            regions=(WUJIANG,),
            form="办法",
            number="吴江政规〔2022〕15号",
        ),
        document("card-h", "杭州市居住登记管理办法（试行）", regions=(HANGZHOU,), form="办法"),
        document("card-s", "苏州市居住登记管理办法", regions=("江苏省/苏州市",), form="办法"),
        document("estate", "小区物业管理条例", regions=("全国",), kind="法规", form="条例"),
        document("estate-h", "杭州市小区物业管理条例", regions=(HANGZHOU,), kind="法规", form="条例"),
        *(
            document(f"report-{year}", f"{year}年国务院政府工作报告", regions=("全国",), kind="工作报告")
            for year in range(1990, 2000)
        ),
        document("report-z", "2026年浙江省政府工作报告", regions=("浙江省",), kind="工作报告"),
        document("report-j", "2026年江苏省政府工作报告", regions=("江苏省",), kind="工作报告"),
        document(
            "notice",
            "杭州市教育局关于印发《中小学图书室建设指引》的通知",
            regions=(HANGZHOU,),
        ),
    )
}
NAMES: tuple[tuple[str, tuple[str, ...], ProgrammeKind, bool], ...] = (
    ("“星桥青苗”工程", ("星桥青苗工程",), "工程", False),
    ("城乡书房共建行动", (), "行动", False),
    ("“两新”政策", (), "政策", False),
    ("关于发展书房的意见", (), "政策", True),
)
UNDERSTANDER = Understander(
    LIBRARY, lambda: [Programme(name, forms, kind, (), (), (), is_title=title) for name, forms, kind, title in NAMES]
)


def read(question: str, *ignore: str) -> Understanding:
    """What is understood of ``question``."""
    return UNDERSTANDER.understand(question, ignore)


def keys(question: str, *kinds: FindingKind) -> list[str]:
    """The keys of the findings of these kinds, in order."""
    return [finding.key for finding in read(question).of(*kinds)]


@pytest.mark.parametrize(
    ("question", "kind", "key", "words"),
    [
        ("临平的人才目标", "place", f"place:{LINPING}", "临平"),
        ("杭州临平区的人才", "place", f"place:{LINPING}", "杭州临平区"),
        ("２０２５年的目标", "year", "year:2025", "２０２５年"),
        ("二〇二五年的目标", "year", "year:2025", "二〇二五年"),
        ("2021—2025年要建几个", "year", "year:2021-2025", "2021—2025年"),
        ("2021至2025年要建几个", "year", "year:2021-2025", "2021至2025年"),
        ("十四五期间建几个", "year", "year:2021-2025", "十四五期间"),
        ("“十二五”末有几个", "year", "year:2011-2015", "“十二五”末"),
        ("第十三个五年规划", "year", "year:2016-2020", "第十三个五年"),
        ("按吴江政规[2022]15号充电多少钱", "number", "number:政规#2022#15", "吴江政规[2022]15号"),
        ("吴江政规（２０２２）第15 号", "number", "number:政规#2022#15", "吴江政规（２０２２）第15 号"),
        ("政府的工作报告怎么说", "kind", "kind:工作报告", "工作报告"),
        ("哪个办法管充电", "kind", "kind:办法", "办法"),
        ("规划里的表", "kind", "kind:规划", "规划"),
        ("星桥青苗怎么报名", "programme", "programme:“星桥青苗”工程", "星桥青苗"),
        ("城乡书房共建行动何时开始", "programme", "programme:城乡书房共建行动", "城乡书房共建行动"),
        ("星桥青苗工程怎么报名", "programme", "programme:“星桥青苗”工程", "星桥青苗工程"),
        ("“星桥青苗”工程怎么报名", "programme", "programme:“星桥青苗”工程", "“星桥青苗”工程"),
        ("“星桥青苗”怎么报名", "phrase", "phrase:星桥青苗", "“星桥青苗”"),
        ("第三章第二条怎么说", "reference", "reference:章3/条2", "第三章第二条"),
        ("“首问负责”是什么", "phrase", "phrase:首问负责", "“首问负责”"),
        ("「首问负责」是什么", "phrase", "phrase:首问负责", "「首问负责」"),
        ('"首问负责"是什么', "phrase", "phrase:首问负责", '"首问负责"'),
        ("《没有收的办法》怎么说", "phrase", "phrase:没有收的办法", "《没有收的办法》"),
    ],
)
def test_a_thing_is_read_with_its_key_and_span(question: str, kind: FindingKind, key: str, words: str) -> None:
    found = read(question).of(kind)
    assert [finding.key for finding in found] == [key]
    assert found[0].span.of(question) == words


@pytest.mark.parametrize(
    ("question", "doc_ids"),
    [
        ("《小区物业管理条例》第三条", ["estate"]),
        ("小区物业管理条例怎么罚", ["estate"]),
        ("杭州的小区物业管理条例怎么罚", ["estate-h"]),
        ("临平区人才发展十四五规划的指标", ["plan-l"]),
        ('《临平区人才发展"十四五"规划》的指标', ["plan-l"]),
        ("吴江人才发展“十四五”规划写了什么", ["plan-w"]),
        ("杭州的居住登记管理办法", ["card-h"]),
        ("苏州市居住登记管理办法和杭州市居住登记管理办法比较", ["card-s", "card-h"]),
        ("宁波的居住登记管理办法", []),
        ("中小学图书室建设指引里的面积", ["notice"]),
        ("2026年浙江省政府工作报告的目标", ["report-z"]),
        ("浙江的政府工作报告2026年目标", ["report-z"]),
        ("1994年政府工作报告怎么说物价", ["report-1994"]),
        ("政府工作报告怎么说物价", []),
        ("人才发展得怎么样", []),
        ("图书室有多大", []),
    ],
)
def test_documents_are_named_in_brackets_in_words_and_by_what_tells_them_apart(
    question: str, doc_ids: list[str]
) -> None:
    assert keys(question, "title") == [f"title:{doc_id}" for doc_id in doc_ids]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("给项目投资留多大余地", ("place",)),  # 大余 is a county
        ("有什么办法能上学", ("kind",)),
        ("办法总比困难多", ("kind",)),
        ("通知中心在哪", ("kind",)),
        ("去年做了什么", ("year",)),
        ("花了2025.5万元", ("year",)),
        ("十五个人去", ("year",)),
        ("两新是什么", ("programme",)),
        ("关于发展书房的意见", ("programme",)),
        ("“十四五”怎么样", ("phrase",)),
        ("（一）是什么", ("reference",)),
    ],
)
def test_ordinary_words_are_not_read_as_more(question: str, kinds: tuple[FindingKind, ...]) -> None:
    assert keys(question, *kinds) == []


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("一共多少人", ["number"]),
        ("补贴多少万元", ["amount"]),
        ("申请条件和期限", ["condition", "deadline"]),
        ("哪个部门负责", ["department"]),
        ("有哪些措施", ["list"]),
        ("两地有什么不同", ["comparison"]),
        ("写在第几条", ["location"]),
        ("这句话出自哪", ["source"]),
        (
            "城市蓝线一经批准不得擅自调整，因城市发展和布局结构变化确实需要调整的，应当依法调整城市规划并报批。",
            ["source"],
        ),
    ],
)
def test_what_is_asked_for(question: str, wanted: list[str]) -> None:
    assert sorted(finding.value for finding in read(question).of("wants")) == wanted


def test_what_is_switched_off_stays_found_and_counts_for_nothing() -> None:
    question = "杭州的小区物业管理条例"
    off = read(question, f"place:{HANGZHOU}")
    assert off.of("place") == ()
    assert [finding.key for finding in off.findings if finding.kind == "place"] == [f"place:{HANGZHOU}"]


@given(
    st.text(alphabet=st.sampled_from("杭州临平区规划办法2025年十四五“”《》（）〔〕第三条号 \n政A工作报告"), max_size=60)
)
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_question_in_order_and_each_key_once(question: str) -> None:
    found = read(question).findings
    assert [f.span for f in found] == sorted(f.span for f in found)
    assert len({f.key for f in found}) == len(found)
    assert all(len(f.span) > 0 and f.span.end <= len(question) and f.printed for f in found)


def test_an_empty_library_reads_what_needs_none() -> None:
    found = Understander({}).understand("杭州2025年的规划里多少")
    assert [finding.kind for finding in found.findings] == ["place", "year", "kind", "wants"]
