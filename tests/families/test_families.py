"""Families: what is one text, what is a version, what a notice carries, and above all what is none of these."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.families import find_families
from policysearch.families.editions import amended_on, is_draft, title_key
from policysearch.types import Change, Document, Source

WHO = ("市容部门", "停车场经营者", "街道办事处", "物业服务人", "车辆所有人", "公安机关", "价格主管部门", "建设单位")
WHAT = ("公示收费标准", "划定停车泊位", "保存监控录像", "受理居民投诉", "清运废弃车辆", "设置充电设施", "办理备案手续")
HOW = ("在每个工作日上午", "按照规定的程序", "会同有关单位", "通过统一的平台", "在显著的位置", "以书面的形式", "逐级地")
END = ("不得推诿。", "并接受监督。", "所需经费列入预算。", "另有约定的从其约定。", "结果向社会公开。", "逾期视为同意。")


def rules(seed: int, count: int = 30) -> list[str]:
    """The invented articles of a regulation; another seed gives other articles in the same words."""
    draw = random.Random(seed)
    parts = (WHO, HOW, WHAT, END)
    return [
        f"第{n}条 " + "，".join("".join(draw.choice(words) for words in parts[:3]) for _ in range(3)) + draw.choice(END)
        for n in range(1, count + 1)
    ]


def document(name: str, title: str, lines: list[str], **more: object) -> Document:
    """A document whose id is ``name`` and whose text is its title and ``lines``."""
    text = "\n".join([title, *lines])
    return replace(Document(name, Source(f"{name}.txt", "", "text/plain"), "", title, text), **more)  # type: ignore[arg-type]


def families(*documents: Document) -> list[tuple[str, ...]]:
    """Kind and ids of each family."""
    return [(family.kind, *family.doc_ids) for family in find_families(documents)]


PARKING = "青浦区停车场管理办法"


def test_one_text_in_two_places_is_a_copy_whatever_its_breaks() -> None:
    lines = rules(1)
    broken = [line[:17] + "\n　" + line[17:] for line in lines]
    assert families(document("b", PARKING, lines), document("a", PARKING, broken)) == [("copy", "a", "b")]


def test_the_site_may_add_a_head_and_a_foot() -> None:
    page = ["来源：区政府网站 2022-03-14 字号：大 中 小", *rules(1), "扫一扫在手机打开当前页 主办：区政府办公室"]
    assert families(document("a", PARKING, rules(1)), document("b", PARKING, page)) == [("copy", "a", "b")]


def test_a_slip_of_the_pen_is_no_other_text() -> None:
    lines = rules(1)
    lines[10] = lines[10].replace("，", "，即", 1)
    assert families(document("a", PARKING, rules(1)), document("b", PARKING, lines)) == [("copy", "a", "b")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("处五百元罚款。", "处八百元罚款。"),
        ("期限为30日。", "期限为60日。"),
        ("由青浦区负责。", "由松江区负责。"),
        ("另行公布。", "另行公布。停放超过十五分钟的车辆应当缴纳停车费用。"),
    ],
)
def test_a_changed_number_place_or_clause_is_no_copy(old: str, new: str) -> None:
    one, other = rules(1), rules(1)
    one[15] += old
    other[15] += new
    assert families(document("a", PARKING, one), document("b", PARKING, other)) == []
    dated = document("b", PARKING, other, effective_on="2022-05-01")
    assert families(document("a", PARKING, one, effective_on="2018-05-01"), dated) == [("version", "b", "a")]


def test_plans_of_two_districts_made_from_one_template_are_none() -> None:
    one = [line.replace("街道办事处", "青浦区街道办事处") for line in rules(1)]
    other = [line.replace("街道办事处", "松江区街道办事处") for line in rules(1)]
    first = document("a", "青浦区停车场管理办法", one, regions=("上海市/青浦区",), issued_on="2020-01-02")
    second = document("b", "松江区停车场管理办法", other, regions=("上海市/松江区",), issued_on="2021-01-02")
    assert families(first, second) == []
    bare = "停车场管理实施办法"
    assert families(replace(first, title=bare), replace(second, title=bare)) == []


def test_two_pages_of_one_day_under_one_heading_are_two_matters() -> None:
    one, other = rules(1), rules(1)
    one[3:9], other[3:9] = rules(2)[3:9], rules(3)[3:9]
    title, day = "行政处罚裁量权标准", "2021-06-01"
    pages = (document("a", title, one, issued_on=day), document("b", title, other, issued_on=day))
    assert families(*pages) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("青浦区停车场管理办法（试行）", "青浦区停车场管理办法"),
        ("青浦区停车场管理暂行办法", "青浦区停车场管理办法"),
        ("青浦区2015年小学招生工作意见", "青浦区2016年小学招生工作意见"),
        ("关于印发《青浦区停车场管理办法》的通知", "青浦区停车场管理办法（2019年修订）"),
    ],
)
def test_later_texts_of_one_title_are_versions_the_newest_first(old: str, new: str) -> None:
    later = rules(1)
    later[5:10] = rules(2)[5:10]
    first = document("a", old, rules(1), issued_on="2015-03-01")
    assert families(first, document("b", new, later, issued_on="2016-03-01")) == [("version", "b", "a")]


def test_a_draft_stands_after_what_is_in_force_and_the_undated_after_the_dated() -> None:
    later = [*rules(1)[:20], *rules(2)[20:]]
    other = [*rules(1)[:20], *rules(3)[20:]]
    texts = (
        document("a", PARKING + "（修订草案征求意见稿）", later, issued_on="2023-03-01"),
        document("b", PARKING + "（试行）", other),
        document("c", PARKING, rules(1), effective_on="2016-03-01"),
    )
    assert families(*texts) == [("version", "c", "b", "a")]


def test_the_last_amendment_counts_more_than_the_first_day_of_effect() -> None:
    old, new = rules(1), [*rules(1)[:25], *rules(2)[25:]]
    head = "（2001年5月1日区人民政府令第3号公布 根据{}《关于修改部分规章的决定》修正）"
    first = document("a", PARKING, [head.format("2012年7月26日"), *new], effective_on="2001-06-01")
    second = document("b", PARKING, [head.format("2004年7月1日"), *old], effective_on="2001-06-01")
    assert amended_on(first) == "2012-07-26"
    assert families(second, first) == [("version", "a", "b")]


def test_a_text_that_ends_another_of_its_title_is_a_version_however_little_they_share() -> None:
    new = document("a", PARKING, rules(2))
    old = document("b", PARKING, rules(1), effective_on="2022-01-01", declared="已修改")
    dated = replace(new, effective_on="2012-01-01")
    assert families(dated, old) == []
    ended = replace(old, changes=(Change("废止", "a", PARKING),))
    assert families(dated, ended) == [("version", "a", "b")]
    assert families(replace(dated, title="青浦区充电设施管理办法"), ended) == []


def test_a_text_that_says_it_was_ended_stands_after_the_others() -> None:
    later = [*rules(1)[:20], *rules(2)[20:]]
    old = document("b", PARKING, rules(1), effective_on="2012-01-01")
    new = document("a", PARKING, later, effective_on="2022-01-01")
    assert families(old, new) == [("version", "a", "b")]
    assert families(old, replace(new, declared="已废止")) == [("version", "b", "a")]
    assert families(old, replace(new, declared="草案")) == [("version", "b", "a")]


def test_a_notice_and_what_it_carries_published_apart_are_attachments() -> None:
    cover = [
        "各镇人民政府、各街道办事处：",
        "现将有关文件印发给你们，请结合实际认真贯彻执行。" * 6,
        "区政府",
        "2020年5月6日",
    ]
    notice = document("b", f"关于印发《{PARKING}》的通知", [*cover, PARKING, *rules(1)])
    assert families(document("a", PARKING, rules(1)), notice) == [("attachment", "b", "a")]


def test_a_collection_carries_each_of_its_texts_and_is_told_of_one_copy() -> None:
    other = "青浦区共享单车管理规定"
    whole = document("z", "青浦区交通文件汇编", ["前言", PARKING, *rules(1), other, *rules(2)])
    parts = (document("b", PARKING, rules(1)), document("c", PARKING, rules(1)), document("a", other, rules(2)))
    assert families(whole, *parts) == [("copy", "b", "c"), ("attachment", "z", "a", "b")]


def test_a_text_that_is_quoted_without_its_name_is_no_attachment() -> None:
    report = document("b", "夜访停车场", [*rules(3), *rules(1)])
    assert families(document("a", PARKING, rules(1)), report) == []


def test_short_pages_are_copies_only_under_one_title() -> None:
    error = ["页面不存在或已删除，五秒后返回首页。"]
    pages = [document(name, title, []) for name, title in (("a", "甲"), ("b", "乙"), ("c", "甲"))]
    pages = [replace(page, text=error[0]) for page in pages]
    assert families(*pages) == [("copy", "a", "c")]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("关于印发《青浦区停车场管理办法（试行）》的通知", "青浦区停车场管理办法"),
        ("青浦区人民政府办公室关于印发青浦区停车场管理办法的通知", "青浦区停车场管理办法"),
        ("[上海]2016年小学招生工作实施意见", "小学招生工作实施意见"),
        ("青浦区停车场管理办法（二〇一九年修正本）", "青浦区停车场管理办法"),
        ("区法制办就《青浦区停车场管理办法（修订草案）》公开征求意见", "青浦区停车场管理办法"),
        ("关于征求《青浦区停车场管理办法》意见的公告", "青浦区停车场管理办法"),
        ("青浦区停车场管理办法（区政府令第12号）", "青浦区停车场管理办法"),
        ("青浦区停车收费目录（第二批）", "青浦区停车收费目录第二批"),
        ("通知", ""),
        ("2016年公告", ""),
    ],
)
def test_the_key_of_a_title(title: str, key: str) -> None:
    assert title_key(title) == key


def test_a_draft_is_known_by_title_name_or_first_words() -> None:
    final = document("a", PARKING, rules(1))
    assert not is_draft(final)
    assert is_draft(replace(final, title=PARKING + "（征求意见稿）"))
    assert is_draft(replace(final, source=Source("法规/停车办法（修订草案）.doc", "", "")))
    assert is_draft(document("a", PARKING, ["（送审稿）", *rules(1)]))


TEXTS = [rules(seed, 12) for seed in range(3)]
TITLES = (PARKING, PARKING + "（试行）", f"关于印发《{PARKING}》的通知", "松江区充电设施规定", "2020年工作要点", "")


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """A few documents that share articles in any mixture."""
    texts = []
    for at in range(draw(st.integers(0, 6))):
        lines = [line for text in draw(st.lists(st.sampled_from(TEXTS), max_size=2)) for line in text]
        cut = draw(st.integers(0, len(lines)))
        day = draw(st.sampled_from((None, "2012-01-01", "2020-01-01")))
        texts.append(document(f"d{at}", draw(st.sampled_from(TITLES)), lines[cut // 2 :], issued_on=day))
    return texts


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_families_of_any_corpus(documents: list[Document], random_: random.Random) -> None:
    found = find_families(documents)
    ids = {one.doc_id for one in documents}
    for family in found:
        assert len(family.doc_ids) == len(set(family.doc_ids)) > 1
        assert set(family.doc_ids) <= ids
    for kind in ("copy", "version"):
        members = [name for family in found if family.kind == kind for name in family.doc_ids]
        assert len(members) == len(set(members))
    hidden = {name for family in found if family.kind == "copy" for name in family.doc_ids[1:]}
    assert not hidden & {name for family in found if family.kind != "copy" for name in family.doc_ids}
    shuffled = list(documents)
    random_.shuffle(shuffled)
    assert find_families(shuffled) == found


def test_no_documents_have_no_families() -> None:
    assert find_families([]) == ()
