"""Slips of the input method mended: 专精特薪 is meant to be 专精特新.

Only what cannot mean anything else is mended: a term of the dictionary of four characters or more, one of them
replaced by another of the same reading, and the letters beside it stand together in no passage of the index.
"""

import re
from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache

from indexing.lexical import LexicalIndex

SHORTEST = 4  # characters: 水务局 is no slip for 税务局
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# GB 2312 has its first 3,755 characters in the order of their readings; with these a new reading begins.
_FIRSTS = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻哺擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗蹿摧村磋搭呆耽当刀德蹬堤颠碉"
    "跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖棺光瑰辊锅哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼"
    "僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸块宽匡亏坤括垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯"
    "棉苗蔑民明谬摸谋拇拿氖南囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡扑期掐牵枪橇切钦青琼秋趋圈缺裙"
    "然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜嗽酸虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍"
    "推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰一茵英哟拥幽淤鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专"
    "桩椎谆捉兹鬃邹租钻嘴尊昨"
)
_STARTS = [int.from_bytes(first.encode("gb2312")) for first in _FIRSTS]
_BEYOND = 0xD8A1  # here the second level begins, which is in the order of strokes


def same_reading(one: str, other: str) -> bool:
    """Whether two characters are read alike, whatever the tone; rare ones are alike with none.

    >>> same_reading("新", "薪"), same_reading("新", "兴")
    (True, False)
    """
    reading = _reading(one)
    return reading is not None and reading == _reading(other)


def mended(text: str, terms: Sequence[str], passages: LexicalIndex) -> str:
    """The text with slips in these terms mended; `passages` tell what is written elsewhere and so no slip."""
    known, longest = _masked(tuple(terms))
    result = text
    for run in _HAN_RUN.finditer(text):
        for start in range(run.start(), run.end() - SHORTEST + 1):
            for end in range(min(start + longest, run.end()), start + SHORTEST - 1, -1):
                term = _meant(text[start:end], known, passages)
                if term is not None:
                    result = result[:start] + term + result[end:]
                    break
    return result


def _meant(window: str, known: dict[str, str], passages: LexicalIndex) -> str | None:
    for place, letter in enumerate(window):
        term = known.get(f"{window[:place]}\0{window[place + 1 :]}")
        if term is None or term == window or not same_reading(letter, term[place]):
            continue
        beside = [window[at : at + 2] for at in (place - 1, place) if 0 <= at < len(window) - 1]
        if not passages.frequencies(beside).any():
            return term
    return None


def _reading(letter: str) -> int | None:
    try:
        code = int.from_bytes(letter.encode("gb2312"))
    except UnicodeEncodeError:
        return None
    return bisect(_STARTS, code) if _STARTS[0] <= code < _BEYOND else None


@lru_cache(maxsize=4)
def _masked(terms: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """Every term by each way to leave one of its characters out, and the length of the longest."""
    long = [term for term in terms if len(term) >= SHORTEST and _HAN_RUN.fullmatch(term)]
    masked = {f"{t[:place]}\0{t[place + 1 :]}": t for t in long for place in range(len(t))}
    return masked, max(map(len, long), default=0)
