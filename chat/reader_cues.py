"""What a clause holds that answers one kind of question or another: words that give it away, and its shape."""

import re

import numpy as np
from numpy.typing import NDArray

# Words of one or two characters; of a longer word its telling pair stands here.
CUES: dict[str, str] = {
    "phone": "电话 热线 拨打 号码 咨询 来电 联系",
    "address": "网站 邮箱 公众 众号 网址 平台 网上 app 客户 户端 登录 小程 程序 二维 网页 微信 线上",
    "body": "部门 委员 员会 政府 机关 单位 银行 企业 公司 集团 协会 中心 机构 学校 医院 大学 组织 局, 局， 厅， 部， 委， 局、 厅、 部、 委、 办公",
    "charge": "负责 牵头 会同 联合 主管 承担 组织 指导 配合 责任",
    "place": "地址 位于 地点 号楼 街道 窗口 大厅 广场 路口 市区 东部 西部 南部 北部",
    "means": "通过 采取 利用 采用 按照 登录 办理 方式 推行 实行 开展 建立 加强 加大 推进 实施 鼓励 支持 依托 提供 给予",
    "may": "可以 可由 可在 可通 可按 可向 应当 应该 必须 需要 不得 允许 须在 禁止 严禁 原则",
    "condition": "符合 具备 满足 以上 下列 以下 情形 条件 凡是 属于 未满 达到 之一 除外 如果",
    "materials": "证明 身份 复印 原件 材料 提交 出具 申请 表格 合同 报告 凭证 证件 清单 填写 书面",
    "purpose": "为了 旨在 目的 因为 由于 以便 确保 防止 避免 从而 有利 意义 贯彻 落实 根据 依据 进一 为切 为深 为全 为做 为加",
    "defines": "是指 指的 即是 系指 称为 称作 定义 是一 包括 分为 如下 又称 简称 即， 包含 主要 分别",
    "penalty": "处罚 罚款 追究 责令 吊销 没收 处以 拘留 刑事 警告 处分 责任",
    "limit": "最高 不超 超过 不低 以内 最低 左右 上限 限额 约为 达到 至少 百分",
    "time": "之日 当日 即日 期间 截止 截至 日前 工作 时间 期限 起至 延长 延期 年内 月底 有效 施行",
    "benefit": "补贴 补助 奖励 资助 减免 免征 免收 返还 贴息 优惠 延期 降低 减按 扶持 缓缴",
    "again": "此外 另外 同时 其中 但是 此次 据悉 目前 记者 表示 介绍",
    "refers": "该局 该项 其他 上述 前款 本条 本通 本办",
    "closes": "特此 通知 附件 印发 联系 年月",
    "negation": "不予 不得 未经 无需 不能 不再 不收 不属 不是 没有 不会 不用",
}  # fmt: skip
SHAPES: dict[str, re.Pattern[str]] = {
    "date": re.compile(r"\d{1,4}\s?[年月日]|\d{1,2}[:：]\d\d|\d{4}[-./]\d{1,2}"),
    "amount": re.compile(r"\d[\d.,]*\s?[%％万亿元倍名家人个项户种件吨亩条次]"),
    "duration": re.compile(r"\d+个?(?:工作日|小时|月|年|天|日|周)"),
    "phone": re.compile(r"\d{3,4}[-—]\d{7,8}|1\d{10}|(?<!\d)(?:1[02]\d{3}|9\d{4}|400\d{7}|\d{7,8})(?!\d)"),
    "address": re.compile(r"https?:|www\.|@|\.(?:cn|com|gov)"),
}
_MARKS = {
    "digit": "0123456789０１２３４５６７８９",
    "quote": "《“「",
    "list": "、",
    "numeral": "一二三四五六七八九十百千",
    "bracket": "（(",
}
_ENDS = ("。!?！？", ";；", ",，", ":：", '”"』」)）')
CUE_NAMES = (*CUES, *_MARKS)
"""The words, then the marks; the five kinds of last character stand before them in `cue_bits`."""


def _codes() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    bits: dict[int, int] = {}
    for place, words in enumerate(CUES.values()):
        for word in words.split():
            for first, second in zip(word, word[1:], strict=False):
                code = ord(first) << 21 | ord(second)
                bits[code] = bits.get(code, 0) | 1 << place
    keys = np.array(sorted(bits), dtype=np.int64)
    return keys, np.array([bits[k] for k in keys.tolist()], dtype=np.int64)


def _marks(kinds: list[str]) -> NDArray[np.int64]:
    table = np.zeros(0x10000, dtype=np.int64)
    for place, marks in enumerate(kinds):
        for mark in marks:
            table[ord(mark)] |= 1 << place
    return table


_KEYS, _BITS = _codes()
_INNER, _LAST = _marks(list(_MARKS.values())), _marks(list(_ENDS))


def cue_bits(
    text: str,
    pairs: NDArray[np.int64],
    codes: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> NDArray[np.float32]:
    """For each clause text[low:high] 0 or 1 for how it ends, for each of `CUE_NAMES` and of `SHAPES`.

    `codes`, `pairs`: the text's characters and pairs as numbers (`chat.reader_question`).
    """
    plain = np.minimum(codes, 0xFFFF)
    places = np.searchsorted(_KEYS, pairs).clip(0, len(_KEYS) - 1)
    found = np.where(_KEYS[places] == pairs, _BITS[places], 0) | (_INNER[plain] << len(CUES))
    together = np.bitwise_or.reduceat(found, low)
    shapes = np.zeros((len(low), len(SHAPES)), dtype=np.float32)
    for column, pattern in enumerate(SHAPES.values()):
        for match in pattern.finditer(text):
            shapes[np.searchsorted(low, match.start(), side="right") - 1, column] = 1.0
    ends = (_LAST[plain[high - 1]][:, None] >> np.arange(len(_ENDS))) & 1
    cues = (together[:, None] >> np.arange(len(CUE_NAMES))) & 1
    return np.concatenate([ends.astype(np.float32), cues.astype(np.float32), shapes], axis=1)
