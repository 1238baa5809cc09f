"""Where a sentence grants something: the words that grant it, what is granted, and of what kind that is.

What a text only aims at, encourages, regulates or takes away is no grant: a sentence is taken where its words leave no
doubt, and left otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.catalogue.entries import MeasureKind
from policysearch.types import Span

MONEY = (
    "补贴|补助费|补助金?|奖励金?|奖金|资助|津贴|贴息|救助金|抚恤金|慰问金|生活费|保险金|养老金|抚慰金|扶助金|丧葬费|(?<!代扣)代缴"
    "|租金减免|房租减免|保健费|安家费|救济金|退休金|离休金"
)
HOUSES = (
    "公共租赁住房|公租房|廉租住房|廉租房|经济适用住房|经济适用房|经济租赁房|限价商品住房|限价商品房|限价房|保障性住房|保障性租赁住房"
    "|安居型商品房|人才住房|人才公寓|人才公租房|共有产权住房|安居房|政策性住房|定向安置房"
)
SERVICES = (
    "义务教育|学前教育|公共就业服务|就业服务|就业指导服务|就业指导|卫生服务|技术服务|法律援助|法律服务|救助|救助服务|文化体育服务|文体服务|文化服务"
    "|健康服务|优生服务|公共服务|保健|职业技能培训|技能培训|技能鉴定|优惠|预防接种|防治服务|医疗服务|服务管理和技术|养老服务|计划免疫|体检|健康检查"
)
# Who may get something has to follow a rule of his own; what is no benefit of his is not granted.
_VERB = "给予|予以|发给|发放|享受|享有|领取|申请|申领|获得|提供|支付|计发|加发|增发|补发"
_PAID = re.compile(
    rf"(?P<verb>{_VERB})(?P<between>(?:(?!{_VERB})[^，。；：、]){{0,28}}?)(?P<name>(?:(?!{_VERB})[^，。；：、的元%％\d（(）)※]){{0,16}}(?:{MONEY}))(?P<tail>[^，。；：、]{{0,20}})"
)
_FREE = re.compile(
    "(?P<verb>免予征收|免予缴纳|免于缴纳|(?<!按规定)(?<!已)免征|免收|免缴|免交|免除|减半征收|减半收取|减半缴纳|减按[^，。；：]{1,12}?征收|减征|减免|(?:给予|予以)(?:减税|免税)|暂免征收|暂免|暂不征收|暂不征"
    "|无需支付|不再支付|不设|不征收|不征|不收取|不得收取|不再收取|不得收费|不收费|不收|(?:可以?)?(?:不再|不用|无需|不需|不必)缴纳?|可以?不缴纳?)"
    "(?P<object>[^，。；：]{0,60})"
)
_FREE_OF_CHARGE = re.compile(
    rf"(?P<free>免费)(?!的)(?:为[^，。；：]{{0,20}})?(?:享受|提供|获得|接受|参加|开展|实施)?(?P<between>[^，。；：]{{0,24}}?)(?P<name>[^，。；：、的]{{0,16}}(?:{SERVICES}))(?![机部者])"
)
# Relief and use of what is one's own, with the words that say of what: 职工个人缴纳的住房公积金可以免缴.
_RELIEVED = re.compile(
    "(?P<name>(?:[^，。；：]{2,20}(?:可以|可))(?:免缴|免交|缓缴))$|(?:可以|可)(?:[^，。；：]{0,16}申请)?(?P<lower>(?:降低|减少|延期|延缓|暂缓|缓)(?:缴存比例|缴费比例|缴纳|缴存|缴)[^，。；：]{0,24})$"
    "|(?P<off>在[^，。；：]{0,14}应纳税所得额中扣除)"
)
_TAKEN_OUT = re.compile(
    "(?:可以|可)(?:申请|一次性)*(?P<name>(?:提取|领取)[^，。；：]{0,24}(?:余额|公积金|存储额|储存额))"
)
_FIRST = re.compile(
    "(?<!通过)(?P<name>优先(?!购买权|承租权)(?:予以|给予)?(?:提供(?=给)|供应(?=给)|租赁|承租|配给|选房|享受|录取|投档|配租|配售|轮候(?:配租|配售)?|安置|入学|入园|入住|分配|聘用|录用|招录|推荐就业|出售|租住|购买|安排就业|安排工作|就诊|办理入户|入户|救助|保障))"
)
_RESIDENCE = re.compile(
    "(?P<verb>可以|可|准予|允许)(?P<between>[^，。；：]{0,16}?)(?P<name>(?:申请|办理|登记)?(?:登记|办理|迁入|申请)(?:本市|当地|居住地|城镇|本地|城市)?(?:常住户口|户口|户籍|落户|入户)(?:登记)?|将[^，。；：]{2,20}户口[^，。；：]{0,12}迁入[^，。；：]{2,8})|^(?P<move>将[^，。；：]{2,12}户口由[^，。；：]{2,12}迁入[^，。；：]{2,8})"
)
_LENT = re.compile(
    "(?P<verb>可以|可|有权)(?P<between>[^，。；：]{0,40}?)(?:申请|享受|获得)(?P<name>[^，。；：的]{0,20}(?:贷款|贷款贴息|担保贷款))(?![余利额期的担本还资])"
)
_HOUSED = re.compile(
    rf"(?P<verb>可以|可|有权)(?P<between>[^，。；：]{{0,16}}?)(?P<method>(?:申请|优先)?(?:租住|承租|购买|租赁|申请|配租|入住))(?P<of>[^，。；：]{{0,14}}?)(?P<name>{HOUSES}|免租金住房)(?:、[^，。；：]{{2,16}})?(?=[，。；]|等|\d|$)"
)
_SETTLED = re.compile(
    "(?P<method>[^，。；：的]{0,24}(?:予以|给予|审核)报销$|(?:实行刷卡记账)?(?:由|与)(?!个人|本人|参保)[^，。；：]{2,30}(?:经办机构|医疗机构|医保局|医院)[^，。；：]{0,30}(?:直接结算|审核并按规定支付|即时结算))"
)
_SHARED = re.compile(
    r"(?P<method>(?:应当?)?(?:(?:由|从)[^，。；：由从]{0,48}|[^，。；：由从的]{0,18})(?:统筹基金|医保基金|保险基金|大病基金|互助基金|救助基金|医疗基金|保障基金|附加基金|基金)"
    r"(?:中|按[^，。；：]{0,24}?|根据[^，。；：]{0,12}?|予以|给予|全额|一次性|据实|先行|承担)*(?P<verb>支付|报销|补助|核报|承担)(?!后|的|范围|限额|标准|比例|不|住院|门诊)[^，。；：的]{0,24})"
)
_PAYS = re.compile(
    "(?<![支垫申提报发])(?:(?!发生|提交|提供|支付|垫付|报销|申请)[^，,。；的由※：]){0,30}(?<![缴付])费(?:用|(?!用))(?!补贴|补助|限额|标准|总额|结算|单据|票据|明细|[率收]|的?(?:原始|票据|凭证|发票|单据|明细))"
)
_OF_CARE = re.compile("医|药|诊|检查|住院|手术|生育|治疗|护理|康复|体检|丧葬")

# A clause that takes away, forbids, defines, reports, or says who pays whom among offices.
_NO_GRANT = re.compile(
    "才能|不(?:再|得|能|可|应|予|准)?(?:享受|享有|领取|给予|申请|发放|支付|补助|重复|同时|报销|计发|提供|纳入|予)|停止|停发|暂停|终止|取消|收回|追回|退回|退还|骗取|冒领|违反|违规"
    "|擅自|罚款|处分|所称|是指|指的是|鼓励|探索|争取|力争|推动|推进|逐步|研究|引导|加大|加强|完善|健全|规范|确保|协调|督促|积极|大力|拟|享受过|按时足额|做好"
    "|要求|及时|再次申请|专款|预算|转移支付|财政(?:部门)?(?:安排|补助)|各级财政|中央(?:和|财政)|包括"
)
# Words that make another thing of a benefit where they stand among the granting words: 发放补贴标准, 享受补贴资格.
_NO_BENEFIT = re.compile(
    "标准(?:由|按|与|和|、|$)|调整|资金(?!$)|经费|审核|审批|审查|公示|复核|登记表|申请表|情况|档案|账册|名单|信息|工作(?!能力)|办法(?!规定)|原则|机制|制度|政策|方式|期间|对象|变更|已(?:经)?(?:享受|领取|获得|申请|购买|租住)|未(?:享受|领取|曾|申请)|正在"
)
# The same of a relief, in which funds may be what need not be paid.
_NO_RELIEF = re.compile("审核|审批|审查|申请表|情况|情形|办法(?!规定)|原则|机制|制度|期间|手续|条件")
_TITLE = re.compile("《[^》]*》")
_NO_SENTENCE = re.compile(
    "[=＝×]|骗取|冒领|弄虚作假|隐瞒|法律责任|追究|责令|处以|违法所得|滥用职权|(?:本[^，。；]{1,6}|以下|上述)所称|是指|应当承担|予以公告"
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a clause of a sentence grants.

    ``start`` is where the granting words begin: persons and conditions stand before it. ``name`` are the words of the
    benefit, ``method`` how it is granted, None where no words say more than the name. ``end`` is that of the clause,
    ``to`` the persons that are named behind the granting words (优先出售给残疾人).
    ``is_sure``: its words need no persons. ``from_``: where
    amounts may begin, if not at ``start``. ``is_timed``: they are days or months.
    """

    kind: MeasureKind
    name: Span
    method: Span | None
    start: int
    end: int
    to: Span | None = None
    is_sure: bool = False
    from_: int | None = None
    is_timed: bool = False

    def words(self, text: str) -> str:
        """The words from the verb to the end of the clause."""
        return text[self.start : self.end]


def find_grants(text: str, sentence: Span, since: int | None = None) -> tuple[Grant, ...]:
    """What ``sentence`` grants, in the order of the text; the clauses of a sentence are parted by commas.

    A share that it pays may be of an expense that ``text`` names from ``since`` on.
    """
    if _NO_SENTENCE.search(text, sentence.start, sentence.end):
        return ()
    praised = _PRAISE.search(text, sentence.start, sentence.end) is not None
    found = (grant for clause in clauses(text, sentence) for grant in _of_clause(text, clause, sentence, since))
    return tuple(
        grant for grant in found if not (praised and grant.kind == "资金" and not _has_amount(grant.words(text)))
    )


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of ``sentence``: what commas and semicolons part, those in brackets aside."""
    depth, start = 0, sentence.start
    for at in range(sentence.start, sentence.end):
        char = text[at]
        depth += (char in "（(〔【") - (char in "）)〕】")
        if char in "，；。：:;" and depth <= 0:
            if at > start:
                yield Span(start, at)
            start, depth = at + 1, 0
    if start < sentence.end:
        yield Span(start, sentence.end)


# Without one of these a clause grants nothing: looked for first, since most clauses have none.
_TOUCHES = re.compile(
    "(?=[给予发补加增计享领申获提支免减征不得收缴扣录投降优户贷租购入退返资奖办标额金限封津首报核承结执无])(?:给|予|发[给放]|[补加增计]发|享|领取|申[请领]|获得|提供|支付|免|减|征|不[再设]|[不得免]收|收[取费]|缴|扣除|提取|录取|投档|[加降]\\S{0,4}分|优先|户"
    "|贷款|租|购买|入住|退|返还|资助|奖|补[贴助偿]|办理|标准|额度|金额|限额|封顶|津贴|金|首付|报销|核报|承担|结算|计算|给付|执行|无需|不用|不需|不必)"
)


def _of_clause(text: str, clause: Span, sentence: Span, since: int | None) -> Iterator[Grant]:
    if not _TOUCHES.search(text, clause.start, clause.end):
        return
    if _NO_GRANT.search(_TITLE.sub("", text[clause.start : clause.end])):
        return
    for find in (
        _paid,
        _free_of_charge,
        _relieved,
        _free,
        _taken_out,
        _admitted,
        _first,
        _residence,
        _lent,
        _housed,
        _standing,
        _handed_over,
        _paid_in_for,
        _awarded,
        _claimed,
        _fixed,
        _scaled,
        _capped,
        _lasting,
        _loan_terms,
    ):
        grant = find(text, clause)
        if grant is not None:
            start = grant.method.start if grant.kind == "减免" and grant.method else grant.start
            spoiled = _NO_RELIEF if grant.kind == "减免" else _NO_BENEFIT
            if not spoiled.search(_TITLE.sub("", text[start : grant.end])) and not _DESCRIBES.search(
                text, grant.name.end, grant.end
            ):
                yield grant
            return
    paid = _fund(text, clause, sentence, since)
    if paid is not None:
        yield paid


# Behind the benefit, the words make a description of persons of it: 领取养老金或者退休费的人员.
_DESCRIBES = re.compile("的(?:[^，。；：的]{0,8})(?:人员|职工|家庭|居民|对象|人|者|企业|单位|权利|义务|资格)$")


def _paid(text: str, clause: Span) -> Grant | None:
    match = _PAID.search(text, clause.start, clause.end)
    if match is None or re.search("[《》]", match.group()) or match["between"].startswith("的"):
        return None
    if match["verb"] == "支付" and not _PAYER.search(text, clause.start, match.end()):
        return None
    if not _TAIL.match(match["tail"]) or text[match.start() - 1 : match.start()] in _NO_HEAD:
        return None
    if match["verb"] in _ASKED and not (
        _ALLOWED.search(text, _sentence_start(text, clause), match.start())
        or (match["verb"] in ("领取", "申领") and text[max(0, clause.start - 2) : clause.start] in ("的，", "后，"))
    ):
        return None
    has_amount = _has_amount(text[match.end("name") : clause.end])
    how = Span(match.start(), clause.end if has_amount else match.end("name"))
    is_had = match["verb"] in _HAD
    method = how if has_amount or (not is_had and _HOW.search(how.of(text))) else None
    lead = _NAME_LEAD.match(match["name"])
    name = Span(match.start("name") + (lead.end() if lead else 0), match.end("name"))
    if len(name) < 2:
        return None
    kind: MeasureKind = "待遇" if re.search("养老金$|保险金$|生育津贴$", name.of(text)) else "资金"
    given = _GIVEN_TO.match(text, match.end("verb"), clause.end)
    return Grant(kind, name, method, match.start(), clause.end, Span(*given.span("to")) if given else None)


_GIVEN_TO = re.compile(
    "(?P<to>(?:其)?(?:企业|用人单位|单位|个人|本人|申请人|农户|家庭|职工|参保人员?))(?:一次性|定额|适当|相应|\\d)"
)
_PAYER = re.compile("基金|财政|经办机构|政府|社保|申请|资金|部门|向|给")
_ALLOWED = re.compile(
    "次月起|按月|可以?|有权|按照?[^，。；：]{0,6}规定|由[^，。；]{0,6}本人|享受由|由[^，。；]{2,14}(?:基金|财政)|持|携带"
)


def _sentence_start(text: str, clause: Span) -> int:
    return max(text.rfind(mark, 0, clause.start) for mark in "。；\n") + 1


_HOW = re.compile(r"适当|一次性|按|全额|定额|等额|一定|\d|[百十]分之|[一二三四五六七八九十百千万]+元")
_NAME_LEAD = re.compile(
    "(?:.*(?:一次性|基金|财政)|按月|按年|按规定|按|发放|领取|享受|申请|办理|给予|相应|适当|一定|由|金|在|为|其|相关|有关|下列|以下|上述|各项|本办法规定)+"
)
# What may follow the benefit in its clause: nothing, an amount, or another benefit.
_TAIL = re.compile(r"$|[\d一二三四五六七八九十百千每※]|等|和|或|及|、|标准为|人民币")
_NO_HEAD = frozenset("的已未再被用停不")
_HAD = frozenset(("享受", "享有", "领取", "申请", "申领", "获得"))
_ASKED = frozenset(("申请", "申领", "领取", "获得", "提供", "支付"))
_PRAISE = re.compile("表彰|成绩|贡献|先进|举报|荣誉")


def _has_amount(words: str) -> bool:
    return re.search(r"\d|[一二三四五六七八九十百千万]+元|百分之", words) is not None


def _free(text: str, clause: Span) -> Grant | None:
    plain = _LESS_TAX.search(text, clause.start, clause.end)
    if plain is not None:
        return Grant("减免", Span(*plain.span("name")), Span(*plain.span()), plain.start(), clause.end)
    match = _FREE.search(text, clause.start, clause.end)
    if match is None or re.search("不得|任何|严禁|不能|无权|(?<!自)不$", text[clause.start : match.start()]):
        return None
    if not _DUE.match(match["object"]) and not _OFFICIAL.search(text, clause.start, match.start()):
        return None
    if match["object"].startswith(("的", "手续", "或", "条件", "申请", "后", "部分", "部份")) or match[
        "object"
    ].endswith(("的", "手续")):
        return None
    span = Span(match.start(), clause.end)
    official = _OFFICIAL.search(text, clause.start, match.start())
    if official and "费" in match.group() and official.end() == match.start():
        named = Span(official.start(), clause.end)
        return Grant("减免", named, span, named.start, clause.end)
    if len(span) < _LEAST_RELIEF:
        return None
    is_sure = "起付" in match["object"]
    return Grant("减免", span, span, match.start(), clause.end, is_sure=is_sure)


_LESS_TAX = re.compile("(?:酌情)?(?:给予|予以|享受)(?P<name>(?:减税|免税)(?:或者?(?:减税|免税))?)$")
_LEAST_RELIEF = 4
# What is owed to the public; a fee that one owes another is none.
_DUE = re.compile(
    "[^，。；：以]{0,50}?(?:起付标准|起付线|土地出让收入|滞纳金|税|费|(?<![佣证押约])金|租|地价|价款|收费|附加|款|学杂|利息)"
)
_OFFICIAL = re.compile("办理[^，。；：]{2,40}$")


def _free_of_charge(text: str, clause: Span) -> Grant | None:
    match = _FREE_OF_CHARGE.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("服务", Span(*match.span("name")), Span(*match.span("free")), match.start(), clause.end)


def _relieved(text: str, clause: Span) -> Grant | None:
    match = _RELIEVED.search(text, clause.start, clause.end)
    if match is None:
        return None
    span = Span(*match.span(match.lastgroup or "name"))
    return Grant("减免", span, None, span.start, clause.end)


def _taken_out(text: str, clause: Span) -> Grant | None:
    match = _TAKEN_OUT.search(text, clause.start, clause.end)
    return Grant("资金", Span(*match.span("name")), None, match.start(), clause.end) if match else None


def _first(text: str, clause: Span) -> Grant | None:
    match = _FIRST.search(text, clause.start, clause.end)
    if match is None:
        return None
    span = Span(*match.span("name"))
    given = re.compile("给(?P<to>[^，。；：]+)").match(text, match.end(), clause.end)
    to = Span(*given.span("to")) if given else None
    return Grant("优先", span, span, match.start(), clause.end, to)


def _admitted(text: str, clause: Span) -> Grant | None:
    """Points and ease in admission to a school: 可加5分投档, 适当降分录取."""
    match = _ADMITTED.search(text, clause.start, clause.end)
    if match is None:
        return None
    span = Span(*match.span("name"))
    return Grant("入学", span, None if span.of(text).startswith(("加", "免")) else span, match.start(), clause.end)


_ADMITTED = re.compile(
    r"(?:可|可以|将|酌情|予以|给予)[^，。；：]{0,20}?(?P<name>加\d+分(?:投档|录取)?|加分(?:投档|录取)|(?:适当)?降(?:低)?(?:\d+)?分(?:数)?(?:投档|录取)|破格录取|补充(?:投档|录取)|免专业综合考试)"
)


def _residence(text: str, clause: Span) -> Grant | None:
    match = _RESIDENCE.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("落户", Span(*match.span("name" if match["name"] else "move")), None, match.start(), clause.end)


def _lent(text: str, clause: Span) -> Grant | None:
    match = _LENT.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("贷款", Span(*match.span("name")), None, match.start(), clause.end)


def _housed(text: str, clause: Span) -> Grant | None:
    match = _HOUSED.search(text, clause.start, clause.end)
    if match is None or re.search("方可|申请政府|建设|开发|转让|上市", text[clause.start : match.end()]):
        return None
    let = re.search("租住|配租|优先", match["method"]) is not None
    return Grant(
        "住房", Span(*match.span("name")), Span(*match.span("method")) if let else None, match.start(), clause.end
    )


def _standing(text: str, clause: Span) -> Grant | None:
    """The benefits of an insurance or a status: 可按规定享受住院医疗保险待遇."""
    match = _STANDING.search(text, clause.start, clause.end)
    if match is None or text[match.start() - 1 : match.start()] in _NO_HEAD or not _STANDING_TAIL.match(match["tail"]):
        return None
    if _VAGUE_BENEFIT.fullmatch(match["name"]) or _DEMANDED.match(text, clause.end):
        return None
    before = text[max(0, clause.start - 2) : clause.start]
    if not _MAY.search(text, clause.start, match.start()) and not before.startswith(("的", "后", "起")):
        return None
    return Grant("待遇", Span(*match.span("name")), None, match.start(), clause.end)


_STANDING = re.compile(
    "(?P<verb>享受|享有|领取|获得)(?P<name>(?!的)(?:(?!享受|享有|领取)[^，。；：]){2,30}?待遇)(?P<tail>[^，。；：]{0,8})"
)
# To have a benefit is one demand of several: 按月享受养老保险待遇，同时符合下列条件的.
_DEMANDED = re.compile("[，,](?:同时|且|并且?)(?:符合|满足|具备)")
_VAGUE_BENEFIT = re.compile(
    "(?:本办法|本规定|本细则|国家|本市|本省|当地|和|省|市|有关|相关|相应|各项|规定|其[他它]|同等|上述|该项|的)*待遇"
)
_STANDING_TAIL = re.compile("$|※|和|及|、|或")
_MAY = re.compile("可以?|按|起|开始|继续|同样|同时|有权|一并|均|终身")


def _handed_over(text: str, clause: Span) -> Grant | None:
    """What is paid out to somebody: 其个人账户储存额一次性支付给法定继承人."""
    match = _HANDED.fullmatch(text, clause.start, clause.end)
    if match is None:
        return None
    lead = re.compile(".*将其?|其(?:[他它]|中)?|可以?").match(text, *match.span("name"))
    name = Span(lead.end() if lead else match.start("name"), match.end("name"))
    return Grant("资金", name, Span(*match.span("method")), clause.start, clause.end, Span(*match.span("to")))


_HANDED = re.compile(
    "(?P<name>[^，。；：]{2,26}(?:额|金|费|款|余额))(?P<method>(?:可以?|应当?|由[^，。；：]{2,14})?(?:一次性|全部|全额|按月|如数|据实)*(?:支付|退还|返还|发放|发|退)给?"
    "(?P<to>(?:其)?(?:本人|个人|职工|法定继承人|继承人|指定受益人|受益人|家属|遗属|参保人员?|[^，。；：]{0,8}继承人)[^，。；：]{0,24}))"
)


def _paid_in_for(text: str, clause: Span) -> Grant | None:
    """Contributions that are paid for somebody: 由区政府为其代缴最低标准的养老保险费."""
    match = _PAID_FOR.search(text, clause.start, clause.end)
    if match is None:
        return None
    span = Span(*match.span("name" if match["name"] else "paid"))
    return Grant("资金", span, span, match.start(), clause.end)


_PAID_FOR = re.compile(
    "(?:为其|给予|予以|全额|足额)(?P<name>代缴(?!代扣)[^，。；：]{0,30}(?:费|险|金))"
    "|由[^，。；：由]{0,14}(?:政府|财政|资金|基金)(?:部门)?(?P<paid>(?:一次性|按规定|为其|统一)*(?:(?:全额|定额|适当)(?:资助|补助|补贴|代缴)(?:缴纳|参保费用|[^，。；：]{0,14}费)?|(?:代为?|为其)缴纳[^，。；：]{0,20}费))"
)


def _awarded(text: str, clause: Span) -> Grant | None:
    """An award that is its own verb: 获得国家级认定的企业，奖励100万元."""
    match = _AWARDED.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("资金", Span(*match.span("name")), Span(*match.span()), match.start(), clause.end)


_AWARDED = re.compile(
    r"(?:一次性|每[^，。；：]{1,8}|按[^，。；：]{2,24}|再|另|额外)*(?P<name>(?<![给的])(?:奖励|补助|补贴|资助))(?:标准|金额)?(?:为|人民币|最高|不超过)*\d[\d,.]*(?:万|千|百|亿)?(?:元|%|％)[^，。；：]{0,8}$"
)


def _scaled(text: str, clause: Span) -> Grant | None:
    """A benefit with a list of how much of it there is: 领军人才租房补贴标准为：."""
    match = _SCALED.fullmatch(text, clause.start, clause.end)
    if match is None or text[clause.end : clause.end + 1] not in ("：", ":"):
        return None
    cut = max(match["name"].rfind(mark) for mark in "的，") + 1
    name = Span(match.start("name") + cut, match.end("name"))
    return Grant("资金", name, None, name.start, clause.end, is_sure=True) if len(name) > 1 else None


_SCALED = re.compile(
    f"(?P<name>[^，。；：、]{{0,24}}(?:{MONEY}))的?(?:月|发放|补助|补贴|奖励|计发|支付)*(?:具体)?(?:标准|额度|金额)(?:分别)?(?:为|如下|是|按照?(?:以下|下列)[^，。；：]{{0,8}}(?:执行|确定))?"
)


def _capped(text: str, clause: Span) -> Grant | None:
    """The most that an insurance pays: 年度累计最高支付限额为30万元."""
    match = _CAPPED.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("待遇", Span(*match.span("name")), None, match.end("name"), clause.end, is_sure=True)


_CAPPED = re.compile(
    r"(?P<name>(?:(?!支付)[^，。；：]){0,24}(?:最高支付限额|封顶线))(?:标准)?(?:分别|统一)*(?:为|是|按|提高到|调整为)?(?=[^，。；：]{0,12}\d[^，。；：]{0,6}(?:元|倍)|(?:[^，。；：]{0,24}确定|按?(?:下列|以下)[^，。；：]{0,8})[：:])"
)


def _lasting(text: str, clause: Span) -> Grant | None:
    """For how many days or months a benefit is paid: 享受生育津贴的假期天数：."""
    match = _LASTING.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("待遇", Span(*match.span("name")), None, match.start(), clause.end, is_sure=True, is_timed=True)


_LASTING = re.compile(
    "(?:享受|领取|计发|发放|支付)(?P<name>[^，。；：、的]{2,14}(?:津贴|保险金|补助金|养老金))的?(?:假期)?(?:天数|期限|时间|月数|标准)"
)


def _loan_terms(text: str, clause: Span) -> Grant | None:
    """How little one has to pay oneself: 最低首付款比例为20%."""
    match = _FIRST_PART.search(text, clause.start, clause.end)
    if match is None:
        return None
    return Grant("贷款", Span(*match.span("name")), Span(*match.span()), match.start(), clause.end)


_FIRST_PART = re.compile(
    r"(?P<name>(?:[^，。；：的]{0,16}贷款)?(?:的)?(?:最低)?首付款?比例)(?:由\d+[%％])?(?:(?:调整|降低|下调)(?:为|至|不低于|到)+|为)\d+[%％]"
)


def _claimed(text: str, clause: Span) -> Grant | None:
    """What one claims of an insurance: 申请一次性定额报销."""
    match = _CLAIMED.search(text, clause.start, clause.end)
    if match is None or not _ALLOWED.search(text, _sentence_start(text, clause), match.start()):
        return None
    return Grant("待遇", Span(*match.span("name")), None, match.start(), clause.end)


_CLAIMED = re.compile("(?:申请|办理)(?P<name>(?!提出)[^，。；：的]{2,14}(?:报销|支付|补偿))(?:申请|手续)?$")


def _fixed(text: str, clause: Span) -> Grant | None:
    """How much a benefit is, where a clause says no more: 基础养老金标准为每人每月65元."""
    match = _FIXED.fullmatch(text, clause.start, clause.end)
    if match is None:
        return None
    cut = max(match["name"].rfind(mark) for mark in "的省市") + 1
    name = Span(match.start("name") + cut, match.end("name"))
    if len(name) < _LEAST_RELIEF:
        return None
    return Grant("资金", name, None, match.start("rate"), clause.end, is_sure=True)


_FIXED = re.compile(
    f"(?P<name>[^，。；：、]{{2,24}}(?:{MONEY}))的?(?:月|发放|补助|补贴|奖励|计发)*(?P<rate>(?:标准)?(?:为|是|按)(?:每[^，。；：]{{1,6}})*\\d[^，。；：]{{0,20}}元[^，。；：]{{0,8}})"
)


def _fund(text: str, clause: Span, sentence: Span, since: int | None) -> Grant | None:
    rated = _BY_LIST.search(text, clause.start, clause.end) or _RATED.search(text, clause.start, clause.end)
    match = rated or _SHARED.search(text, clause.start, clause.end) or _SETTLED.search(text, clause.start, clause.end)
    if match is None or _SELF.search(text, clause.start, match.end()):
        return None
    of_care = _CARED_FOR.search(text, sentence.start, match.start()) is not None
    named = [
        one
        for one in _PAYS.finditer(text, sentence.start, match.start())
        if _OF_CARE.search(one.group()) or (of_care and one.group() == "费用")
    ]
    if not named and rated and since is not None:
        # The expense is that of the sentences before: 发生的医疗费用…超过部分按照下列规定支付.
        last = None
        for one in _PAYS.finditer(text, since, sentence.start):
            last = one if _OF_CARE.search(one.group()) else last
        if last is None:
            return None
        name = Span(last.start() + (last.group()[0] in "其该"), last.end())
        return Grant("待遇", name, Span(*match.span()), clause.start, clause.end, from_=match.start())
    if not named or not _BETWEEN.fullmatch(text, named[-1].end(), match.start()):
        return None
    name = Span(named[-1].start() + (named[-1].group()[0] in "其该"), named[-1].end())
    return Grant("待遇", name, Span(match.start(), match.end()), name.start, clause.end, from_=match.start())


_CARED_FOR = re.compile("就医|住院|门诊|医疗|转诊|急诊")
_SELF = re.compile("个人(?:自付|负担|支付|承担)|自付比例|自理")
# A share that is paid of an expense, with who pays it: 由统筹基金按75%支付, 报销比例为60%.
_RATED = re.compile(
    r"(?:(?:(?:由|从)[^，。；：由从]{0,48}|[^，。；：由从的]{0,18})(?:基金|财政|医保|机构)(?:中)?)?(?:可|均|应|统一)*(?:按照?|报销|支付)[^，。；：]{0,20}?\d[\d.]*[%％](?:的?(?:比例|标准|额度))?(?:予以|给予)?[^，。；：的]{0,6}?(?:支付|报销|核报|补助|补偿|给付)[^，。；：的]{0,16}"
    r"|按照?[^，。；：按]{2,24}(?:支付比例|报销比例|支付标准)(?:支付|报销)$"
    r"|[^，。；：由从的]{0,18}(?:支付|报销|补偿)比例(?:标准)?(?:分别)?(?:为|是)(?=[^，。；：]{0,16}\d[\d.]*[%％])"
    r"|(?:由|从)?[^，。；：由从的]{0,18}(?:基金|财政|医保)?(?:支付|报销|补助|补偿)(?:比例|标准)?(?:统一|调整)?(?:为|至|到|按)?\d[\d.]*[%％](?!以[上下])"
)
# Between the expense and who pays it only the share of it that counts may stand.
_BY_LIST = re.compile(
    "(?:[^，。；：由从的]{0,14}基金)?(?:分别)?按照?(?:下列|以下|如下)[^，。；：]{0,8}(?:规定|标准|比例|办法|方式)(?:分别)?(?:予以|给予)?(?:支付|报销|补助|核报|计算|计发|执行|给付|承担)"
)
_BETWEEN = re.compile("(?:(?!个人|自付|自费|不予)[^。]){0,60}")
