"""What kind of answer a question wants, read from its wording, and how such an answer looks in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policysearch.numerals import CHINESE
from policysearch.text import fold


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question. ``asks`` finds it in the question; ``shape`` is what its answer must contain.

    ``missing`` says in words what the documents do not give when no sentence has the shape; empty where a
    sentence of any shape may answer.
    """

    name: str
    asks: re.Pattern[str]
    shape: re.Pattern[str] | None = None
    missing: str = ""


_MONEY = rf"(?:\d[\d.,]*|[{CHINESE}]+)\s?(?:余|多)?\s?(?:万|亿|百|千)*\s?(?:元|块|美元|港币|人民币)"
# A day, a 文号 and the 一 of 同一个 count nothing.
_NUMBER = (
    rf"(?<![\d.第])\d[\d,.]*(?![\d年月日号])|(?<![{CHINESE}同每另某这那任何第各唯])[{CHINESE}]+(?=[人名个项家场次所倍元%％])"
    r"|百分之|[一二三四五六七八九十]成"
)

# In order: the first that matches is taken. 补贴多少万元 wants money before it wants a number.
INTENTS: tuple[Intent, ...] = (
    Intent(
        "place",
        re.compile(
            r"在?哪一?个?(?:[条章节款段处页]|部分|项(?=规定|条款))|第几(?:[条章节款项点段]|部分)|哪一?小[点项]|编号是|哪里(?:规定|写|提|说|有)|出自哪|(?:写|规定|出现)在哪"
        ),
    ),
    Intent(
        "money",
        re.compile(
            r"多少(?:钱|万?元|亿元)|(?:补贴|补助|奖励|资助|奖金|津贴|罚款|罚|费用|工本费|租金|额度|限额|金额|资金|投资|注册资本|投入)"
            r"(?:(?!增长|增速|增幅|下降|系数)[^，。；]){0,12}?(?:多少(?![年天日月人家个名套张项次]|平方|百分)|几(?:万|元|块)|多高)|(?:多少|几万?)[^，。；]{0,6}(?:补贴|补助|奖励|资助|奖金|津贴|资金)"
            r"|(?:能|可以|可)(?:拿|领|享受|得到?|获得?|申请)[^，。；]{0,4}(?:什么|哪些|啥)(?:样的)?(?:补贴|补助|奖励|资助|津贴|奖金)|钱拿"
        ),
        re.compile(
            _MONEY
            + r"|\d[\d.]*\s?(?:万|亿)?元|万元\s+\d|[（(](?:万|亿)?元[^）)]*[）)]\s*\d"
            + r"|(?:按|给予|补|最高|不超过|支付|缴)[^，。；]{0,12}\d+(?:\.\d+)?\s?[%％]"
        ),
        "金额",
    ),
    Intent(
        "contact",
        re.compile(
            r"电话|打(?:哪个?|什么|啥|几)个?号|哪个号码|联系方式|联系人|地址|网址|邮箱|办公地点|在哪办|哪里办|选址"
        ),
        re.compile(
            r"\d{7,}|\d{3,4}[-－]\d{7,8}|[路街道号楼室]\S{0,6}\d|\d+号|https?|www|@|窗口|网站|服务中心|派出所|大厅|向.{2,20}(?:申请|提出)"
        ),
        "电话或地址",
    ),
    Intent(
        "names",
        re.compile(r"名单(?:是|有|里|在|吗|[？?]|$)|都有谁|谁入选|哪些人入选"),
        re.compile(r"名单如下|(?:[\u4e00-\u9fff]{2,3}、){3,}"),
        "名单",
    ),
    Intent(
        "time",
        re.compile(
            r"什么时候|何时|哪一?[年天日月]|几[月号日点]|(?:截止|截至)(?:到?什么|日期|时间)|多久|多长时间|多少(?:年|天|日|个?工作日|个?月)|几(?:天|日|年|个(?:工作日|月))|期限|有效期"
        ),
        re.compile(rf"\d+\s?[年月日天]|[{CHINESE}]+[年月日天]|工作日|之日起|时\b|当[日天年]"),
        "时间",
    ),
    Intent(
        "list",
        re.compile(
            r"哪些|哪几|[二两三四五六七八九十\d](?:个|项|大|方面|条|类|种)[^，。？]{0,10}(?:是什么|是啥|叫什么|如何)|有什么|都[是有]什么|都是哪|包括什么|包含什么|分别|都有|列出|各有|分几|(?<!为)什么(?:措施|条件|材料|支持|要求|服务)"
        ),
    ),
    Intent(
        "number",
        re.compile(
            r"多少|多大|多高|几[个家名人项场次所位支岁倍成亩分元块户套间座件种类辆台吨处栋间篇本张份级道层部]|比例|占比|比重|多高|增长率|增速|百分之几|增幅|数量|人数|目标值|第几|达到几|(?:总[量数额值]|[人户家套件才]数|比重)[？?]?$"
        ),
        re.compile(_NUMBER),
        "数字",
    ),
    Intent(
        "meaning",
        re.compile(r"什么意思|含义|指的?是?什么|怎么?样?界定|如何界定|定义|什么(?:是|叫)|是啥意思"),
        re.compile(r"是指|指的是|所称|即|寓意|叫|，是|是一|包括"),
        "含义",
    ),
    Intent("name", re.compile(r"哪[家位所]|叫什么|叫啥|什么(?:名字|会议|原则|文号)|文号")),
    Intent(
        "who",
        re.compile(r"谁|哪个(?:部门|单位|机构|局|委)|由.{0,6}负责|主管部门|牵头"),
        re.compile(
            r"[局委办部厅院会处所司署校站社]|部门|政府|机构|机关|中心|单位|公司|小组|[省市区县镇部局院校]长|主任|书记|负责"
        ),
        "负责的单位",
    ),
    Intent(
        "condition",
        re.compile(
            r"条件|要求|资格|(?:怎样|怎么|如何|怎么样)才|满足什么|([算要用需属能会该])(?:需要)?不\1|能不能|可以.{0,20}吗|可不可以|能否|是否|符合|有没有|吗[？?]?$|(?<!什)么[？?]?$"
        ),
        re.compile(
            r"条件|应当?|须|必须|符合|具[有备]|持有|满[\d一二三四五六七八九十]|不得|不予|可以?|允许|禁止|方可|以上|以下|[达获]|探索|给予|取消|不能|准予"
        ),
        "规定",
    ),
)
FACT = Intent("fact", re.compile(""))


def read_intent(question: str) -> Intent:
    """The kind of ``question``; ``FACT`` when its wording names none."""
    folded = fold(question)
    return next((intent for intent in INTENTS if intent.asks.search(folded)), FACT)
