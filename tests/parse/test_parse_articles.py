"""Files of several documents: what is cut, what stays one, and that nothing moves."""

from __future__ import annotations

import pytest

from policysearch.parse import parse
from policysearch.parse.articles import interleaved, split_articles
from policysearch.types import HeadingMark, RawDocument, Source, Span, Table

SOURCE = Source("报纸/甲.txt", "0" * 64, "text/plain")
PROSE = "城关镇把三处空置的铺面改成饭堂，请来街坊掌勺，还给腿脚不便的老人送餐上门，每天送出一百二十多份饭菜。\n"


def parts(text: str) -> list[tuple[str, str | None]]:
    return [(raw.part, raw.title) for raw in split_articles(RawDocument(SOURCE, text))]


def test_articles_with_authors_are_documents() -> None:
    text = f"饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}{PROSE}山里有了新课堂\n周小满 王晓禾\n{PROSE}"
    assert parts(text) == [("1", "饭堂热气腾腾"), ("2", "山里有了新课堂")]


@pytest.mark.parametrize(
    "byline", ["本报记者 王晓禾 通讯员 李一帆", "（记者 王晓禾）", "来源：云岭日报 发布：2023-05-06 07:00"]
)
def test_reporters_and_sources_show_an_article(byline: str) -> None:
    text = f"饭堂热气腾腾\n{byline}\n{PROSE}山里有了新课堂\n{byline}\n{PROSE}"
    assert [title for _, title in parts(text)] == ["饭堂热气腾腾", "山里有了新课堂"]


def test_a_kicker_goes_with_its_headline() -> None:
    text = f"饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}城关镇：读书声里\n山里有了新课堂\n周小满 王晓禾\n{PROSE}"
    second = split_articles(RawDocument(SOURCE, text))[1]
    assert second.text.startswith("城关镇：读书声里\n山里有了新课堂\n")


@pytest.mark.parametrize(
    "text",
    [
        f"饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}办起饭堂\n{PROSE}",  # a sub-headline without authors
        "获奖名单\n王晓禾 李一帆\n周小满 陈大山\n入围名单\n王晓禾 李一帆\n周小满 陈大山\n",  # names without prose
        f"饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}",  # the same twice
        f"各部门职责\n民政 财政\n{PROSE}经费来源\n财政 民政\n{PROSE}",  # no names of persons
    ],
)
def test_what_stays_one(text: str) -> None:
    assert len(parts(text)) == 1


BODY = "一、落实责任。各地要按月报送进度，县里按季通报。\n" * 20
FIRST = f"云岭县关于整治河道的通知\n云政〔2023〕5号\n各乡镇：\n{BODY}云岭县人民政府\n2023年5月6日\n"


def test_notices_that_follow_one_another_are_documents() -> None:
    second = f"云岭县关于开办夜校的通知\n云政〔2023〕9号\n各乡镇人民政府：\n{BODY}云岭县人民政府\n2023年7月1日\n"
    assert [part for part, _ in parts(FIRST + second)] == ["1", "2"]
    found = parse(RawDocument(SOURCE, FIRST + second))
    assert [document.number for document in found] == ["云政〔2023〕5号", "云政〔2023〕9号"]
    assert found[1].title == "云岭县关于开办夜校的通知"


def test_a_record_with_fields_begins_a_document() -> None:
    second = f"名 称: 云岭县关于开办夜校的通知\n发布机构: 云岭县教育局\n{BODY}"
    assert parts(FIRST + second)[1] == ("2", "云岭县关于开办夜校的通知")


@pytest.mark.parametrize(
    "second",
    [
        f"云岭县河道整治办法\n第一条 为整治河道，制定本办法。\n{BODY}",  # what the notice issues
        f"云岭县关于整治河道的通知\n云政〔2023〕5号\n各乡镇：\n{BODY}",  # the same notice again
        f"云岭县关于开办夜校的通知\n{BODY}",  # neither number nor addressee
    ],
)
def test_a_notice_and_what_goes_with_it_stay_one(second: str) -> None:
    assert len(parts(FIRST + second)) == 1


def test_a_forwarded_notice_stays_with_the_one_that_forwards_it() -> None:
    first = FIRST.replace("关于整治河道的通知", "转发《省政府关于开办夜校的通知》的通知")
    second = f"省政府关于开办夜校的通知\n省政〔2023〕9号\n各市县：\n{BODY}"
    assert len(parts(first + second)) == 1


def test_what_the_format_knows_moves_with_its_part() -> None:
    first = f"饭堂热气腾腾\n王晓禾 李一帆\n{PROSE}"
    text = first + f"山里有了新课堂\n周小满 王晓禾\n{PROSE}甲\t乙\n"
    table = Table(Span(len(text) - 4, len(text) - 1), (("甲", "乙"),))
    mark = HeadingMark(Span(len(first), len(first) + 7), 1)
    raw = RawDocument(
        SOURCE, text, part="夹/甲.txt", headings=(mark,), tables=(table,), page_starts=(0, 10, len(text) - 4)
    )
    one, two = split_articles(raw)
    assert (one.part, two.part) == ("夹/甲.txt/1", "夹/甲.txt/2")
    assert (one.headings, one.tables) == ((), ())
    assert two.tables[0].span.of(two.text) == "甲\t乙"
    assert two.headings[0].span.of(two.text) == "山里有了新课堂"
    assert two.page_starts == (0, 0, len(two.text) - 4)


def test_an_article_that_breaks_off_is_doubtful_as_a_whole() -> None:
    text = f"山里有了新课堂\n周小满 王晓禾\n好好学习。\n{PROSE}{PROSE[:-1]}家长都说\n"
    span = interleaved(text)
    assert span is not None
    assert span.of(text).startswith("好好学习。")
    assert interleaved(f"山里有了新课堂\n周小满 王晓禾\n{PROSE}") is None
