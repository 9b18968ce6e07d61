"""What a question asks: its words with their weight, its places and years, and the kind of thing wanted."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.lexical import LexicalIndex
from indexing.regions import Regions, regions_in
from indexing.tokenizer import Tokenizer, article_number

# the kind of thing asked for → how a question asks for it, and what a passage that gives it holds
ASKS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (re.compile(asked), re.compile(given))
    for name, asked, given in (
        (
            "figure",
            r"多少|几[个项家年月日天种类条成%次人万亿]|比例|标准|额度|金额|上限|下限|多大|多高|多长|幅度|目标|利率|税率|费率",
            r"\d",
        ),
        (
            "time",
            r"什么时候|何时|时间|日期|几月|几号|截止|期限|多久|哪一?年|哪天|有效期|多长时间",
            r"\d{1,4}\s?[年月日天]|之?日起|工作日|截[止至]|期限|小时|届满",
        ),
        (
            "contact",
            r"电话|热线|联系方式|号码|邮箱|咨询|客服",
            r"\d{3,4}[-－ ]\d{7,8}|\d{5}(?!\d)|\d{8}|1\d{10}|@|电话|热线",
        ),
        (
            "place",
            r"哪里|在哪|地址|地点|何处|什么地方|窗口|网址|网站|入口|平台|渠道|途径|路径",
            r"地址|地点|窗口|[路街]\d*号|网|登录|平台|APP|app|公众号|大厅",
        ),
        (
            "material",
            r"材料|资料|证件|文件|证明|提交什么|提供什么|准备什么|带什么",
            r"材料|提交|提供|出具|证明|证件|身份证|复印件|原件|申请表|《",
        ),
        (
            "procedure",
            r"怎么办|怎样办|如何办|流程|程序|步骤|手续|怎么申|如何申|怎样申|怎么登|如何登|如何查|怎么查|操作|怎么做",
            r"申请|登录|点击|提交|审核|受理|办理|流程|程序|步骤|填写|窗口|网上",
        ),
        (
            "condition",
            r"条件|资格|要求|哪些人|什么人|谁可以|谁能|对象|范围|哪些企业|什么企业|符合|满足|适用",
            r"条件|符合|具备|满足|应当|不得|适用|范围|对象|以上|下列|以下",
        ),
        (
            "support",
            r"支持|优惠|补贴|补助|奖励|扶持|减免|政策|福利|资助|贴息|措施|举措",
            r"补贴|补助|奖励|给予|减免|免征|减征|贴息|支持|资助|优惠|降低|返还|缓缴|延期|鼓励",
        ),
        (
            "who",
            r"谁|哪个(?:部门|单位|机构)|哪些(?:部门|单位|机构)|由.{0,6}负责|什么部门|主管|牵头",
            r"负责|主管|牵头|部门|机构|单位|委员会|局|厅|部",
        ),
        (
            "list",
            r"哪些|哪几|什么内容|包括|有什么|内容是|几大|几方面|哪方面",
            r"一是|（一）|\(一\)|1[.．、]|①|；|、|包括|分别|如下|以下",
        ),
        ("why", r"为什么|为何|原因|目的|意义|依据", r"因为|由于|为了|目的|依据|根据|意义|有利于|避免|防止"),
        (
            "penalty",
            r"处罚|罚款|违法|后果|责任|怎么处理|如何处理",
            r"处罚|罚款|责令|追究|责任|拘留|有期徒刑|吊销|违反|没收",
        ),
        ("meaning", r"是什么|什么是|指的是|含义|定义|是指|何谓|什么意思", r"是指|所称|即|指的是|称为|：|是"),
    )
}
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年|\D|$)")
_QUOTED = re.compile(r"《([^《》]{2,60})》|[“\"]([^“”\"]{2,40})[”\"]")
# Words that ask rather than tell what about; a passage need not hold them.
_ASKING = frozenset(
    "什么 哪些 多少 如何 怎么 怎样 为什么 为何 何时 哪里 哪个 谁 几 是否 可以 能否 能 请问 想 知道 吗 呢 有 有关 关于 具体 "
    "内容 情况 方面 规定 要求 需要 应该 应当 进行 采取 对于 哪 怎 没有 会 要 做 到 中 上 下 么 些".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `words` and `grams` (character bigrams) are unique, with weights of the same length: the log of how rare
    each is among the passages, less for words that only ask. `terms` are all terms, for BM25. `cited` are the
    documents that it names by their 文号; `plain` is the text as titles are compared, without 《》 and blanks.
    """

    text: str
    plain: str
    terms: list[str]
    words: list[str]
    word_weights: NDArray[np.float64]
    grams: list[str]
    gram_weights: NDArray[np.float64]
    fourgrams: list[str]
    places: Regions
    years: frozenset[str]
    quoted: tuple[str, ...]
    figures: tuple[str, ...]
    asks: tuple[str, ...]
    article: str | None
    cited: frozenset[str] = frozenset()


def understand(query: str, tokenizer: Tokenizer, passages: LexicalIndex) -> Question:
    """Takes a question apart, with weights from the index that it is asked of."""
    text = tokenizer.fold(query)
    words = tokenizer.words(query)
    runs = re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}", text)
    grams = list(dict.fromkeys(run[i : i + 2] for run in runs for i in range(len(run) - 1)))
    fourgrams = list(dict.fromkeys(run[i : i + 4] for run in runs for i in range(len(run) - 3)))
    return Question(
        text,
        plain_title(text),
        tokenizer.terms(query),
        words,
        _weights(words, passages),
        grams,
        _weights(grams, passages),
        fourgrams,
        regions_in(text),
        frozenset(_YEAR.findall(text)),
        tuple(part for match in _QUOTED.finditer(text) for part in match.groups() if part),
        tuple(dict.fromkeys(re.findall(r"\d+(?:\.\d+)?%?", text))),
        tuple(name for name, (asked, _) in ASKS.items() if asked.search(text)),
        article_number(text),
    )


def plain_title(text: str) -> str:
    """A title, or a question that may hold one, without 《》 and blanks, however it is written."""
    return re.sub(r"[《》〈〉“”\"\s]", "", text)


def _weights(words: list[str], passages: LexicalIndex) -> NDArray[np.float64]:
    counts = passages.frequencies(words)
    weights = np.log((passages.rows + 1) / (counts + 0.5)).clip(0.1)
    # what no passage holds (a typo, a name) must not outweigh all the rest
    weights[counts == 0] *= 0.5
    asking = np.array([0.2 if word in _ASKING else 1.0 for word in words])
    return np.asarray(weights * asking, dtype=np.float64)
