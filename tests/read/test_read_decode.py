"""Bytes to text: every encoding that offices use reads right or is refused, never as mojibake."""

from __future__ import annotations

import codecs
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.errors import ReadError
from policysearch.read.decode import decode

SIMPLIFIED = (
    "第一条 为了规范云岭县人才公寓的申请和管理，根据有关规定，结合本县实际，制定本办法。",
    "对符合条件的企业，按照设备投资额的15%给予补助，最高不超过300万元。",
    "二、主要任务\n（一）加强组织领导。各乡镇、街道要落实责任。",
    "衢江、濮院、泖港、滕州四地的工作人员参加了座谈会。",
    "申请人应当在2024年3月31日前提交材料，逾期不予受理。",
    "附件：名单",
)
TRADITIONAL = (
    "第一條 為了規範青年創業貸款的申請和管理，依據有關規定，訂定本辦法。",
    "申請人應於每年三月三十一日前提出申請，逾期不予受理。",
    "二、主要工作項目，由各機關依權責分工辦理，並應按季檢討執行成果。",
)
SIMPLIFIED_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312")


@pytest.mark.parametrize(("text", "encoding"), list(itertools.product(SIMPLIFIED, SIMPLIFIED_ENCODINGS)))
def test_simplified_text_reads_as_written_in_each_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5"])
def test_traditional_text_reads_as_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_utf16_of_both_byte_orders(mark: bytes) -> None:
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    assert decode(mark + SIMPLIFIED[0].encode(encoding)) == (SIMPLIFIED[0], ())


def test_the_byte_order_mark_is_no_part_of_the_text() -> None:
    text, _ = decode(codecs.BOM_UTF8 + "关于工作的通知".encode())
    assert text == "关于工作的通知"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_one_kind(end: str) -> None:
    assert decode(f"一、目标{end}二、任务{end}".encode("gb18030"))[0] == "一、目标\n二、任务\n"


@pytest.mark.parametrize(
    "word",
    ["通知", "办法", "公告", "杭州", "意见", "衢州", "濮院镇", "决定书", "濂溪书院"],
)
def test_a_word_of_gbk_reads_right(word: str) -> None:
    assert decode(word.encode("gbk"))[0] == word


def test_rare_characters_beyond_gbk_read_right() -> None:
    text = "本镇共有㙍村、䶮桥、𬭚湾三个行政村，由镇政府统一管理。"
    assert decode(text.encode("gb18030")) == (text, ())


def test_pure_ascii_reads_as_it_is() -> None:
    assert decode(b"GB/T 9704-2012\r\n") == ("GB/T 9704-2012\n", ())


def test_a_few_broken_bytes_are_marked_and_warned_of() -> None:
    good = "各乡镇人民政府应当加强对补助资金使用情况的监督检查。" * 40
    data = bytearray(good.encode())
    data[300] = 0xFF
    text, warnings = decode(bytes(data))
    assert "\ufffd" in text
    assert text.replace("\ufffd", "")[:90] == good[:90]
    assert len(warnings) == 1
    assert "字节损坏" in warnings[0]
    assert warnings[0].endswith("。")


def test_a_broken_byte_in_gbk_text_is_marked_and_warned_of() -> None:
    good = "各乡镇人民政府应当加强对补助资金使用情况的监督检查。" * 40
    data = good.encode("gbk") + b"\xff" + "完。".encode("gbk")
    text, warnings = decode(data)
    assert text.startswith(good[:200])
    assert text.count("\ufffd") >= 1
    assert warnings


def test_truncated_utf16_is_warned_of() -> None:
    text, warnings = decode("关于开展普查的通知".encode("utf-16")[:-1])
    assert text.startswith("关于开展普查的通")
    assert warnings


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(4000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(8).randbytes(4000),
        b"\xff\xd8\xff\xe0" + random.Random(9).randbytes(900),
    ],
)
def test_binary_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"编码.*UTF-8.*。$"):
        decode(data)


def test_zero_bytes_are_no_text() -> None:
    with pytest.raises(ReadError):
        decode(b"\x00\x01\x02\x00\x03" * 200)


def test_utf16_without_a_mark_is_right_or_refused() -> None:
    """A file that says nothing of its encoding may be refused; it must not come back as other words."""
    for text, encoding in itertools.product(SIMPLIFIED, ("utf-16-le", "utf-16-be")):
        try:
            found, _ = decode(text.encode(encoding))
        except ReadError:
            found = text
        assert found == text


PHRASES = st.sampled_from(
    ["各区县", "人才", "应当", "补助", "不超过", "企业", "申请人", "审核", "，", "。", "、", "2023年", "（一）", "\n"]
)


def test_a_tie_of_two_encodings_goes_to_the_common_one() -> None:
    """Everyday Chinese in GBK reads as everyday Chinese in Big5 too, of other words."""
    assert decode(("不超过" * 4).encode("gbk"))[0] == "不超过" * 4


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(PHRASES, min_size=4, max_size=40).map(lambda parts: "各区县人民政府应当" + "".join(parts)),
    st.sampled_from(SIMPLIFIED_ENCODINGS),
)
def test_decode_never_makes_other_words(text: str, encoding: str) -> None:
    """What is read is what was written; a warning or an error only where something is wrong."""
    assert decode(text.encode(encoding)) == (text, ())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_read_or_are_refused(data: bytes) -> None:
    """Nothing else is raised, and a broken place never goes without a warning."""
    try:
        text, warnings = decode(data)
    except ReadError:
        text, warnings = "", ()
    assert ("\ufffd" in text) <= bool(warnings) or "\ufffd".encode() in data
    assert "\r" not in text
