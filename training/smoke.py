"""A made-up data set of a few hundred short texts, to run every stage within seconds.

The texts are built from small lists of words, so that a text's words do tell its topic; nothing
about the quality of a real encoder can be read off a smoke run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.pairs import Pair
from training.texts import Article

TOPICS = {
    "人才引进": "高层次人才 引进 安家 补贴 博士 硕士 认定 申报 用人单位 奖励",
    "公共租赁住房": "公共租赁住房 保障 家庭 收入 申请 轮候 租金 面积 配租 住房",
    "社会保险": "社会保险 养老保险 医疗保险 缴费 基数 职工 参保 待遇 基金 退休",
    "义务教育": "义务教育 学校 入学 学区 招生 适龄儿童 户籍 报名 教育局 学位",
    "环境保护": "环境 污染 排放 监测 水质 空气 生态 保护 治理 企业",
    "科技创新": "科技 创新 研发 投入 实验室 专利 成果 转化 高新技术企业 平台",
}
LINKS = "应当 按照 规定 给予 实行 加强 完善 推进 可以 负责 符合 条件 工作 有关 部门"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Articles and pairs of a smoke run."""

    articles: tuple[Article, ...]
    pairs: tuple[Pair, ...]


def made_up(seed: int, texts_per_topic: int = 60) -> MadeUp:
    """Return the same made-up articles and pairs for the same seed."""
    random = np.random.default_rng(seed)
    articles: list[Article] = []
    pairs: list[Pair] = []
    for topic, words in TOPICS.items():
        for number in range(texts_per_topic):
            text = "".join(_sentence(words.split(), random) for _ in range(4))
            title = f"{topic}办法第{number}条"
            articles.append(Article("made_up", title, text))
            pairs.append(Pair("policy", f"{topic}{random.choice(words.split())}", text, title))
    return MadeUp(tuple(articles), tuple(pairs))


def _sentence(words: list[str], random: np.random.Generator) -> str:
    links = random.choice(LINKS.split(), 3, replace=False)
    chosen = [*random.choice(words, 5, replace=False), *links]
    random.shuffle(chosen)
    return "".join(chosen) + "。"
