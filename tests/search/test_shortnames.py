"""Short names that documents define."""

from __future__ import annotations

import pytest

from policysearch.search.shortnames import short_names
from policysearch.types import Document, Source


def learnt(*texts: str) -> dict[str, tuple[str, ...]]:
    """The short names of documents with these texts."""
    return short_names([Document(str(n), Source("a.txt", "", "text/plain"), "", "", t) for n, t in enumerate(texts)])


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("参加职工基本医疗保险（以下简称“职工医保”）的人员", "职工医保", "职工基本医疗保险"),
        ("实施《公共租赁住房管理办法》(下称公租房办法)", "公租房办法", "公共租赁住房管理办法"),
        ("由市住房和城乡建设局（以下统称市住建局）负责", "市住建局", "市住房和城乡建设局"),
    ],
)
def test_an_abbreviation_and_its_name_lead_to_each_other(text: str, short: str, full: str) -> None:
    assert learnt(text) == {short: (full,), full: (short,)}


@pytest.mark.parametrize(
    "text",
    [
        "根据《居住证条例》（以下简称《条例》）",
        "本市行政区域（以下简称本市）",
        "申请租赁住房补贴的家庭（以下简称申请家庭）",
        "不动产登记信息管理基础平台（以下简称信息平台）",
        "住宅专项维修资金（以下简称专项维修资金）",
        "（以下简称“职工医保”）",
        "天气很好（以下简称职工医保）",
    ],
)
def test_a_local_name_is_not_learnt(text: str) -> None:
    assert learnt(text) == {}


def test_a_name_that_documents_use_for_different_things_is_not_learnt() -> None:
    texts = ("市人力资源和社会保障局（以下简称市人社局）", "市人防和社区管理局（以下简称市人社局）")
    assert learnt(texts[0]) != {}
    assert learnt(*texts) == {}
