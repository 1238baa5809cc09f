"""What kind of answer a question wants."""

from __future__ import annotations

import pytest

from policysearch.answer.intent import INTENTS, read_intent

WANTED = {
    "电动自行车停放写在哪一条": "place",
    "关于充电设施的规定在第几条": "place",
    "容错免责出自哪里": "place",
    "高龄老人每月补贴多少元": "money",
    "罚款是多少": "money",
    "一度电收多少钱": "money",
    "专项资金2025年安排多少": "money",
    "最高能给多少补贴": "money",
    "公租房咨询电话": "contact",
    "人才服务中心的地址在哪": "contact",
    "入选人员名单": "names",
    "公租房什么时候开始申请": "time",
    "有效期到哪一天": "time",
    "审批要几个工作日": "time",
    "多久能办好": "time",
    "规划有哪些重点工程": "list",
    "申请要什么材料": "list",
    "六大行动分别是什么": "list",
    "2025年人才资源总量是多少": "number",
    "高技能人才占比": "number",
    "建成几项工程": "number",
    "由谁负责统筹": "who",
    "这件事是哪个部门管": "who",
    "申请公租房的资格": "condition",
    "外地户口可以申请吗": "condition",
    "学徒制度": "fact",
    "什么叫归雁大会": "meaning",
}


@pytest.mark.parametrize(("question", "name"), WANTED.items())
def test_the_kind_is_read_from_the_wording(question: str, name: str) -> None:
    assert read_intent(question).name == name


@pytest.mark.parametrize("question", ["建几个博物馆", "2025年要建成几个博士后工作站", "有几个区参加"])
def test_how_many_things_is_not_how_many_months(question: str) -> None:
    assert read_intent(question).name == "number"
    assert read_intent("办下来要几个月").name == "time"


@pytest.mark.parametrize("question", ["高齡老人每月補貼多少元", "高龄老人每月补贴多少元？", "高龄老人每月补贴多少元　"])
def test_the_writing_does_not_matter(question: str) -> None:
    assert read_intent(question).name == "money"


@pytest.mark.parametrize(
    ("name", "answers", "others"),
    [
        (
            "money",
            ["每人每月补贴150元", "最高800万元", "处五百元以上罚款", "给予50%补助"],
            ["年满八十周岁的老年人", "每百户四十个"],
        ),
        ("contact", ["电话：0571-86001234", "东湖路88号", "向街道办事处提出申请"], ["年满八十周岁", "每年一次"]),
        ("time", ["自2023年4月10日起", "在10个工作日内办结", "三年"], ["每户四十个插座", "设立工作室"]),
        ("number", ["达到30万人", "百分之十", "四十个"], ["由区委人才办牵头", "坚持就业导向"]),
    ],
)
def test_the_shape_is_what_an_answer_must_contain(name: str, answers: list[str], others: list[str]) -> None:
    shape = next(intent.shape for intent in INTENTS if intent.name == name)
    assert shape is not None
    assert [words for words in answers if not shape.search(words)] == []
    assert [words for words in others if shape.search(words)] == []


def test_an_intent_with_a_shape_says_what_is_missing_without_it() -> None:
    assert all(intent.missing for intent in INTENTS if intent.shape is not None)
