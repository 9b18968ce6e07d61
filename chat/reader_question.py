"""What a question says for a reader: the pairs of characters it repeats from the text, and what it asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.numerals import fold

# What is asked for, by the words that ask. A question may be of several kinds.
KINDS: dict[str, re.Pattern[str]] = {
    "phone": re.compile(r"电话|热线|号码|拨打|联系方式"),
    "address": re.compile(r"邮箱|网址|网站|邮件|公众号|客户端|平台|app", re.IGNORECASE),
    "when": re.compile(
        r"什么时候|何时|哪一?[年天日月]|几[月号日点]|时间(?!内)|日期|期限|截止|什么日子|几时|何年|哪个?年"
    ),
    "how_long": re.compile(r"多久|多长时间|几[天年个]|期限|多少[天年日月个]|时限|有效期"),
    "figure": re.compile(
        r"多少|几[个名家项次种类条倍万亿元人件岁度位级批支所]|比例|金额|额度|数量|多[大高长远重宽少]|幅度|标准是|百分之几|数额"
    ),
    "who": re.compile(
        r"谁|哪[个些家几]?(?:部门|单位|机构|人|公司|企业|组织|国家)|何人|什么(?:人|部门|单位|机构)|负责|由哪|由谁|牵头|主管"
    ),
    "where": re.compile(
        r"哪里|哪儿|何处|地点|地址|什么地方|哪[个些]?(?:地方|城市|地区|省|市|县|区|国)|位于|在哪"
    ),
    "how": re.compile(
        r"如何|怎[么样]|怎|方式|方法|途径|流程|步骤|路径|渠道|何种(?:方式|形式|方法)|做法|程序|机制"
    ),
    "condition": re.compile(r"条件|要求|资格|对象|范围|标准|符合|满足|情形|情况|规定"),
    "materials": re.compile(r"材料|证件|资料|手续|证明|提交|提供什么|提供哪"),
    "why": re.compile(r"为什么|为何|目的|原因|意义|为了|缘由|因何|作用|背景|依据|根据什么"),
    "definition": re.compile(r"什么是|是什么|是指|含义|定义|指什么|何谓|什么意思|指的是|概念"),
    "list": re.compile(r"哪些|哪几|包括|措施|内容|方面|任务|重点|分别|几方面|有什么|办法|政策|支持|优惠"),
    "yes_no": re.compile(r"吗|是否|能否|可否|能不能|可不可以|是不是|有没有|会不会|需不需要"),
    "name": re.compile(
        r"什么名|名称|叫什么|称为|哪[个一种位部本首款条座所家]|什么(?:职务|奖|专业|学校|书|类型|样的|身份|别名|称号)|名字|又称"
    ),
    "penalty": re.compile(r"处罚|处分|罚款|后果|追究|责任|惩"),
}
# The words that ask hold nothing that the answer repeats.
_ASKING = re.compile(
    r"请问|请介绍一?下?|想问一?下|我想知道|你好|您好|是什么时候|什么时候|为什么|是什么|有什么|什么样的?|什么是|什么|有哪些|哪些|哪几[个种项类]?|哪[一个种位家里儿年天]|哪"
    r"|如何|怎么样|怎么办|怎么|怎样|多少[个名家项次种类条元人]?|多久|多长时间|多大|几[个名家项次种类条]|几|谁|何时|何地|为何|何种|何|是否|能否|可否|吗|呢|吧|啊"
    r"|具体|主要|分别|应该?|需要?|可以?|是不是|能不能|是指|的话"
)
_CONTENT = re.compile(r"[一-鿿㐀-䶿]+|[a-z]+|\d+(?:\.\d+)?")
_WEAK = frozenset("的了和与及在对中为是将并等有由于以或而其之这那个个于把被从到")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    `codes`: its distinct pairs of characters as numbers (see `pair_codes`), sorted; `both`: two rows, how much
    each says, and the same with more weight on those next to the words that ask, both summing to 1; `kinds`: 0
    or 1 for each of `KINDS`; `words`: all pairs of the question, the words that ask included; `characters`: its
    distinct single characters, sorted, without those that ask or say little.
    """

    text: str
    codes: NDArray[np.int64]
    both: NDArray[np.float64]
    kinds: NDArray[np.float32]
    words: NDArray[np.int64]
    characters: NDArray[np.int64]


def character_codes(text: str) -> NDArray[np.int64]:
    """The code points of a text, lower case and half width, one for each character."""
    # lower() may lengthen a text (İ), which would shift every offset behind it
    folded = fold(text)
    lowered = folded.lower()
    if len(lowered) != len(folded):
        lowered = folded
    return np.frombuffer(lowered.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)


def pair_codes(characters: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each character the number of the pair it begins; the last one begins a pair with nothing."""
    following = np.append(characters[1:], 0)
    return np.asarray((characters << 21) | following, dtype=np.int64)


def analyse(question: str, rarity: Mapping[str, float], unseen: float) -> Asked:
    """A question's pairs of characters and kinds; `rarity` weighs a pair, `unseen` those not in it."""
    text = fold(question).lower()
    pairs: dict[int, float] = {}
    near: dict[int, float] = {}
    asking = [match.span() for match in _ASKING.finditer(text)]
    masked = list(text)
    for low, high in asking:
        masked[low:high] = "?" * (high - low)
    singles: set[str] = set()
    for run in _CONTENT.finditer("".join(masked)):
        low, high = run.span()
        singles.update(run[0])
        if high - low == 1:
            continue
        distance = min((max(a - high, low - b, 0) for a, b in asking), default=0)
        for place in range(low, high - 1):
            pair = text[place : place + 2]
            weight = rarity.get(pair, unseen)
            if pair[0] in _WEAK or pair[1] in _WEAK:
                weight *= 0.3
            code = ord(pair[0]) << 21 | ord(pair[1])
            pairs[code] = max(pairs.get(code, 0.0), weight)
            edge = min((min(abs(a - place), abs(place - b)) for a, b in asking), default=0) + distance
            near[code] = max(near.get(code, 0.0), weight / (1.0 + 0.3 * edge))
    codes = np.array(sorted(pairs), dtype=np.int64)
    weights = np.array([pairs[c] for c in codes.tolist()], dtype=np.float64)
    focus = np.array([near[c] for c in codes.tolist()], dtype=np.float64)
    kinds = np.array([1.0 if pattern.search(text) else 0.0 for pattern in KINDS.values()], dtype=np.float32)
    every = pair_codes(character_codes(question.strip(" ？?。")))
    characters = np.array(sorted(ord(c) for c in singles - _WEAK), dtype=np.int64)
    return Asked(question, codes, np.stack([_normal(weights), _normal(focus)]), kinds, every, characters)


def _normal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    total = float(values.sum())
    return values / total if total else values
