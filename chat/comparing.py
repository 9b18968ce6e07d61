"""A question about several sides made one about a single side: without the words that compare.

阿坝哪边答复得快 asks of one side 阿坝多久答复, 节点哪个补贴比例高 asks 节点补贴比例是多少; where another word asks
already (哪个快，各几天), what compares is left out.
"""

import re

ASKS = re.compile(r"多少|几|多久|多长|多高|多大|哪|什么|啥|如何|怎|吗|是否|谁|何|能不能|有没有|呢[？?]?$")
# each of several: 各奖多少, 各打算发多少; but 各地, 各部门 mean all of a kind
EACH = r"各自|各(?![地级类项种省市县区部方界族单个行业国位家有相大门式样处镇乡村校院局委厅科旗州街岗环领])|各(?=有(?!关)|自)"
DEGREE = r"高|低|多|少|大|小|早|晚|快|慢|严|长|短|猛|狠|凶|贵|重|便宜|厉害"
# what asks which of them has more: 哪边答复得快, 哪个补贴比例高, 谁早
WHICH = (
    r"[，,]?(?:到底|究竟|是)?(?:哪|谁)(?:一?[年个家地边种项块份头方类档]|一?个?(?:省|市|地方))?(?:的|是)?"
    rf"(?:更?[先早晚](?P<first>(?!{DEGREE})[\u4e00-\u9fff]{{1,3}})"
    r"|(?P<what>[^，,？?。！!哪谁几多]{0,8}?)(?P<by>得)?(?:定|给|要求|安排)?[得的]?(?:更|比较|要|最)?"
    rf"(?P<degree>{DEGREE})(?:一?些|一?点)?)(?=[，,？?。！!\s]|$)"
)
_WHICH = re.compile(WHICH)
_EITHER = re.compile(rf"谁(?P<one>{DEGREE})谁(?:{DEGREE})")
# what asks for the difference, not for the thing itself: of one side alone it has no sense
DIFFERENCE = (
    r"(?:(?:有|是)(?:些)?(?:什么|啥|哪些|何)?(?:差别|区别|不同|不一样|变化|差异)(?:在哪里?|是什么|是啥|大不大|大吗|吗)?"
    r"|(?:差别|差距|区别|不同|不一样|变化|差异)(?:在哪里?|是什么|是啥|有?多大|有?多少|大不大|大吗|吗|(?=[？?。！!\s]*$))"
    r"|(?:怎么个?|如何|哪里?|哪儿|哪些|啥)(?:不同|不一样)"
    r"|(?:到底|究竟|上)?差(?:别|距)?在(?:哪[里儿]?|什么地方)"
    r"|(?:到底|究竟|上)?(?:相差|差)(?:了)?(?:多少|几[个家天年点]?[\u4e00-\u9fff]{0,2}))"
)
# what asks whether they are the same: of one side alone, what it is
SAME = (
    r"(?:是不是|是否|有没有)?(?:都?是)?(?:一样|相同|一致|同一[个样种])的?(?:吗|么|不|吧)(?=[，,？?。！!\s]|$)"
    r"|(?:是不是|是否)(?:都?是)?(?:一样|相同|一致|同样)的?(?=[，,？?。！!\s]|$)"
    r"|有(?:没有|无)(?:什么|啥)?(?:差别|区别|不同|差异)"
)
_COMPARES = re.compile(
    rf"[，,]?(?:两[者年地边](?:的|之间)?|之间的?|的)?{DIFFERENCE}"
    r"|[，,]?(?:是不是|是否)?(?:都?是)?一样(?:多|高|长|大|早|快)(?:吗|么|不|吧)?"
    rf"|[，,]?(?:{SAME})|[，,]?是?(?:{DEGREE}|涨|跌|升|降|增加?|减少?)了?还是(?:{DEGREE}|涨|跌|升|降|增加?|减少?)了?"
    r"|[，,]?(?<![提增升降调])(?:高|低|多|少)(?:了)?多少|相比|(?:对比|比较)一?下?|比一比"
    r"|(?<=[，,])两[边者家](?:的|要求的?)?|措辞|(?:两|这两)[年地边者](?=[，,]|$)|(?<![占对相配环同])比(?=[，,]|$)"
)
_ALL = re.compile(rf"分别|都?(?:{EACH})|都(?=[是有要给分限规必可能应])")
# which of them it is cannot be asked of one alone
_OF_THEM = re.compile(r"哪一?(?:年|个?(?:省|市|地方?|边|家))")
_PAIR_OF = re.compile(
    r"两(?:者|年|步|份|地|省|市|边|个(?=年|省|市|地|月))|(?<![^，,])两[次回]|(?<=[年月])[这那]?[两三四](?:份|次|回|批|届|年|个年份)"
)
# no question of its own behind what asks which of them has more: 哪边答复快，各几天
_HOW_MUCH = re.compile(r"[，,](?:各|分别)(?:是|要|有|为)?(?:多少|几|多[久长高大])[\u4e00-\u9fff]{0,3}[？?]?")
_NO_VALUE = re.compile(
    r"(?:范围|措施|内容|政策|规定|做法|方式|重点|表述|提法|方向|原则|条件|对象|类型|部门|单位|处理|处罚|后果|待遇|要求|流程|材料|职责|任务|支持|办法)[^，,]{0,2}$"
)
# what a thing without a question word is asked for
_DAY = re.compile(r"(?:日期|日子|(?:施行|实施|发布|印发|公布|出台|生效|开始|截止|成立|召开)(?:的)?时间)是?$")
_SPAN = re.compile(r"(?:期限|时限|时长|时间|年限|有效期)(?:的?(?:要求|规定))?是?$")
# a document is asked what it says, not how much
_DOCUMENT = re.compile(
    r"(?:条例|办法|方案|意见|报告|规定|文件|通知|计划|政策|细则)(?:里|中|里头|里面)?(?:是|又)?(?:怎么|如何)\w+$"
)
_DIFFERS = re.compile(r"区别|不同|不一样|差异|差别")
# what has a value, though it be a requirement for it: 带宽要求
_MEASURED = re.compile(
    r"(?:率|额|量|比例|占比|幅度|带宽|面积|期限|时限|年限|时间|费|价|分值|标准|上限|下限)(?:的?(?:要求|规定|目标))?是?$"
)
_AMOUNT = re.compile(
    r"差(?:了)?(?:多少|几)|目标|率|量|额|数|增速|占比|比例|幅度|规模|上限|下限|门槛|费|价|涨|税|赤字|债|收支|收入|支出|差$|钱|资金|投资|期限|时限|年限|时间|带宽|面积|分值|\d月"
)
_SAID = re.compile(r"(?:是|又)?(?:怎么|如何)(?:提|定|说|写|规定|要求)的?$")
_MOVES = tuple("涨升降增减跌提")


def alone(text: str) -> str:
    """A question about one side, without the words that compare; with a question word where they were the only one."""
    kept = _bare(_without_which(_EITHER.sub(r"谁\g<one>", text)))
    no_value = _NO_VALUE.search(_SAID.sub("", kept)) and not _MEASURED.search(kept)
    no_value = no_value and not re.search(r"差(?:了)?(?:多少|几)", text)
    if not no_value and not _DOCUMENT.search(kept):
        kept = _SAID.sub("是多少", kept)
    if ASKS.search(kept):
        return kept
    kept = kept.rstrip("是")
    differs = _DIFFERS.search(text) and not re.search(r"[差区][别距]有?多[大少]", text)
    if no_value or (differs and not _AMOUNT.search(kept)):
        return f"{kept}是什么"
    return f"{kept}是{'哪天' if _DAY.search(kept) else '多久' if _SPAN.search(kept) else '多少'}"


def has_value(text: str) -> bool:
    """Whether the words before 一样吗 end with what may differ between two things: a value, a requirement; 效力 is no such."""
    return bool(_MEASURED.search(text) or _NO_VALUE.search(text))


def _bare(text: str) -> str:
    """The question without the words that compare, whatever asks besides."""
    kept = _OF_THEM.sub("", _PAIR_OF.sub("", _ALL.sub("", _COMPARES.sub("", text))))
    return re.sub(r"[，,](?=[，,])", "", kept.replace("的的", "的")).strip("，, 。？?")


def _without_which(text: str) -> str:
    """The question that asks which has more of something asked how much of it there is."""
    which = _WHICH.search(text)
    if not which:
        return text
    before, after = text[: which.start()], text[which.end() :]
    first, what = which["first"], which["what"] or ""
    comma = which[0][0] if which[0][0] in "，," else ""
    if not ASKS.search(_bare(before + after)) or (what and _HOW_MUCH.fullmatch(after)):
        after = "" if what and _HOW_MUCH.fullmatch(after) else after
        return before + comma * (len(what) > 2) + _asked(which) + after
    if first:
        day = re.fullmatch(r"[，,](?:各|分别)?是?(?P<when>哪[天年]|什么时候|何时)[？?]?", after)
        return f"{before}是{day['when']}{first}的" if day else before + comma + first + after
    return before + (comma + what if what and not which["by"] else "") + after


def _asked(which: re.Match[str]) -> str:
    """What is asked of one side alone: 答复得快 asks 多久答复, 补贴比例高 asks 补贴比例是多少."""
    what, degree = which["first"] or which["what"], which["degree"] or "早"
    moves = what[-1:] in _MOVES and which["by"]  # 物价涨得快: how much, not how long
    if degree in "快慢" and not moves:
        return f"多久{what}" if which["by"] else f"{what}要多久"
    if degree in "早晚":
        return f"{what}是哪天"
    if degree in "长短":
        return f"{what}是多久"
    if not which["by"]:
        return f"{what}是{'什么' if degree == '严' else '多少'}"
    if degree == "严":
        return f"怎么{what}"
    return f"{what}{'了' if moves else ''}多少"
