"""Support measures by who may apply: narrowed, ticked condition by condition, never judged as a whole, taken along."""

from __future__ import annotations

import base64
import io
import re
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from test_directory import BACKWARDS, NASTY, TODAY, document_of, harmless, searcher_of, words_of

from policysearch.answer.checklist import NOBODY, check, order_of, said_of_oneself
from policysearch.app.catalogue_api import CatalogueApi
from policysearch.app.measures import measures
from policysearch.app.pages import Pages
from policysearch.app.take import catalogue_file
from policysearch.catalogue.applying import (
    Applying,
    classes_of,
    condition_key,
    conditions_of,
    measure_counts,
    measures_for,
)
from policysearch.catalogue.entries import Catalogue, Measure, MeasureKind, Stated
from policysearch.catalogue.table import rows_of
from policysearch.place import resolve
from policysearch.render import parse_address
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Span

CITY, DISTRICT, ELSEWHERE = "浙江省/杭州市", "浙江省/杭州市/拱墅区", "江苏省/苏州市"
TEXT = (
    "在本区注册满2年、没有受到环保处罚的企业，给予厂房租金补贴。\n"
    "符合条件的高校毕业生：（一）硕士以上学历；（二）年龄未满35周岁；（三）具有本市户籍，可以申请租房补贴。\n"
    "对居民提供法律援助。"
)


def stated(document: Document, words: str) -> Stated:
    """Words of a document with their place."""
    start = document.text.index(words)
    return Stated(words, (Span(start, start + len(words)),))


def measure_of(document: Document, name: str, who: str, *conditions: str, kind: MeasureKind = "资金") -> Measure:
    """A measure of a document by the words that it states."""
    told = stated(document, name)
    persons = (stated(document, who),) if who else ()
    return Measure(
        document.doc_id, kind, told, told.spans[0], persons, tuple(stated(document, each) for each in conditions)
    )


@pytest.fixture(scope="module")
def library() -> Searcher:
    """Three measures of a district, one of its city, one of elsewhere."""
    here = document_of("d1", TEXT, regions=(DISTRICT,), title="拱墅区支持办法")
    city = document_of("d2", "对企业给予贷款贴息。", regions=(CITY,), title="杭州市贴息办法")
    other = document_of("d3", "在本区注册满2年。对企业给予奖励。", regions=(ELSEWHERE,), title="苏州市奖励办法")
    found = (
        measure_of(here, "厂房租金补贴", "企业", "在本区注册满2年", "没有受到环保处罚"),
        measure_of(
            here, "租房补贴", "符合条件的高校毕业生", "硕士以上学历", "年龄未满35周岁", "具有本市户籍", kind="住房"
        ),
        measure_of(here, "法律援助", "居民", kind="服务"),
        measure_of(city, "贷款贴息", "企业", kind="贷款"),
        measure_of(other, "奖励", "企业", "在本区注册满2年"),
    )
    return searcher_of([here, city, other], Catalogue(measures=found))


def names(found: Any) -> list[str]:
    """The names of measures."""
    return [one.name.text for one in found]


def test_a_place_has_the_measures_of_those_above_it_too(library: Searcher) -> None:
    every, documents = library.catalogue.measures, library.documents
    assert names(measures_for(every, documents, Applying(regions=(DISTRICT,)))) == names(every[:4])
    assert names(measures_for(every, documents, Applying(regions=("浙江省/杭州市/西湖区",)))) == ["贷款贴息"]
    assert names(measures_for(every, documents, Applying(regions=(ELSEWHERE,)))) == ["奖励"]


def test_counts_are_what_a_choice_leaves(library: Searcher) -> None:
    every, documents = library.catalogue.measures, library.documents
    for chosen in (Applying(), Applying(regions=(CITY,)), Applying(who=("企业",)), Applying(kinds=("资金",))):
        kinds, classes, regions = measure_counts(every, documents, chosen)
        fields = {"kinds": kinds, "who": classes, "regions": regions}
        for field, counts in fields.items():
            for value, count in counts.items():
                others = {name: getattr(chosen, name) for name in ("regions", "who", "kinds") if name != field}
                assert count == len(measures_for(every, documents, Applying(**others, **{field: (value,)}))), value


@pytest.mark.parametrize(
    ("words", "classes"),
    [
        ("符合条件的居住证持有人", ("居住证持有人",)),
        ("本人及其共同居住生活的配偶、未成年子女、父母等", ("配偶", "未成年子女", "父母")),
        ("房屋产权人或承租人（含共有人）", ("房屋产权人", "承租人")),
        ("", ("未写明",)),
        ("长" * 40, ("未写明",)),
    ],
)
def test_classes_of_persons_are_the_words_of_the_text(words: str, classes: tuple[str, ...]) -> None:
    document = document_of("d1", words + "补贴")
    assert classes_of(measure_of(document, "补贴", words)) == classes


def test_the_same_condition_is_ticked_once_for_all_that_have_it(library: Searcher) -> None:
    [first, *rest] = conditions_of(library.catalogue.measures)
    assert first == (condition_key("在本区注册满2年"), "在本区注册满2年", 2)
    assert {count for _, _, count in rest} == {1}
    assert condition_key("在本区注册\n满２年；") == first[0]


def test_what_is_ticked_or_said_settles_conditions_and_nothing_else(library: Searcher) -> None:
    rent, flat, aid, *_ = library.catalogue.measures
    done, undone = {condition_key("在本区注册满2年")}, {condition_key("没有受到环保处罚")}
    assert check(rent, done, undone, NOBODY).verdicts == ("满足", "不满足")
    assert check(rent, (), (), NOBODY).verdicts == ("未说明", "未说明")
    said = said_of_oneself("硕士，36岁，本市户籍")
    assert check(flat, (), (), said).verdicts == ("满足", "不满足", "满足")
    assert check(flat, {condition_key("年龄未满35周岁")}, (), said).verdicts == ("满足", "满足", "满足")
    assert check(aid, done, undone, said).verdicts == ()
    assert said_of_oneself("  ") == NOBODY == said_of_oneself("我们是一家企业")


def test_what_is_met_goes_first_and_what_is_not_met_last(library: Searcher) -> None:
    done, undone = {condition_key("在本区注册满2年")}, {condition_key("没有受到环保处罚")}
    checked = sorted((check(one, done, undone, NOBODY) for one in library.catalogue.measures), key=order_of)
    assert names(one.measure for one in checked) == ["奖励", "法律援助", "贷款贴息", "租房补贴", "厂房租金补贴"]


def _page(library: Searcher, query: str) -> str:
    return measures(library, parse_address(query), TODAY).html


def test_the_page_tells_each_condition_and_never_that_one_may(library: Searcher) -> None:
    query = f"?view=measures&region={DISTRICT}&done={condition_key('在本区注册满2年')}"
    page = _page(library, query + f"&not={condition_key('没有受到环保处罚')}&self=" + quote("硕士，28岁"))
    told = words_of(page)
    assert "✓ 满足 1 条" in told
    assert "✗ 不满足 1 条" in told
    assert re.search("满足 硕士以上学历", told)
    assert re.search("未说明 具有本市户籍", told)
    assert "理解为：学历 硕士；年龄 28岁" in told
    assert "由受理机关审核决定" in told
    assert "您符合" not in told
    assert "你符合" not in told
    assert page.count("checked") == 2
    assert page.index("租房补贴</a>") < page.index("厂房租金补贴</a>")


def test_every_field_leads_to_its_place(library: Searcher) -> None:
    page = _page(library, "?view=measures&word=厂房")
    places = [parse_address(link.replace("&amp;", "&")) for link in harmless(page).links if link.startswith("?doc=")]
    spans = [resolve(library.documents[address.doc or ""], address.clause or "") for address in places]
    words = {span.of(TEXT) for span in spans if span}
    assert words == {"在本区注册满2年", "在本区注册满2年、没有受到环保处罚的企业，给予厂房租金补贴。"}


def test_nothing_ticked_judges_nothing(library: Searcher) -> None:
    told = words_of(_page(library, "?view=measures"))
    assert "未说明" not in told
    assert "原文没有写" in told
    assert "没有这样的支持" in words_of(_page(library, "?view=measures&word=没有的词"))


@pytest.mark.parametrize("query", ["", "&region={n}&who={n}&kind={n}&word={n}&done={n}&not={n}&self={n}&page={n}"])
def test_nothing_of_a_document_or_an_address_acts_as_code(query: str) -> None:
    words = NASTY + BACKWARDS + "长" * 10_000
    document = document_of("d1", words, title=words, regions=("浙江省",))
    hostile = searcher_of([document], Catalogue(measures=(measure_of(document, words, words, words),)))
    page = _page(hostile, "?view=measures" + query.format(n=quote(NASTY)))
    harmless(page)
    assert len(page) < 200_000
    for form in ("xlsx", "docx", "md"):
        made = catalogue_file(hostile, "?view=measures", form, TODAY)
        content = base64.b64decode(made["base64"])
        assert form != "md" or "<script>" not in content.decode()


def test_measures_go_to_excel_with_the_verdict_on_each_condition(library: Searcher) -> None:
    query = f"?view=measures&region={ELSEWHERE}&done={condition_key('在本区注册满2年')}"
    made = catalogue_file(library, query, "xlsx", TODAY)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(made["base64"])))
    assert book.sheetnames == ["政策支持", "逐条条件", "说明"]
    [row] = book["逐条条件"].iter_rows(min_row=2, values_only=True)
    assert row[:3] == ("奖励", "在本区注册满2年", "满足")
    assert any("受理机关" in str(cell.value) for cell in book["说明"]["A"])


def test_programs_get_the_rows_of_the_command_line(library: Searcher) -> None:
    given = CatalogueApi(Pages(library, TODAY)).measures(kinds=["住房"])
    [row] = [row for row in rows_of(library.catalogue, "measures", library.documents) if row["kind"] == "住房"]
    assert given == {"total": 1, "rows": [row]}
