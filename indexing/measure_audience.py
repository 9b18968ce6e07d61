"""For whom a measure is: the noun phrase of its recipients, as a span of the sentence that gives it.

对…给予, 向…发放, 为…提供 and 支持…开展 name the recipient outright; otherwise it is the subject with which the
clause, or an earlier clause of the same part, begins (获评省级智能工厂的，一次性奖补).
"""

import re

HEADS = (
    "企业|公司|单位|机构|平台|工厂|车间|园区|高新区|集群|中心|基地|个体工商户|工商户|个人|纳税人|人员|人才|高校|院所|毕业生|职工|农户|主体|服务商|团队|商户"
    r"|农民|家庭|退役士兵|士兵|地方|项目|创业者|劳动者|青年|群体|院校|协会|合作社|实体|业务|收入(?![\d在不达超])|出版物|汽车|居民|联合体|实验室|载体|解决方案"
    "|旅客|学生|教师|医院|学校|员工|经营者|投资者|社会资本|服务组织|社会组织|经济组织|合作组织|残疾人(?!联)|老年人|学员|农民工|贫困户|军人|申请人|消费者"
)
_PEOPLE = "企业|人员|单位|机构|职工|纳税人|项目|平台|者"
_HEAD = re.compile(rf"(?:{HEADS})等?(?:单位|机构|主体)?")
_ENDS_WITH_HEAD = re.compile(rf"(?:{HEADS})(?:等|成员|等单位|[（(].*[）)])?$")
_JOINED = re.compile(r"\s*(?:、|和|及|与|或|以及|，以及|,以及|（[^（）]*）|\([^()]*\))")
_NO_HEAD_BEFORE = re.compile(
    r"级|型|化|家|名|界|信|服务|联合|之间|用户|网络|档案|申请|管理|培育|数字|转型|融资|上云|创新(?!中心)|技改|技术|标准|改造|投资|集中|集群|贷款|平台|基金|内部|规模|法人|所得税|自用|自建|类|职业|职工|投入|成长|兼|运营|级|评估"
)
_LEADING = re.compile(
    r"^(?:[\s　]|把|将(?!其)|[一二三四五六七八九十]+(?:是|、)|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、]|--|对于?|向|为|给(?!予)|给予|面向|由|同时|组织(?=面向)|省里|已?出台|让|其中[，,]?(?=[^，,]{0,4}[对向])|另外|"
    r"鼓励|各地|省级|市级|每年|继续|再|还|也|并|或|凡是?|今后|明显|提高|优先(?:为|安排)?|重点|大力|支持(?!范围)|一批|各类(?=担保)|择优|建设|培育|安排|对其中(?=就业))+"
)
_UNFIT = re.compile(
    r"根据|按照|给予|予以|应当|可以|不得|使用|省级按|按(?!揭)|通过|享受|发放|最高|可(?!再|穿|控|信)|^与|^有(?!条件|实力)|列支|组织开展|负责|拟|征收|免征|缴纳|自行|^由|^其(?!中)|^在|^以(?!\d+个)|^(?:扎实|加快|推进|推动|构建|打造|完善|加强|强化|落实|促进|扩大|实行|使用|发挥|明显|统筹|深化|提升|提高|实施|充分|引导|积极|加大|更大力度)|^从|^经|^等|^所|还将|将(?!其)|^即|^不(?:得|超|低|足|少于|大于|高)|^全额"
)
_GIVEN = [
    re.compile(
        rf"(?:对(?!照|接|象|外|标)|向|给予|(?<![制定作成改])为(?!了|鼓励|支持|主|由|限|期|依据)|面向|优先支持|重点支持|每年支持|安排给|优先安排|奖励)(?P<who>{chars})(?P<end>{end})"
    )
    for chars, end in [
        (
            r"[^。；;：:]{2,90}?",
            r"(?:[，,]\s?)?(?:省级|市级|市、区|省|市|国家|可|可以|应|应当|按|按照|按规定|分别|由|适当|再|一次性|阶段性|暂|继续|均|在[^，,。；;]{2,10}期间再?|[一二三四五六七八九十\d]+年内|在[^，,。；;]{2,8}环节)*"
            r"(?:给予|发放|予以|免征|减征|减按|减半|执行|实行|实施|提供|开展|组织|返还|提高|奖补|奖励|补贴|一定比例|适当|优先|进行|享受|低费率|低成本|引导|褒扬|扶持力度|支持力度|就业指导)",
        ),
    ]
]
_WIDENED = re.compile(
    r"(?:扩大|扩展|放宽)(?:到|至)(?P<who>[^，,。；;\d][^，,。；;]{1,30}|\d+—\d+岁[^，,。；;]{1,20})"
)
_ADDRESSED = re.compile(r"\s*(?:其中|同时)?(?:对于?|面向|凡是?)(?!照|接|象|外|标)")
_GIVES = re.compile(r"给予|予以|免征|最高|一次性|享受|按照|根据|^其(?!中)")
_PRONOUN = re.compile(r"其(?!中|他|它)|这些企业|上述(?:企业|单位|项目)|该(?:企业|单位)")
_DOER = re.compile(rf"(?P<who>[^，,]{{0,24}}?(?:{HEADS}))(?:招用|吸纳|招录|购买|新增|从事|申请|首次|新招)")
_DOES = re.compile(
    r"(?:牵头|联合(?!实验室|体)|开展|建设|实施|组建|打造|申报|承担|参与|开放|购买|使用|开发|申请|发展|设立|对照|稳定|做大|探索|走|通过|免费|升级|引进|加强|创建|举办|建立|(?<!一)对|以(?![及下上内])|在|与|将|应用|运用|加大|扩大|利用|到|推广(?!中心)|融资|上市|上云|数字化|网络化|智能化|转型)"
)


def given_audience(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The recipient that words of giving name between two offsets (对…给予, 向…发放); the last such before `end`."""
    best: tuple[int, int] | None = None
    widened = _WIDENED.search(text, start, end)
    if widened and _HEAD.search(widened["who"]):
        return widened.span("who")
    for pattern in _GIVEN:
        position = start
        while match := pattern.search(text, position, end):
            found = _tidy(text, match.start("who"), match.end("who"))
            if found and text[found[1] - 1] == "的":  # 企业招用失业人员，…的: whom, and then a case
                found = subject(text, *found) or found
            elif found and not _ENDS_WITH_HEAD.search(text[found[0] : found[1]]):
                found = subject(text, *found) or found  # 见习人员购买保险并: whom, and what they do
            position = match.start("who")
            if found and _fits(text, match.start(), *found):
                best = found
                break
    return best


def addressed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Whom a clause of its own addresses (对受影响较大的企业，…): its words up to the last head noun."""
    match = _ADDRESSED.match(text[start:end])
    if not match:
        return None
    begin = start + match.end()
    heads = list(_HEAD.finditer(text, begin, end))
    if heads and not _GIVES.search(text[begin : heads[-1].end()]):
        return _tidy(text, begin, heads[-1].end())
    return None


def supported_audience(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who is supported in `支持X开展…`: the words up to the verb of what they do."""
    doing = _DOES.search(text, start + 2, end)
    found = subject(text, start, doing.start() if doing else end)
    if found is None and doing is None:
        return None
    return found


def doer(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who does what a case says (以单位形式参保的个体工商户 in …招用毕业生的): the words up to the verb of doing."""
    match = _DOER.match(text[start:end])
    return (start, start + match.end("who")) if match else None


def subject(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that stands first between two offsets, up to the head noun of its first clause."""
    lead = _LEADING.match(text[start:end])
    begin = start + (lead.end() if lead else 0)
    stop = re.compile(r"[，,。；;：:]").search(text, begin, end)
    limit = stop.start() if stop else end
    found: int | None = None
    for head in _HEAD.finditer(text, begin, limit):
        if found is not None and head.start() < found:
            continue
        after = text[head.end() : limit]
        if re.match(
            r"(?:级|型|化|家|名|界|信|高级|所得|上|内|网|发生|内外|间|级别|集(?!群)|年|当年|技|工业|类|平台|法人|互联|自|特色|产业(?!链)|有|之前|将其)",
            after,
        ) and not re.match(r"(?:上一?年|年应|当年|自主|发生)", after):
            continue
        if _HEAD.match(text, head.end(), limit):
            continue  # 平台服务商: the head is the last word
        found = head.end()
        joined = _JOINED.match(text, found, limit)
        if joined and _HEAD.search(text, joined.end(), min(limit, joined.end() + 40)):
            continue
        if joined and text[joined.start()] in "（(":
            found = joined.end()
        rest = text[found:limit]
        # 就业困难人员和零就业家庭成员: the head may go on in a word of its own
        more = re.match(
            rf"(?:成员|等单位|等机构|等|的[^，,。；;的]{{0,8}}?(?:{_PEOPLE})(?=$|[，,按]|一次性|最高))", rest
        )
        if more:
            found += more.end()
        break
    if found is None:
        nominal = re.match(r"[^，,。；;：:]{2,28}的(?=[，,])", text[begin:end])
        if nominal and not _UNFIT.search(nominal.group()):
            return begin, begin + nominal.end()
        return None
    if _UNFIT.search(text[begin:found]) or found - begin < 2:
        return None
    return _tidy(text, begin, found)


def pronoun(text: str, start: int, end: int) -> bool:
    """Whether the words between two offsets point back to whoever was named before (其, 这些企业)."""
    return bool(_PRONOUN.search(text, start, end))


def _fits(text: str, word: int, start: int, end: int) -> bool:
    """Whether the words behind 对, 向, 为 … name a recipient; behind any but 对 a head noun must stand in them."""
    words = text[start:end]
    return not _GIVES.search(words) and (text[word] == "对" or bool(_HEAD.search(words)))


def _tidy(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEADING.match(text[start:end])
    if lead and lead.end() < end - start:
        start += lead.end()
    aside = re.compile(r"[，,](?=由|按|在|可|省|市|并|经|根据)").search(text, start, end)
    if aside:
        end = aside.start()
    while start < end and text[end - 1] in "，, 　、":
        end -= 1
    return (start, end) if end - start >= 2 else None
