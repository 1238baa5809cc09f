"""A small invented library and an encoder with meaning: what the tests of search, store and answers stand on.

No sentence here is from a real document; the places exist only so that the table of regions knows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policysearch.types import EncoderInfo, Vectors, Words

# One dimension a meaning; the words of one line share no character pair that BM25 could match across.
MEANINGS: tuple[tuple[str, ...], ...] = (
    ("公租房", "租房", "住处", "房子", "住房"),
    ("补贴", "补助", "津贴", "给钱", "薪饷"),
    ("养老", "老年人", "长者", "年纪大", "爷爷奶奶"),
    ("电动自行车", "电瓶车", "小电驴", "踏板摩托"),
    ("充电", "插座", "充能"),
    ("人才", "能人", "高手"),
    ("图书馆", "借书", "看书"),
    ("技能", "工匠", "手艺"),
    ("罚款", "处罚", "交罚金"),
)


class CharacterWords:
    """Words of one character each: those that open a word of the same meaning of ``MEANINGS`` lie near each other."""

    def __init__(self) -> None:
        self.vectors = np.eye(256, dtype=np.float32)
        for words in MEANINGS:
            for word in words[1:]:
                at = self.number(word[0])
                self.vectors[at] = 0.8 * self.vectors[self.number(words[0][0])] + 0.6 * self.vectors[at]

    @staticmethod
    def number(character: str) -> int:
        """The row of a character."""
        return ord(character) % 256

    def numbers(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The rows of the characters of each text, blanks left out."""
        return [np.array([self.number(c) for c in text if c.strip()], dtype=np.int64) for text in texts]


class KeywordEncoder:
    """An encoder that knows the words of ``MEANINGS`` and nothing else; a text without any is a meaning of its own."""

    def __init__(self, fingerprint: str = "keywords-1", *, words: Words | None = None) -> None:
        self.words = words
        self._info = EncoderInfo("keywords", len(MEANINGS) + 1, fingerprint)
        self.calls: list[tuple[str, int]] = []

    @property
    def info(self) -> EncoderInfo:
        """Name, dimension and the fingerprint that was given."""
        return self._info

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One unit row a question."""
        self.calls.append(("queries", len(texts)))
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit row a passage."""
        self.calls.append(("passages", len(texts)))
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._info.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for at, words in enumerate(MEANINGS):
                rows[row, at] = sum(text.count(word) for word in words)
            if not rows[row].any():
                rows[row, -1] = 1.0
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


LINPING_PLAN = """# 临平区人才发展“十四五”规划

| 项目 | 内容 |
| --- | --- |
| 标题 | 临平区人才发展“十四五”规划 |
| 发布机构 | 临平区发展和改革局 |
| 成文日期 | 2021年9月6日 |
| 地区 | 浙江省杭州市临平区 |
| 类别 | 规划 |
| 规划期 | 2021—2025年 |

## 一、发展基础

到2020年底，临平区人才资源总量达到21.5万人，五年里增加了四成。全区建成院士工作站9家，夜间图书馆12座。

## 二、主要目标

### （一）总量目标

到2025年，临平区人才资源总量达到30万人，高技能人才达到8.2万人，年均增长6.9%。

### （二）指标

| 指标名称 | 单位 | 2020年 | 2025年 |
| --- | --- | --- | --- |
| 人才资源总量 | 万人 | 21.5 | 30 |
| 高技能人才 | 万人 | 6.1 | 8.2 |
| 博士后工作站 | 家 | 14 | 26 |

## 三、重点工程

### （一）实施“梅城工匠”工程

面向制造业一线，每年评选梅城工匠20名，每名给予津贴3万元。

### （二）实施“星桥青苗”工程

面向毕业三年内的大学生，建设青苗驿站15处，提供七天免费住宿。

### （三）实施“丁山归雁”工程

面向在外的临平籍乡贤，每两年举办一次归雁大会。

## 四、保障措施

由区委人才办牵头考核本规划的实施，每年年底公布考核结果。
"""

WUJIANG_PLAN = """吴江区人才发展“十四五”规划

吴江区人力资源和社会保障局
2021年11月18日

一、发展基础

截至2020年末，吴江区人才资源总量为33.4万人，其中高技能人才9.7万人。全区设有技师学院2所。

二、主要目标

到2025年，吴江区人才资源总量达到45万人，高技能人才达到14万人。

主要指标表
序号
指标
单位
2020年
2025年
1
人才资源总量
万人
33.4
45
2
高技能人才
万人
9.7
14
3
技师学院
所
2
4

三、重点工程

（一）实施“松陵英才”工程

对入选的领军团队给予最高800万元项目资助。

（二）实施“同里匠心”工程

支持丝绸、缆线企业设立技能大师工作室，每家补助10万元。

四、组织实施

由区人力资源和社会保障局会同有关部门抓好本规划的落实。
"""

SCOOTER_RULES = """吴江区电动自行车停放充电管理办法

吴江政规〔2022〕15号

第一章 总则

第一条 为了规范电动自行车的停放和充电，预防火灾，结合本区实际，制定本办法。

第二条 本办法适用于吴江区住宅小区内电动自行车的停放、充电及其监督管理。

第二章 停放与充电

第三条 禁止在楼道、门厅、安全出口停放电动自行车或者为其充电。

第四条 新建住宅小区应当按照每百户不少于四十个的标准配建充电插座。
既有住宅小区应当在2024年底前补建。

第五条 充电服务费每度不得超过0.8元，物业企业应当在醒目处公示。

第三章 责任

第六条 违反本办法第三条规定的，由消防救援机构责令改正；拒不改正的，对个人处五百元以上一千元以下罚款。

第七条 本办法自2022年8月1日起施行，有效期至2027年7月31日。

吴江区人民政府
2022年6月20日
"""

HOUSING_NOTICE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>临平区住房和城乡建设局关于开展2023年度公租房申请的通知</title></head>
<body><h1>临平区住房和城乡建设局关于开展2023年度公租房申请的通知</h1>
<p>各镇街：</p>
<p>现将2023年度公租房申请的有关事项通知如下。</p>
<h2>一、申请条件</h2>
<p>申请人应当同时符合下列条件：（一）具有临平区户籍或者连续缴纳社会保险满一年；（二）在本区没有自有住房；（三）家庭人均年收入低于74800元。</p>
<h2>二、补贴标准</h2>
<table><tr><th>家庭人数</th><th>面积（平方米）</th><th>每月补贴（元）</th></tr>
<tr><td>一人户</td><td>36</td><td>540</td></tr>
<tr><td>两人户</td><td>45</td><td>675</td></tr></table>
<h2>三、受理时间</h2>
<p>自2023年4月10日起至4月28日止，逾期不再受理。咨询电话：0571-86001234。</p>
<p>临平区住房和城乡建设局</p><p>2023年3月27日</p></body></html>
"""

NEWS = """# 夜色里的图书馆多了年轻人

本报记者 陈一 通讯员 林二

来源：江南晚报 2023年5月12日

晚上八点，临平区东湖街道的夜间图书馆仍然坐满了人。馆长说，自延长开放以来，每晚到馆的读者超过260人次。

图书馆还请来退休教师讲课，街坊把这里叫作“不打烊的书房”。
"""

ELDERLY_DIGEST = """# 杭州市养老服务补贴办法（要点摘编）

| 项目 | 内容 |
| --- | --- |
| 标题 | 杭州市养老服务补贴办法（要点摘编） |
| 发布机构 | 杭州市民政局 |
| 文号 | 杭民发〔2023〕41号 |
| 成文日期 | 2023年7月3日 |
| 地区 | 浙江省杭州市 |
| 类别 | 办法 |
| 说明 | 本文是要点摘编，用自己的话转述，引用和办事请以原文为准。 |

## 一、补贴对象

年满八十周岁的老年人，以及最低生活保障家庭中年满六十周岁的失能老年人，可以申请养老服务补贴。

## 二、补贴标准

高龄老年人每人每月补贴150元，失能老年人每人每月补贴820元。

## 三、申请办法

向户籍所在地的街道办事处提出申请，街道在10个工作日内办结。
"""

SKILLS_OPINION = """国家职业技能委员会关于加强技能培训的意见

一、总体要求

坚持就业导向，三年内面向全国劳动者开展技能培训。

二、主要任务

（一）建设实训基地。支持每个省建设公共实训基地。

（二）推行学徒制度。企业与院校共同培养学徒，学徒期满考核合格的发给证书。
"""

RETIRED_NOTICE = """吴江区城市管理局关于调整公共自行车收费的通告

自2016年5月1日起，公共自行车借用一小时内免费，超过一小时的每小时收取1元。

本通告有效期至2018年4月30日。

吴江区城市管理局
2016年4月15日
"""

DOCUMENTS: Mapping[str, str] = {
    "规划/临平区人才规划.md": LINPING_PLAN,
    "规划/吴江区人才规划.txt": WUJIANG_PLAN,
    "办法/电动自行车管理办法.txt": SCOOTER_RULES,
    "办法/养老服务补贴办法_要点摘编.md": ELDERLY_DIGEST,
    "通知/公租房申请.html": HOUSING_NOTICE,
    "通知/公共自行车收费.txt": RETIRED_NOTICE,
    "意见/技能培训.txt": SKILLS_OPINION,
    "报道/夜间图书馆.md": NEWS,
}


def write_corpus(folder: Path, documents: Mapping[str, str] = DOCUMENTS) -> Path:
    """``documents`` as files under ``folder``, which comes back."""
    for name, text in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
