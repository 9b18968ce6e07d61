"""A question about several sides made one about a single side: without the words that compare."""

import re

ASKS = re.compile(r"多少|几|多久|多长|多高|多大|哪|什么|啥|如何|怎|吗|是否|谁|何|能不能|有没有|呢[？?]?$")
# what asks for the difference, not for the thing itself: of one side alone it has no sense
_DIFFERENCE = re.compile(
    r"[，,]?(?:两[者年地边](?:的|之间)?|之间的?|的)?(?:"
    r"(?:有|是)(?:些)?(?:什么|啥|哪些|何)?(?:差别|区别|不同|不一样|变化|差异)(?:在哪里?|是什么|是啥|大不大|大吗|吗)?"
    r"|(?:差别|区别|不同|不一样|变化|差异)(?:在哪里?|是什么|是啥|大不大|大吗|吗|(?=[？?。！!\s]*$)))"
    r"|[，,]?(?:到底|究竟|上)?差(?:别|距)?在(?:哪[里儿]?|什么地方)"
    r"|[，,]?(?:到底|究竟|上)?(?:相差|差)(?:了)?(?:多少|几[个家天年点]?[\u4e00-\u9fff]{0,2})"
    r"|[，,]?(?:哪|谁)(?:一?[年个家地边种项块]|份)?(?:的)?(?:[\u4e00-\u9fff]得|定|给|要求|安排)?得?的?更?(?:高|低|多|少|大|小|早|晚|快|慢|严|长|短|猛|狠|贵|便宜)(?:一?些|一?点)?"
    r"|[，,]?(?:是不是|是否)?(?:都?是)?一样(?:(?:多|高|长|大|早|快)(?:吗|么|不|吧)?|(?:吗|么|不|吧)(?=[，,]))"
    r"|[，,]?(?:高|低|多|少)(?:了)?多少|相比|对比|比较一?下?|比一比|(?<=[，,])两[边者家](?:的|要求的?)?|措辞|(?:两|这两)[年地边者](?=[，,]|$)|(?<![占对相配环同])比(?=[，,]|$)"
)
# of 哪个先施行，各是哪天 one side is asked 施行是哪天
_WHICH_FIRST = re.compile(r"(?:哪|谁)(?:一?[个份])?更?[先后早晚](?P<done>[\u4e00-\u9fff]{2})[，,]")
# of 谁涨得更猛 one side is asked 涨了多少
_WHICH_MOVES = re.compile(
    r"[，,]?(?:哪|谁)(?:一?[个边家种])?(?P<moves>[涨升降增减跌])得更?[多少高低快慢猛狠大](?:一?些|一?点)?(?:[，,]各(?:是)?(?P=moves)?(?:了)?多少)?"
)
_EACH = re.compile(
    r"分别|各自|都(?=[是有要给分限规必可能应])|各(?=是|给|安排|定|收|涨|有|要|多|几|占|需|降|增|由|怎|什么|为|得|提|变|选|奖|补|拿|截|至少|能(?!源)|应|按|从|在|写|限|罚|抵|扣|减|贷|缴|归|设|延|可)"
)
# which of them it is cannot be asked of one alone: 哪年城镇新增就业多，各多少
_WHICH = re.compile(r"哪一?(?:年|个?(?:省|市|地方?|边|家))")
_MORE = re.compile(r"更?(?:多|高|少|低)[，,](?=(?:是|有|到)?多少)")
_PAIR_OF = re.compile(r"两(?:者|年|步|份|地|省|市|边|次|回|个(?=年|省|市|地|月))")
_NO_VALUE = re.compile(
    r"(?:范围|措施|内容|政策|规定|做法|方式|重点|表述|提法|方向|原则|条件|对象|类型|部门|单位|处理|处罚|后果|待遇|要求|流程|材料|职责|任务|支持|办法)[^，,]{0,2}$"
)
# what a thing without a question word is asked for
_DAY, _SPAN = re.compile(r"(?:日期|时间|日子)是?$"), re.compile(r"(?:期限|时限|时长|有效期)是?$")
# a document is asked what it says, not how much
_DOCUMENT = re.compile(
    r"(?:条例|办法|方案|意见|报告|规定|文件|通知|计划|政策|细则)(?:里|中|里头|里面)?(?:是|又)?(?:怎么|如何)\w+$"
)
_DIFFERS = re.compile(r"区别|不同|不一样|差异|差别")
_AMOUNT = re.compile(
    r"差(?:了)?(?:多少|几)|目标|率|量|额|数|增速|占比|比例|规模|上限|下限|门槛|费|价|涨|税|赤字|债|收支|收入|支出|差$|钱|资金|投资|\d月"
)
_SAID = re.compile(r"(?:是|又)?(?:怎么|如何)(?:提|定|说|写|规定|要求)的?$")


def alone(text: str) -> str:
    """A question about one side, without the words that compare; with a question word where they were the only one."""
    kept = _EACH.sub(
        "", _DIFFERENCE.sub("", _WHICH_FIRST.sub(r"\g<done>", _WHICH_MOVES.sub(r"\g<moves>了多少", text)))
    )
    kept = _MORE.sub("，", _PAIR_OF.sub("", _WHICH.sub("", kept))).strip("，, 。？?")
    no_value = _NO_VALUE.search(_SAID.sub("", kept)) and not re.search(r"差(?:了)?(?:多少|几)", text)
    if not no_value and not _DOCUMENT.search(kept):
        kept = _SAID.sub("是多少", kept)
    if ASKS.search(kept):
        return kept
    kept = kept.rstrip("是")
    if no_value or (_DIFFERS.search(text) and not _AMOUNT.search(kept)):
        return f"{kept}是什么"
    return f"{kept}是{'哪天' if _DAY.search(kept) else '多久' if _SPAN.search(kept) else '多少'}"
