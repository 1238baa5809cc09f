"""What stands before a name in its clause: verbs and particles that are no part of it, and words that are."""

from __future__ import annotations

import re

from policysearch.regions import locate_regions
from policysearch.text import CJK

# Verbs by which a text says that a named thing is carried out, held or won.
_CARRY = (
    "实施|启动|推进|开展|推行|深化|打造|举办|举行|承办|主办|入选|入围|申报|参加|参与|列入|纳入|推出|办好|发布|落实|组织|设立|用好|推动|发起|创办|做优|做强"
    "|承接|获评|获得|荣获|出台|成立|创建|上线|开发|选树|评选|迭代升级|迭代|升级|谋划|争创|认定|组建"
)
_OTHER_VERBS = (
    "打好|落地|取得|联动|制定|制订|编制|完善|建立|优化|建设|建成|提升|健全|扩大|加强|根据|按照|结合|围绕|依托|通过|下达|执行|调整|争取|支持|引进|形成|构建|完成|包括"
    "|作为|成为|对于|关于|以及|探索|聚焦|利用|加入|迎接|服务于|推广应用|推广|应用|用足|整合|集成|购买|授信|达成|发放|享受|做好|抓好|凭|持有|办理|登录|扩面"
    "|强化|拓展|巩固|培育|布局|新建|植入|嵌入|引入|依靠|开设|设置|选派|派驻|启用|运营|兑现|深入|持续|其中|我[省市区县]|[在对以将把被由向从让使]"
)
_VERB = re.compile(
    rf"(?P<verb>(?P<carry>{_CARRY})|(?:{_OTHER_VERBS}))(?:好|了)?(?:新一轮|国家级|省级|市级|区级|全国|全省|全市|全区)?(?:首个|首批|首支|首家)?"
)
_OTHER_NAME = re.compile(
    r".*(?:计划|工程|行动|基金|大赛|大会|论坛|项目|平台|活动|政策|企业|人才|机构|社区|中心|基地|园)(?:和|与|及|以及|等|暨)|.*[的了]|.*等(?!级|分)"
)
_RUN = re.compile(rf"(?:[{CJK}\dA-Za-z+·\-—]|(?<=[{CJK}])[（(][{CJK}]{{2,6}}[)）])*$")
MOST_CHARS = 30
_MOST_BEFORE = 14


def run_before(text: str, end: int) -> int:
    """Where the letters begin that stand before ``end`` without a mark between them."""
    low = max(0, end - MOST_CHARS)
    match = _RUN.search(text, low, end)
    return match.start() if match else end


def after_other(text: str, start: int, end: int) -> int:
    """Where the words begin that are left behind another name (…计划和), 的 and 等."""
    match = _OTHER_NAME.match(text, start, end)
    return match.end() if match else start


def after_verb(text: str, start: int, end: int, least: int = 2) -> tuple[int, str, bool]:
    """Behind the last verb that leaves ``least`` characters, the verb ("" for none), and whether it carries out."""
    found = (start, "", False)
    for match in _VERB.finditer(text, start, end):
        if end - match.end() >= least:
            found = (match.end(), match["verb"], match["carry"] is not None)
    return found


def before_name(text: str, start: int) -> int:
    """Where the words begin that belong to the name in quotation marks at ``start``: 青年人才“云·创”行动.

    Only behind a verb, or in a row of names: at the head of a clause they may be a verb themselves. Names of places,
    ranks and sorts alone are not taken in: 省“云岭行动”.
    """
    first = run_before(text, start)
    if first == start:
        return start
    cut = after_other(text, first, start)
    cut, verb, _ = after_verb(text, cut, start, least=0)
    words = text[cut:start]
    in_row = cut == first and text[cut - 1 : cut] == "、" and text[cut - 2 : cut - 1] in ("”", "程", "划", "动")
    if not verb and not in_row:
        return start
    places = locate_regions(words)
    rest = words[places[-1][1].end :] if places and places[0][1].start == 0 else words
    if not len(rest) >= 2 or len(words) > _MOST_BEFORE or _NO_PART.search(rest):
        return start
    return cut


# A verb or a particle at the end stands before a name and is no part of it.
_NO_PART = re.compile(
    r"[为是有叫称成即如及和与或等至到用按]$|^(?:重点|重大|各类|专项|系列|新时代|本|该|其|工作|项目|一批|多个|各|这|新|全新)$|简称|所谓|名为|区域|全[国省市区县]$|[国省市区县]级?$|^\d+$"
)
